import type { RawReport } from '../../domain/report.ts';
import type { Fields } from './fields.ts';
import { placeFrom } from './place.ts';

export interface AppReport {
  /** The app's own number of the report; the same for every retry. */
  readonly reportId: string;
  /** 0 the report itself; later ones add to it. */
  readonly update: number;
  readonly report: Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'>;
  /** Must not be rung or spoken to. */
  readonly cannotSpeak: boolean;
}

export const APP_LIMITS = { mediaItems: 20, mediaUrlChars: 300, updates: 1_000 } as const;

/** A report of an app or a mini-program. What is wrong goes into the warnings; nothing is refused here. */
export function decodeApp(fields: Fields): AppReport {
  const update = fields.number('update') ?? 0;
  const media = mediaOf(fields);
  const place = placeFrom(fields.nested('position', 'place', 'location'), 'app');
  const address = fields.text('address').trim();
  const text = fields.text('text', 'description');
  const decoded: AppReport = {
    reportId: fields.text('reportId', 'idempotencyKey', 'id'),
    update: Number.isInteger(update) && update >= 0 && update <= APP_LIMITS.updates ? update : 0,
    cannotSpeak: fields.flag('cannotSpeak', 'silent'),
    report: {
      line: fields.text('line'),
      callerNumber: fields.text('callerNumber', 'phone', 'mobile'),
      callerName: fields.text('callerName', 'name'),
      text: [text, address === '' ? '' : `地址：${address}`].filter((part) => part !== '').join('\n'),
      lang: fields.text('lang'),
      place,
      reportedType: fields.text('reportedType', 'type'),
      rangAtMs: fields.timeMs('sentAtMs', 'sentAt', 'time'),
      deviceJson: media.length === 0 ? '' : JSON.stringify({ media }),
    },
  };
  fields.noteUnknown();
  return decoded;
}

const KINDS = ['photo', 'video', 'audio', 'file'];

/** References only: pictures stay where the app put them. Addresses that are none are left out. */
function mediaOf(fields: Fields): { kind: string; url: string }[] {
  const items = fields.list('media');
  if (items.length > APP_LIMITS.mediaItems) {
    fields.warnings.push(`media had ${items.length} items; ${APP_LIMITS.mediaItems} were kept`);
  }
  return items.slice(0, APP_LIMITS.mediaItems).flatMap((item) => {
    const { kind, url } = (typeof item === 'object' && item !== null ? item : { url: item }) as Record<string, unknown>;
    if (typeof url !== 'string' || url.length > APP_LIMITS.mediaUrlChars || !/^https?:\/\/[^\s<>"]+$/i.test(url)) {
      fields.warnings.push('a media reference without a usable http(s) address was left out');
      return [];
    }
    return [{ kind: KINDS.includes(String(kind)) ? String(kind) : 'file', url }];
  });
}
