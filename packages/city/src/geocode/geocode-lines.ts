import type { Gazetteer } from '../gazetteer/gazetteer.ts';
import { type GeocodeCandidate, geocode } from './geocode.ts';

/** Longest line that is read; a longer one is bad input. */
export const MAX_LINE_CHARS = 1_000_000;

/** One line of JSON {id, text, lat?, lon?, accuracyM?} → one line {id, candidates}. Never throws. */
export function geocodeLine(gazetteer: Gazetteer, line: string): string {
  const { id, problem, text, near } = readLine(line);
  const found = problem === null ? geocode(gazetteer, text, near === null ? {} : { near }) : [];
  const candidates = found.map(shown);
  return JSON.stringify(problem === null ? { id, candidates } : { id, candidates, problem });
}

const shown = ({ lon, lat, score, ...rest }: GeocodeCandidate) => ({
  ...rest,
  lon: Number(lon.toFixed(6)),
  lat: Number(lat.toFixed(6)),
  score: Number(score.toFixed(3)),
});

interface Asked {
  readonly id: unknown;
  readonly text: string;
  readonly near: { readonly lon: number; readonly lat: number; readonly accuracyM?: number } | null;
  readonly problem: string | null;
}

function readLine(line: string): Asked {
  const bad = (problem: string, id: unknown = null): Asked => ({ id, text: '', near: null, problem });
  if (line.length > MAX_LINE_CHARS) return bad(`the line has more than ${MAX_LINE_CHARS} characters`);
  let asked: unknown;
  try {
    asked = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch {
    return bad('the line is not JSON');
  }
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return bad('the line is not a JSON object');
  const { id = null, text, lat, lon, accuracyM } = asked as Record<string, unknown>;
  if (typeof text !== 'string') return bad('text is not a string', id);
  const isPoint = typeof lat === 'number' && typeof lon === 'number' && Math.abs(lat) <= 90 && Math.abs(lon) <= 180;
  if (!isPoint) return { id, text, near: null, problem: null };
  const accuracy = typeof accuracyM === 'number' && accuracyM >= 0 ? { accuracyM } : {};
  return { id, text, near: { lon, lat, ...accuracy }, problem: null };
}
