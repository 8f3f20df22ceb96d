import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { Agency } from '@muster/kernel/agency';

/** What a row of a dispatch log sent: so many units that can do this. */
export interface Demand {
  readonly agency: Agency;
  readonly capability: string;
  readonly count: number;
}

/** One call of a drill. What the labels say is known to the simulated humans only, never to the system. */
export interface DrillCall {
  readonly id: string;
  readonly text: string;
  readonly lang: string;
  readonly channel: string;
  /** The right type where the file has a label, else ''. */
  readonly type: string;
  readonly altTypes: readonly string[];
  /** The words for the place where the file has them, else ''. */
  readonly placeText: string;
  readonly lon: number | null;
  readonly lat: number | null;
  readonly demand: readonly Demand[];
}

export interface CallFile {
  readonly calls: readonly DrillCall[];
  /** Lines that could not be read, with their number and why. */
  readonly skipped: readonly string[];
}

/**
 * Reads calls, one JSON object a line: {id?, text, type?, alt_types?, location?, channel?, lang?, lat?, lon?}.
 *
 * @param name for messages, and for ids where a line has none
 */
export function readCalls(text: string, name: string): CallFile {
  const calls: DrillCall[] = [];
  const skipped: string[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const call = readCall(line, `${name}-${i + 1}`);
    if (typeof call === 'string') skipped.push(`${name}:${i + 1}: ${call}`);
    else calls.push(call);
  }
  return { calls, skipped };
}

function readCall(line: string, fallbackId: string): DrillCall | string {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return 'not JSON';
  }
  if (typeof row !== 'object' || row === null || typeof row.text !== 'string') return 'no text';
  const string = (value: unknown): string => (typeof value === 'string' ? value : '');
  const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const type = string(row.type);
  if (type !== '' && !INCIDENT_TYPES.has(type)) return `unknown type ${type}`;
  return {
    id: string(row.id) || fallbackId,
    text: row.text,
    lang: string(row.lang) || (/[\u3400-\u9fff]/.test(row.text) ? 'zh' : 'en'),
    channel: string(row.channel) || 'voice',
    type,
    altTypes: Array.isArray(row.alt_types) ? row.alt_types.filter((t) => typeof t === 'string') : [],
    placeText: string(row.location),
    lon: number(row.lon),
    lat: number(row.lat),
    demand: [],
  };
}

/** The agency that leads a type; null for types of `call.*` and `service.*` that need no unit. */
export function leadOf(type: string): Agency | null {
  const lead = INCIDENT_TYPES.get(type)?.lead;
  return lead === undefined || lead === 'call' || lead === 'service' ? null : lead;
}
