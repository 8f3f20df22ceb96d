import type { Priority } from '@muster/kernel/agency';
import { rankTypes, withLeads } from './choose-type.ts';
import { type Evidence, evidenceFor } from './evidence.ts';
import { featuresOf, type Range } from './features.ts';
import { type ConceptHit, findConcepts } from './find-concepts.ts';
import { type FoldedText, foldText, spanOf } from './folded-text.ts';
import { hazardsOf } from './hazards.ts';
import type { Lexicon } from './lexicon.ts';
import { type KnownFeatures, knownFeatures, type LinearModel, scoresOf, softmax } from './linear-model.ts';
import { personsOf } from './persons.ts';
import { type PlaceModel, tagPlace } from './place-tagger.ts';
import { unitFeatures, unitsOf } from './place-units.ts';
import { likelyPriority, type PriorityModel, priorityInputs, priorityShares } from './priority-model.ts';
import { type PriorityRule, priorityOf } from './priority-rules.ts';

/** What a type is, as far as a proposal needs it; the taxonomy is the contracts'. */
export interface TypeInfo {
  readonly priority: Priority;
  /** Who goes first and commands. */
  readonly lead: string;
  readonly zh: string;
  readonly en: string;
}

/** Everything that decides: trained weights, the lexicon, the priority table. Immutable, shared by all calls. */
export interface Classifier {
  readonly linear: LinearModel;
  readonly place: PlaceModel;
  readonly priority: PriorityModel;
  readonly lexicon: Lexicon;
  readonly rules: readonly PriorityRule[];
  readonly types: ReadonlyMap<string, TypeInfo>;
  readonly version: string;
}

export interface Proposal {
  readonly type: string;
  readonly priority: Priority;
  readonly confidence: number;
  readonly alternatives: readonly { readonly type: string; readonly confidence: number }[];
  readonly location: { readonly text: string; readonly start: number; readonly end: number } | null;
  readonly persons: number | null;
  readonly hazards: readonly string[];
  readonly evidence: readonly Evidence[];
  readonly needsHuman: boolean;
  readonly priorityRules: readonly string[];
  readonly modelVersion: string;
}

export const MAX_ALTERNATIVES = 5;
/** Below it a person decides before anything is believed. */
export const SURE = 0.5;
const ALTERNATIVE_MIN = 0.001;
/** A text of which the model knows less than this share is not in a language or on a matter it has learnt. */
const KNOWN_MIN = 0.15;
/** The machine's word alone never makes a call harmless. */
const A_HUMAN_HEARS = /^(?:service\.|call\.)/;
/** The usual priority of a type for which somebody has to go soon. */
const LEAST_GRAVE = 3;
const UNREAL = ['drill', 'dream'];
const SILENT = 'call.silent';

/** A call's words → a proposal. Pure; the same text and model give the same answer. */
export function classify(classifier: Classifier, text: string): Proposal {
  const folded = foldText(text);
  const chars = [...text];
  const place = findPlaceWords(classifier.place, folded, chars);
  const hits = findConcepts(folded, classifier.lexicon);
  const features = featuresOf(folded, hits, classifier.lexicon, place);
  if (features.ids.length === 0) return nothingSaid(classifier);
  const { linear, types } = classifier;
  const known = knownFeatures(features, linear.keys, linear.idf);
  const said = saidConcepts(hits, classifier.lexicon, place);
  const byWords = softmax(scoresOf(linear.types, known), linear.temperature);
  const infos = linear.classes.map((code) => types.get(code) as TypeInfo);
  const shares = withLeads(
    byWords,
    infos.map(({ lead }) => lead),
  );
  const grave = infos.map((info) => info.priority <= LEAST_GRAVE);
  const ranked = rankTypes(shares, linear.classes, grave, said);
  const nameOf = (index: number) => linear.classes[index] as string;
  const best = ranked[0] as number;
  const type = nameOf(best);
  const info = infos[best] as TypeInfo;
  const { priority, moved } = urgencyOf(classifier, type, shares, known, said);
  const confidence = round(shares[best] as number);
  return {
    type,
    priority,
    confidence,
    alternatives: ranked
      .slice(1, 1 + MAX_ALTERNATIVES)
      .map((index) => ({ type: nameOf(index), confidence: round(shares[index] as number) }))
      .filter((alternative) => alternative.confidence >= ALTERNATIVE_MIN),
    location: place === null ? null : locationOf(folded, chars, place),
    persons: personsOf(folded.flat, type, said),
    hazards: hazardsOf(said, type),
    evidence: evidenceFor(best, folded, features, known, linear, classifier.lexicon, `${info.zh} · ${info.en}`),
    needsHuman:
      confidence < SURE ||
      known.known < KNOWN_MIN ||
      A_HUMAN_HEARS.test(type) ||
      UNREAL.some((concept) => said.has(concept)),
    priorityRules: moved,
    modelVersion: classifier.version,
  };
}

/** Range of the folded text that says where; null when the call does not. */
export function findPlaceWords(model: PlaceModel, text: FoldedText, chars: readonly string[]): Range | null {
  const units = unitsOf(text, chars);
  const span = tagPlace(model, unitFeatures(units));
  return span === null
    ? null
    : [(units[span.from] as { start: number }).start, (units[span.to - 1] as { end: number }).end];
}

/** Concepts that the caller speaks of and does not deny; the name of a place says nothing of what goes on there. */
function saidConcepts(hits: readonly ConceptHit[], lexicon: Lexicon, place: Range | null): Set<string> {
  const said = new Set<string>();
  for (const { concept, start, end, negated, certainty } of hits) {
    const inPlace = place !== null && start >= place[0] && end <= place[1];
    if (!negated && !inPlace && certainty > 0.5) said.add((lexicon.concepts[concept] as { id: string }).id);
  }
  return said;
}

/** What the model takes for likely, moved by the rules of the trade. */
function urgencyOf(
  { linear, priority: model, rules }: Classifier,
  type: string,
  shares: Float64Array,
  known: KnownFeatures,
  said: ReadonlySet<string>,
): { priority: Priority; moved: string[] } {
  const byPriority = priorityShares(model.mix, priorityInputs(model.usual, shares, scoresOf(linear.urgency, known)));
  const usual = likelyPriority(byPriority, model.firstFrom);
  return priorityOf(rules, { type, usual, said, risk: byPriority[0] as number });
}

function locationOf(text: FoldedText, chars: readonly string[], [from, to]: Range): Proposal['location'] {
  const { start, end } = spanOf(text, from, to);
  return { text: chars.slice(start, end).join(''), start, end };
}

/** No words at all is a silent call until somebody has listened. */
function nothingSaid({ types, version }: Classifier): Proposal {
  return {
    type: SILENT,
    priority: types.get(SILENT)?.priority ?? 2,
    confidence: 0,
    alternatives: [],
    location: null,
    persons: null,
    hazards: [],
    evidence: [],
    needsHuman: true,
    priorityRules: [],
    modelVersion: version,
  };
}

const round = (share: number): number => Math.round(share * 10_000) / 10_000;
