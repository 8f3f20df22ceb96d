import type { Clock } from './clock.ts';

/** Ids are strings with a brand, so that a unit's id cannot be passed where an incident's is meant. */
export type Branded<Brand extends string> = string & { readonly __brand?: Brand };

export type AlarmId = Branded<'alarm'>;
export type IncidentId = Branded<'incident'>;
export type UnitId = Branded<'unit'>;
export type StationId = Branded<'station'>;
export type HospitalId = Branded<'hospital'>;
export type UserId = Branded<'user'>;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Sortable id: 9 characters of milliseconds, 11 of randomness (55 bits), Crockford base 32. Sorting by id sorts by
 * time of birth, so that B-tree inserts stay at the right edge.
 *
 * @param randomByte a source of uniform bytes 0–255
 */
export function newId(clock: Clock, randomByte: () => number): string {
  let time = clock.nowMs();
  let head = '';
  for (let i = 0; i < 9; i++) {
    head = ALPHABET[time % 32] + head;
    time = Math.floor(time / 32);
  }
  let tail = '';
  for (let i = 0; i < 11; i++) tail += ALPHABET[randomByte() & 31];
  return head + tail;
}
