import type { RawReport } from '../../domain/report.ts';
import type { CentreTicket } from './centre.ts';
import { type Fields, isBag } from './fields.ts';

/**
 * A NENA Emergency Incident Data Object (NENA-STA-021) with a call that is handed over: components that refer to each
 * other by `$id`. Read are calls, call-back numbers, places (PIDF-LO, RFC 4119 and 5491), notes and comments.
 */
export const isEido = (fields: Fields): boolean => fields.has('eidoVersion', 'callComponent', 'incidentComponent');

type Component = Readonly<Record<string, unknown>>;
const MAX_COMPONENTS = 50;
const MAX_XML_CHARS = 50_000;

export function decodeEido(fields: Fields): CentreTicket {
  const components = (name: string): Component[] => listOf(fields.value(name)).slice(0, MAX_COMPONENTS);
  const calls = components('callComponent');
  const call = calls[0] ?? {};
  const incidents = components('incidentComponent');
  const words = [
    ...incidents.map((incident) =>
      [text(incident, 'incidentTypeCommonRegistryText'), text(incident, 'incidentTypeInternalText')]
        .filter((part) => part !== '')
        .join(' / '),
    ),
    ...components('notesComponent').map((note) => plainText(text(note, 'notesActionComments'))),
    ...components('additionalDataComponent').flatMap((data) => comments(text(data, 'additionalDataByValue'))),
  ];
  const location = placeOf(components('locationComponent'), fields.warnings);
  const ticket: CentreTicket = {
    ticketId: fields.text('$id'),
    fromCentre: fields.text('issuingElementIdentification') || refOf(fields.value('updatedByAgencyReference')),
    mode: '',
    report: {
      line: '',
      callerNumber: numberOf(call, components('callbackComponent')),
      callerName: '',
      text: [...words, location.words].filter((part) => part !== '').join('\n'),
      lang: '',
      place: location.place,
      reportedType: '',
      rangAtMs: Date.parse(text(call, 'callStartTimestamp')) || fields.timeMs('lastUpdateTimeStamp'),
    },
  };
  if (calls.length > 1) fields.warnings.push(`the EIDO has ${calls.length} calls; the first one was taken`);
  return ticket;
}

const listOf = (value: unknown): Component[] => (Array.isArray(value) ? value : [value]).filter(isBag);
const text = (component: Component, name: string): string =>
  typeof component[name] === 'string' ? component[name] : '';
const refOf = (value: unknown): string => (isBag(value) && typeof value.$ref === 'string' ? value.$ref : '');

/** `tel:` before `sip:`; of the latter the user part when it is a number. */
function numberOf(call: Component, callbacks: readonly Component[]): string {
  const wanted = refOf(call.callBackReference);
  const callback = callbacks.find(({ $id }) => $id === wanted) ?? callbacks[0] ?? {};
  const uris = (Array.isArray(callback.callBackInformationUri) ? callback.callBackInformationUri : []).map(String);
  const tel = uris
    .find((uri) => uri.startsWith('tel:'))
    ?.slice(4)
    .split(';')[0];
  return tel ?? uris.map((uri) => /^sips?:(\+?\d{5,})@/.exec(uri)?.[1]).find((number) => number !== undefined) ?? '';
}

function placeOf(locations: readonly Component[], warnings: string[]): { place: RawReport['place']; words: string } {
  // Where the caller is before where the call was routed by.
  const ordered = [...locations].sort((a, b) => rankOf(a) - rankOf(b));
  let place: RawReport['place'] = null;
  const words: string[] = [];
  for (const location of ordered) {
    const xml = text(location, 'locationByValue').slice(0, MAX_XML_CHARS);
    place ??= pointOf(xml);
    const routing = rankOf(location) > 0 ? '（路由位置，仅供参考）' : '';
    for (const said of [civicOf(xml), text(location, 'locationDescriptionText')]) {
      if (said !== '') words.push(`地址${routing}：${said}`);
    }
    if (text(location, 'locationByReferenceUrl') !== '') {
      warnings.push('a place is given by reference only; ask the other centre for it');
    }
  }
  return { place, words: words.join('\n') };
}

const rankOf = (location: Component): number =>
  /caller|incident/i.test(text(location, 'locationTypeDescriptionRegistryText')) ? 0 : 1;

/** A point or a circle of GML in WGS-84 (`lat lon`, EPSG:4326). */
function pointOf(xml: string): RawReport['place'] {
  const [, lat, lon] = /<(?:\w+:)?pos>\s*(-?[\d.]+)\s+(-?[\d.]+)/.exec(xml) ?? [];
  if (lat === undefined || lon === undefined) return null;
  const radius = Number(/<(?:\w+:)?radius[^>]*>\s*([\d.]+)/.exec(xml)?.[1] ?? 0);
  return {
    ...{ lon: Number(lon), lat: Number(lat), accuracyM: radius, source: 'eido', text: '', confirmed: false },
    datum: 'wgs84',
  };
}

/** From the country down to the room (RFC 5139). */
const CIVIC = [
  'country',
  'A1',
  'A2',
  'A3',
  'A4',
  'A5',
  'A6',
  'PRD',
  'RD',
  'STS',
  'POD',
  'HNO',
  'HNS',
  'LMK',
  'LOC',
  'NAM',
  'BLD',
  'FLR',
  'UNIT',
  'ROOM',
];

function civicOf(xml: string): string {
  const address = /<(?:\w+:)?civicAddress[^>]*>([\s\S]*?)<\/(?:\w+:)?civicAddress>/.exec(xml)?.[1] ?? '';
  const parts = CIVIC.map((name) => new RegExp(`<(?:\\w+:)?${name}>([^<]*)<`).exec(address)?.[1]?.trim() ?? '');
  return plainText(parts.filter((part) => part !== '').join(' '));
}

function comments(xml: string): string[] {
  const found = xml.slice(0, MAX_XML_CHARS).matchAll(/<(?:\w+:)?Comment(?:\s[^>]*)?>([^<]*)<\/(?:\w+:)?Comment>/g);
  return [...found].map(([, comment = '']) => plainText(comment)).filter((comment) => comment !== '');
}

/** Notes are HTML: the words without their marks. */
function plainText(html: string): string {
  const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
  return html
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/[ \t]+/g, ' ')
    .trim();
}
