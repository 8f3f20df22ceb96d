import type { RawReport } from '../../domain/report.ts';
import type { Fields } from './fields.ts';

/** Where a telephone says it is (Advanced Mobile Location, ETSI TS 103 625). */
export interface AmlPosition {
  /** In the SMS form: the sender of the message. */
  readonly number: string;
  /** Null when the telephone found none (`pm=N`). */
  readonly place: NonNullable<RawReport['place']> | null;
  /** When it was there; 0 unknown. */
  readonly observedAtMs: number;
  /** How sure the telephone is that it is within the circle, percent; 0 unknown. */
  readonly confidence: number;
  /** The number that was dialled; empty in the SMS form. */
  readonly dialled: string;
}

export const isAmlSms = (text: string): boolean => /^\s*A"?ML=\d/.test(text);

const METHODS: Readonly<Record<string, string>> = { G: 'aml-gnss', W: 'aml-wifi', C: 'cell', N: '' };

/**
 * `A"ML=1;lt=+54.76397;lg=-0.18305;rd=50;top=20130717141935;lc=90;pm=W;si=…;ei=…;mcc=234;mnc=30;ml=128`. The identities
 * of card and telephone (si, ei) are read past: nobody needs them to find the caller. Null: this is no AML.
 */
export function decodeAmlSms(text: string, number: string): AmlPosition | null {
  if (!isAmlSms(text)) return null;
  const pairs = new Map(
    text
      .trim()
      .split(';')
      .map((pair): [string, string] => {
        const equals = pair.indexOf('=');
        return [pair.slice(0, equals).trim().toLowerCase(), pair.slice(equals + 1).trim()];
      }),
  );
  const method = (pairs.get('pm') ?? '').toUpperCase();
  const lat = decimal(pairs.get('lt'));
  const lon = decimal(pairs.get('lg'));
  return {
    number,
    place: method === 'N' ? null : placeAt(lon, lat, decimal(pairs.get('rd')), METHODS[method] ?? 'aml'),
    observedAtMs: topOf(pairs.get('top') ?? ''),
    confidence: percent(decimal(pairs.get('lc'))),
    dialled: '',
  };
}

/** The HTTPS form: `device_number`, `location_latitude` … as a form or JSON. */
export function decodeAmlHttps(fields: Fields): AmlPosition {
  const source = fields.text('location_source').toLowerCase();
  const place = placeAt(
    fields.number('location_longitude'),
    fields.number('location_latitude'),
    fields.number('location_accuracy'),
    { gps: 'aml-gnss', gnss: 'aml-gnss', wifi: 'aml-wifi', cell: 'cell' }[source] ?? 'aml',
  );
  return {
    number: fields.text('device_number'),
    place,
    observedAtMs: fields.timeMs('location_time'),
    confidence: percent(fields.number('location_certainty') ?? fields.number('location_confidence')),
    dialled: fields.text('emergency_number'),
  };
}

const decimal = (text: string | undefined): number | null =>
  text !== undefined && /^[+-]?\d+(\.\d+)?$/.test(text) ? Number(text) : null;

const percent = (value: number | null): number => (value !== null && value >= 0 && value <= 100 ? value : 0);

/** A radius of nothing or `N` is unknown, not exact. */
const placeAt = (
  lon: number | null,
  lat: number | null,
  radiusM: number | null,
  source: string,
): AmlPosition['place'] =>
  lon === null || lat === null || Math.abs(lon) > 180 || Math.abs(lat) > 90
    ? null
    : { lon, lat, accuracyM: radiusM ?? 0, source, text: '', confirmed: false, datum: 'wgs84' };

/** Time of positioning, UTC, `YYYYMMDDhhmmss`. */
function topOf(text: string): number {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.map(Number) ?? [];
  if (y === undefined || mo === undefined) return 0;
  const atMs = Date.UTC(y, mo - 1, d, h, mi, s);
  return new Date(atMs).getUTCMonth() === mo - 1 ? atMs : 0;
}
