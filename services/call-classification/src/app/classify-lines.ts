import type { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { type Classifier, classify, type Proposal } from '../domain/classify.ts';
import { placeCandidates } from './place-candidates.ts';

/** Longest line that is read; the rest of a longer one is bad input. */
export const MAX_LINE_CHARS = 1_000_000;

/** One line of JSON {id, text, lang?, channel?} → one line of JSON. Never throws: bad input gets an answer too. */
export function classifyLine(classifier: Classifier, line: string, gazetteer: Gazetteer | null): string {
  const { id, text, problem } = readLine(line);
  const proposal = classify(classifier, text);
  const location = proposal.location === null ? null : located(proposal.location, gazetteer);
  const { type, priority, confidence, alternatives, persons, hazards, evidence, needsHuman } = proposal;
  const answer = { id, type, priority, confidence, alternatives, location, persons, hazards, evidence, needsHuman };
  return JSON.stringify(problem === null ? answer : { ...answer, needsHuman: true, problem });
}

function located(location: NonNullable<Proposal['location']>, gazetteer: Gazetteer | null) {
  const best = gazetteer === null ? undefined : placeCandidates(gazetteer, location.text)[0];
  return best === undefined ? location : { ...location, lat: best.lat, lon: best.lon, score: best.score };
}

function readLine(line: string): { id: unknown; text: string; problem: string | null } {
  if (line.length > MAX_LINE_CHARS) {
    return { id: null, text: '', problem: `the line has more than ${MAX_LINE_CHARS} characters` };
  }
  let call: unknown;
  try {
    // Files from Windows begin with a byte order mark.
    call = JSON.parse(line.replace(/^\ufeff/, ''));
  } catch {
    return { id: null, text: '', problem: 'the line is not JSON' };
  }
  if (typeof call !== 'object' || call === null || Array.isArray(call)) {
    return { id: null, text: '', problem: 'the line is not a JSON object' };
  }
  const { id = null, text } = call as { id?: unknown; text?: unknown };
  if (typeof text !== 'string') return { id, text: '', problem: 'text is not a string' };
  return { id, text, problem: null };
}
