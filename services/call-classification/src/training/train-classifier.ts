import { seededRandom } from '@muster/kernel/random';
import type { TypeInfo } from '../domain/classify.ts';
import { featuresOf, type Range } from '../domain/features.ts';
import { findConcepts } from '../domain/find-concepts.ts';
import { foldText } from '../domain/folded-text.ts';
import type { Lexicon } from '../domain/lexicon.ts';
import type { LinearModel } from '../domain/linear-model.ts';
import type { PlaceModel } from '../domain/place-tagger.ts';
import { unitFeatures, unitsOf } from '../domain/place-units.ts';
import { LEVELS, PRIORITIES } from '../domain/priority-model.ts';
import type { PriorityRule } from '../domain/priority-rules.ts';
import type { CorpusCall } from './corpus.ts';
import type { Saying } from './sayings.ts';
import { type Example, LINEAR, packed, type RawLinear, trainLinear, URGENCY, vocabulary } from './train-linear.ts';
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

/** What is learnt from words alone; its confidence is not yet calibrated. */
export interface WordModels {
  readonly linear: LinearModel;
  readonly place: PlaceModel;
}

/** Between the seeds of runs that are averaged. */
const SEED_STEP = 1_000;
const TYPE_SEED = 20_260_301;
const PLACE_SEED = 20_260_302;
const URGENCY_SEED = 20_260_303;
/** A word of a concept beside a whole call, and a saying of a type. */
const CONCEPT_WEIGHT = 0.05;
const SAYING_WEIGHT = 0.2;
/** What of the truth goes to the types that would also have been right. */
const ALTERNATIVES_SHARE = 0.2;
/** What of the truth is the priority given first, where others would do too. */
const FIRST_PRIORITY_SHARE = 0.7;

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

/** The words of the lexicon's concepts and the sayings, each as a very short call of the types it points to. */
export function prepareSayings(sayings: readonly Saying[], { lexicon, types }: TrainingSources): Example[] {
  const classes = [...types.keys()];
  const example = (saying: string, of: readonly string[], weight: number): Example => {
    const target = new Map(of.map((type) => [classes.indexOf(type), 1 / of.length]));
    if (target.has(-1)) throw new Error(`the lexicon says "${saying}" of ${of.join(' ')}: not in the taxonomy`);
    const text = foldText(saying);
    return { features: featuresOf(text, findConcepts(text, lexicon), lexicon), target, weight };
  };
  return [
    ...lexicon.concepts
      .filter((concept) => concept.types.length > 0)
      .flatMap((concept) => concept.sayings.map((saying) => example(saying, concept.types, CONCEPT_WEIGHT))),
    ...sayings.map(({ text, type }) => example(text, [type], SAYING_WEIGHT)),
  ];
}

/** @param runs trainings in different orders whose weights are averaged: what one order learns by chance goes out */
export function trainWords(
  calls: readonly PreparedCall[],
  sayings: readonly Example[],
  { types }: TrainingSources,
  runs = 1,
): WordModels {
  const classes = [...types.keys()];
  const whole = calls.map(({ example }) => example);
  const examples = [...whole, ...sayings];
  const words = vocabulary(examples);
  const ofTypes = averaged(runs, (run) =>
    trainLinear(examples, classes.length, seededRandom(TYPE_SEED + run * SEED_STEP), LINEAR, words),
  );
  const byUrgency = calls.map(({ call, example }) => ({ ...example, target: prioritiesOf(call) }));
  const ofUrgency = trainLinear(byUrgency, LEVELS, seededRandom(URGENCY_SEED), URGENCY, words);
  const linear = { ...words, classes, types: packed(ofTypes), urgency: packed(ofUrgency), temperature: 1 };
  const places = calls.map((call) => call.place);
  return { linear, place: trainPlace(places, seededRandom(PLACE_SEED)) };
}

function averaged(runs: number, train: (run: number) => RawLinear): RawLinear {
  const sum = train(0);
  for (let run = 1; run < runs; run++) {
    const { weights, bias } = train(run);
    for (let i = 0; i < weights.length; i++) sum.weights[i] = (sum.weights[i] as number) + (weights[i] as number);
    for (let i = 0; i < bias.length; i++) sum.bias[i] = (sum.bias[i] as number) + (bias[i] as number);
  }
  for (const values of [sum.weights, sum.bias])
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / runs;
  return sum;
}

/** Shares of the truth by priority (0 is priority 1): most to the one given, the rest to the others that would do. */
export function prioritiesOf({ priority, priority_ok: ok }: CorpusCall): Map<number, number> {
  const others = PRIORITIES.filter((other) => other !== priority && ok.includes(other));
  const rest = others.length > 0 ? 1 - FIRST_PRIORITY_SHARE : 0;
  return new Map([
    [priority - 1, 1 - rest],
    ...others.map((other): [number, number] => [other - 1, rest / others.length]),
  ]);
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
