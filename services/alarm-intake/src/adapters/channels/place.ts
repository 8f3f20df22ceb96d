import type { RawReport } from '../../domain/report.ts';
import type { Fields } from './fields.ts';

/** A point in an unnamed datum may be off by the whole shift between GCJ-02 and WGS-84. */
export const UNKNOWN_DATUM_M = 700;

/** `GCJ-02`, `gcj02` and `GCJ02` are one; CGCS2000 is WGS-84 within centimetres. */
export function datumOf(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return { cgcs2000: 'wgs84', gps: 'wgs84', bd09ll: 'bd09', bd: 'bd09', gcj: 'gcj02', amap: 'gcj02' }[plain] ?? plain;
}

/** A position as apps, devices and centres write it; `null` when there are neither numbers nor words. */
export function placeFrom(fields: Fields | null, source: string): RawReport['place'] {
  if (fields === null) return null;
  const lon = fields.number('lon', 'lng', 'longitude');
  const lat = fields.number('lat', 'latitude');
  const accuracyM = fields.number('accuracyM', 'accuracy') ?? 0;
  const datum = datumOf(fields.text('datum', 'coordType', 'type'));
  const text = fields.text('text', 'address');
  const given = fields.text('source') || source;
  const confirmed = fields.flag('confirmed');
  fields.noteUnknown();
  if (lon === null || lat === null) {
    if (lon !== null || lat !== null) fields.warnings.push('a place needs both lon and lat; it was left out');
    return null;
  }
  if (datum !== '') return { lon, lat, accuracyM, source: given, text, confirmed, datum };
  fields.warnings.push(`the position has no datum; it was taken as wgs84 within ${UNKNOWN_DATUM_M} m`);
  const unsure = Math.max(accuracyM, UNKNOWN_DATUM_M);
  return { lon, lat, accuracyM: unsure, source: given, text, confirmed, datum: 'wgs84' };
}
