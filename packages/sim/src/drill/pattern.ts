import type { Agency } from '@muster/kernel/agency';
import { pick, type Random } from '@muster/kernel/random';
import type { Demand, DrillCall } from './calls.ts';

/** One incident of a dispatch log: when after the first, what it was called, what was sent. */
export interface PatternRow {
  readonly offsetS: number;
  readonly label: string;
  readonly demand: readonly Demand[];
}

/** What a vehicle of the log stands for here, by the letters before its number. */
const UNIT_KINDS: Readonly<Record<string, readonly [Agency, string]>> = {
  A: ['medical', 'ambulance'],
  M: ['medical', 'als'],
  MCI: ['medical', 'ambulance'],
  E: ['fire', 'pump'],
  L: ['fire', 'ladder'],
  R: ['fire', 'rescue'],
  HAZ: ['fire', 'hazmat'],
};

/**
 * Reads a log of tab-separated rows `timestamp, incident_number, level, units, location, incident_type`, as Seattle's
 * fire department publishes its day. Chiefs, staff and boats have no counterpart and are left out; an incident for
 * which none is left asks for one engine. Oldest first.
 */
export function readPattern(text: string): PatternRow[] {
  const byNumber = new Map<string, { atMs: number; label: string; units: string[] }>();
  for (const line of text.split(/\r?\n/).slice(1)) {
    const [timestamp = '', number = '', , units = '', , label = ''] = line.split('\t');
    const atMs = Date.parse(`${timestamp} UTC`);
    if (number === '' || Number.isNaN(atMs)) continue;
    const known = byNumber.get(number);
    if (known) known.units.push(...units.split(' '));
    else byNumber.set(number, { atMs, label, units: units.split(' ') });
  }
  const rows = [...byNumber.values()].sort((a, b) => a.atMs - b.atMs);
  const startMs = rows[0]?.atMs ?? 0;
  return rows.map(({ atMs, label, units }) => ({ offsetS: (atMs - startMs) / 1000, label, demand: demandOf(units) }));
}

function demandOf(units: readonly string[]): Demand[] {
  const counts = new Map<string, Demand>();
  for (const unit of units) {
    const kind = UNIT_KINDS[/^[A-Z]+/.exec(unit)?.[0] ?? ''];
    if (kind === undefined) continue;
    const [agency, capability] = kind;
    const before = counts.get(capability)?.count ?? 0;
    counts.set(capability, { agency, capability, count: before + 1 });
  }
  return counts.size > 0 ? [...counts.values()] : [{ agency: 'fire', capability: 'pump', count: 1 }];
}

/** Which of our types a call of the log may be, by words in its label; the first that fits. */
const FAMILIES: readonly (readonly [RegExp, string])[] = [
  [/mvi|motor vehicle|automobile/i, 'traffic.'],
  [/gas|hazmat|co detector|fuel/i, 'fire.'],
  [/elevator|lock|rescue|water|trapped/i, 'rescue.'],
  [/medic|aid|medical/i, 'medical.'],
  [/fire|alarm|smoke|brush|rubbish|burn|electrical/i, 'fire.'],
];

/** A text for a row: a labelled call of the same family where there is one, else the row's own words. */
export function callFor(row: PatternRow, i: number, texts: readonly DrillCall[], random: Random): DrillCall {
  const family = FAMILIES.find(([words]) => words.test(row.label))?.[1] ?? 'medical.';
  const fitting = texts.filter((call) => call.type.startsWith(family));
  if (fitting.length > 0) {
    return { ...pick(random, fitting), id: `pattern-${i + 1}`, demand: row.demand };
  }
  return {
    id: `pattern-${i + 1}`,
    text: row.label,
    lang: 'en',
    channel: 'note',
    type: '',
    altTypes: [],
    placeText: '',
    lon: null,
    lat: null,
    demand: row.demand,
  };
}
