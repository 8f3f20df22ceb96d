import { EventMatcher } from './event-matcher.ts';
import type { PlaceReader, Position, Report, TypeGuess } from './report.ts';

/** Longest line that is read; a longer one is bad input. */
export const MAX_LINE_CHARS = 1_000_000;
/** Metres, where a position comes without its accuracy. */
const ACCURACY_OTHERWISE_M = 80;
const MAX_ACCURACY_M = 20_000;
const MIN_P = 0.05;

export interface Deduper {
  /** One line of JSON {id, receivedAt, callerId, text, type?, lat?, lon?, accuracyM?} → {id, incident}. Never throws. */
  answer(line: string): string;
}

export interface DeduperDeps {
  readonly places: PlaceReader;
  /** Guesses for calls that come without a type that is known; best first. */
  readonly guessTypes: (text: string) => readonly TypeGuess[];
  readonly isKnownType: (type: string) => boolean;
}

/**
 * Puts each call of a stream to an incident as it comes; an answer is never revised and nothing but the fields above is
 * read. Bad input gets an incident of its own and says what is wrong with it.
 */
export function createDeduper({ places, guessTypes, isKnownType }: DeduperDeps): Deduper {
  const matcher = new EventMatcher(places);
  let incidents = 0;
  let lastAtMs = 0;
  const newIncident = (): string => `incident-${String(++incidents).padStart(4, '0')}`;
  return {
    answer(line) {
      const { id, call, problem } = readLine(line);
      if (call === null) return JSON.stringify({ id, incident: newIncident(), problem });
      const text = typeof call.text === 'string' ? call.text : '';
      const given = typeof call.type === 'string' && isKnownType(call.type) ? call.type : '';
      const types = given === '' ? guessTypes(text).filter(({ p }) => p >= MIN_P) : [{ type: given, p: 1 }];
      const atMs = timeOf(call.receivedAt) ?? lastAtMs;
      lastAtMs = atMs;
      const callerId = typeof call.callerId === 'string' || typeof call.callerId === 'number' ? `${call.callerId}` : '';
      const report: Report = { id: String(id), atMs, callerId, text, types, position: positionOf(call) };
      const sighting = matcher.read(report);
      const incident = matcher.choose(sighting, matcher.match(sighting))?.eventId ?? newIncident();
      matcher.put(sighting, incident);
      return JSON.stringify(problem === null ? { id, incident } : { id, incident, problem });
    },
  };
}

interface Call {
  readonly [field: string]: unknown;
}

function readLine(line: string): { id: unknown; call: Call | null; problem: string | null } {
  if (line.length > MAX_LINE_CHARS) {
    return { id: null, call: null, problem: `the line has more than ${MAX_LINE_CHARS} characters` };
  }
  let call: unknown;
  try {
    // Files from Windows begin with a byte order mark.
    call = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch {
    return { id: null, call: null, problem: 'the line is not JSON' };
  }
  if (typeof call !== 'object' || call === null || Array.isArray(call)) {
    return { id: null, call: null, problem: 'the line is not a JSON object' };
  }
  const { id = null, text } = call as Call;
  return { id, call: call as Call, problem: typeof text === 'string' ? null : 'text is not a string' };
}

/** ISO 8601, or milliseconds since the epoch. */
function timeOf(value: unknown): number | null {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(ms) ? ms : null;
}

/** Null where the position is missing or impossible. */
function positionOf({ lat, lon, accuracyM }: Call): Position | null {
  if (typeof lat !== 'number' || typeof lon !== 'number') return null;
  if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180) || (lat === 0 && lon === 0)) return null;
  const isAccuracy = typeof accuracyM === 'number' && accuracyM >= 0;
  return { lat, lon, accuracyM: isAccuracy ? Math.min(accuracyM, MAX_ACCURACY_M) : ACCURACY_OTHERWISE_M };
}
