import type { EvidenceCode } from './evidence.ts';

/**
 * How much each kind of evidence counts beside the others: a conditional logit over streams with a gold incident
 * (`tools/fit-weights.ts`), rounded; what came later was set by hand and checked with the same tool.
 */
export const WEIGHTS: Readonly<Record<EvidenceCode, number>> = {
  prior: 1.85,
  type: 2.6,
  time: 2.4,
  place: 1.2,
  'place-name': 2.4,
  'other-place-name': 2.6,
  'seen-from-far': 2.8,
  words: 2.2,
  'place-words': 2.2,
  details: 2.2,
  'other-words': 1.35,
  refers: 1.6,
  topic: 1,
  'same-caller': 1.25,
  'follow-up': 1.3,
  'other-matter': 1.2,
  another: 2.7,
  contradiction: 3,
};
