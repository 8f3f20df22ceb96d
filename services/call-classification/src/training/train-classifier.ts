import { seededRandom } from '@muster/kernel/random';
import type { Classifier, TypeInfo } from '../domain/classify.ts';
import { featuresOf, type Range } from '../domain/features.ts';
import { findConcepts } from '../domain/find-concepts.ts';
import { foldText } from '../domain/folded-text.ts';
import type { Lexicon } from '../domain/lexicon.ts';
import { unitFeatures, unitsOf } from '../domain/place-units.ts';
import type { PriorityRule } from '../domain/priority-rules.ts';
import type { CorpusCall } from './corpus.ts';
import {
  type Example,
  LINEAR,
  type LinearOptions,
  quantise,
  RISK,
  trainLinear,
  type Vocabulary,
} from './train-linear.ts';
import { type PlaceExample, spanOfPlace, trainPlace } from './train-place.ts';

export interface TrainingSources {
  readonly lexicon: Lexicon;
  readonly rules: readonly PriorityRule[];
  /** In the order of the taxonomy: a class's number. */
  readonly types: ReadonlyMap<string, TypeInfo>;
}

/** A call with what is worked out of it once, whichever fold it is in. */
export interface PreparedCall {
  readonly call: CorpusCall;
  readonly example: Example;
  readonly place: PlaceExample;
}

const TYPE_SEED = 20_260_301;
const PLACE_SEED = 20_260_302;
const RISK_SEED = 20_260_303;
/** A single saying of the lexicon beside a whole call. */
const SAYING_WEIGHT = 0.05;
/** What of the truth goes to the types that would also have been right. */
const ALTERNATIVES_SHARE = 0.2;

export function prepareCall(call: CorpusCall, { lexicon, types }: TrainingSources): PreparedCall {
  const text = foldText(call.text);
  const units = unitsOf(text, [...call.text]);
  const range = placeRange(call, text.origin, text.flat.length);
  return {
    call,
    example: {
      features: featuresOf(text, findConcepts(text, lexicon), lexicon, range),
      target: targetOf(call, [...types.keys()]),
      weight: 1,
    },
    place: { features: unitFeatures(units), span: range === null ? null : spanOfPlace(units, range) },
  };
}

/** @param temperature from calls kept aside; 1 while that is being found */
export function trainClassifier(
  calls: readonly PreparedCall[],
  sources: TrainingSources,
  temperature: number,
  version: string,
  options: LinearOptions = LINEAR,
): Classifier {
  const classes = [...sources.types.keys()];
  const examples = [...calls.map(({ example }) => example), ...sayings(sources)];
  const raw = trainLinear(examples, classes.length, seededRandom(TYPE_SEED), options);
  const place = trainPlace(
    calls.map((call) => call.place),
    seededRandom(PLACE_SEED),
  );
  const risk = trainRisk(calls, raw);
  return { linear: quantise(raw, risk, classes, temperature), place, ...sources, version };
}

/** Of two classes, "at risk" and "not", the difference of the weights is all that counts. */
function trainRisk(calls: readonly PreparedCall[], words: Vocabulary): Float32Array {
  const examples = calls.map(({ call, example }) => {
    const risk = call.priority === 1 ? 1 : call.priority_ok.includes(1) ? 0.5 : 0;
    return { ...example, target: new Map([0, 1].map((c) => [c, c === 0 ? risk : 1 - risk])) };
  });
  const { weights, bias } = trainLinear(examples, 2, seededRandom(RISK_SEED), RISK, words);
  const difference = Float32Array.from(
    words.keys,
    (_, row) => (weights[row * 2] as number) - (weights[row * 2 + 1] as number),
  );
  return Float32Array.from([...difference, (bias[0] as number) - (bias[1] as number)]);
}

/** Each saying of the lexicon as a very short call of the types its concept points to. */
function sayings({ lexicon, types }: TrainingSources): Example[] {
  const classes = [...types.keys()];
  return lexicon.concepts.flatMap((concept) => {
    const target = new Map(concept.types.map((type) => [classes.indexOf(type), 1 / concept.types.length]));
    if (target.size === 0) return [];
    if (target.has(-1))
      throw new Error(`the lexicon's concept ${concept.id} points to a type that is not in the taxonomy`);
    return concept.sayings.map((saying) => {
      const text = foldText(saying);
      return { features: featuresOf(text, findConcepts(text, lexicon), lexicon), target, weight: SAYING_WEIGHT };
    });
  });
}

function targetOf(call: CorpusCall, classes: readonly string[]): Map<number, number> {
  const others = call.alt_types.map((type) => classes.indexOf(type)).filter((index) => index >= 0);
  const target = new Map([[classes.indexOf(call.type), others.length > 0 ? 1 - ALTERNATIVES_SHARE : 1]]);
  if (target.has(-1)) throw new Error(`${call.id}: ${call.type} is not in the taxonomy`);
  for (const index of others) target.set(index, (target.get(index) ?? 0) + ALTERNATIVES_SHARE / others.length);
  return target;
}

/** The place's words in the folded text. */
function placeRange(call: CorpusCall, origin: Int32Array, flatLength: number): Range | null {
  if (call.location === null) return null;
  const at = call.text.indexOf(call.location);
  if (at < 0) throw new Error(`${call.id}: the location is not a part of the text`);
  const first = [...call.text.slice(0, at)].length;
  const end = first + [...call.location].length;
  const from = origin.findIndex((codePoint) => codePoint >= first);
  const to = origin.findIndex((codePoint) => codePoint >= end);
  return from < 0 ? null : [from, to < 0 ? flatLength : to];
}
