import type { Features } from './features.ts';
import { type FoldedText, spanOf } from './folded-text.ts';
import type { Lexicon } from './lexicon.ts';
import type { KnownFeatures, LinearModel } from './linear-model.ts';

export interface Evidence {
  /** Code points into the text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** Chinese · English. */
  readonly says: string;
}

export const MAX_EVIDENCE = 4;
/** A word must lift its type above the average type by this much to be named. */
const MIN_LIFT = 0.05;

/** The words that spoke most for the type, none over another. */
export function evidenceFor(
  type: number,
  text: FoldedText,
  features: Features,
  known: KnownFeatures,
  model: LinearModel,
  lexicon: Lexicon,
  typeSays: string,
): Evidence[] {
  const n = model.classes.length;
  const lifts: { from: number; lift: number }[] = [];
  for (let i = 0; i < known.rows.length; i++) {
    const row = known.rows[i] as number;
    let mean = 0;
    for (let c = 0; c < n; c++) mean += (model.types.bytes[row * n + c] as number) / n;
    const lift =
      ((model.types.bytes[row * n + type] as number) - mean) *
      (model.types.scales[row] as number) *
      (known.values[i] as number);
    if (lift > MIN_LIFT) lifts.push({ from: known.from[i] as number, lift });
  }
  lifts.sort((a, b) => b.lift - a.lift || a.from - b.from);
  const chosen: Evidence[] = [];
  for (const { from } of lifts) {
    if (chosen.length === MAX_EVIDENCE) break;
    const span = spanOf(text, features.starts[from] as number, features.ends[from] as number);
    if (span.end <= span.start || chosen.some((e) => span.start < e.end && span.end > e.start)) continue;
    const concept = lexicon.concepts[features.concepts[from] as number];
    chosen.push({ ...span, says: concept === undefined ? typeSays : `${concept.zh} · ${concept.en}` });
  }
  return chosen.sort((a, b) => a.start - b.start);
}
