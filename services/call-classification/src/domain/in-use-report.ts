/** Calls that are alike in everything the report asks of them, counted. */
export interface UseCell {
  readonly channel: string;
  readonly proposed: string;
  /** What a call-taker or dispatcher chose or confirmed before anybody was on scene; null: nobody did. */
  readonly human: string | null;
  /** Units were sent. */
  readonly sent: boolean;
  /** What another model said. */
  readonly second: string | null;
  /** Tenth of the confidence, 0 to 9. */
  readonly band: number;
  readonly calls: number;
  readonly confidenceSum: number;
  /** Over the calls of which it was measured how much the model knows. */
  readonly knownSum: number;
  readonly knownCalls: number;
  /** Found otherwise on scene; says nothing of the classifier. */
  readonly foundOtherwise: number;
}

/** The calls that the model was trained with, and what it says of calls that were kept aside from them. */
export interface Baseline {
  readonly calls: number;
  readonly types: ReadonlyMap<string, number>;
  /** Means over a sample of the calls kept aside, 0–1. */
  readonly known: number;
  readonly confidence: number;
  readonly unsure: number;
}

export interface UseCounts {
  readonly calls: number;
  readonly judged: number;
  readonly right: number;
  /** Sent, and nobody touched the type. */
  readonly sentUnchanged: number;
  /** Of a type: chosen by a human where something else was proposed. */
  readonly missed: number;
}

export interface UseReport {
  readonly all: UseCounts;
  readonly byType: readonly { readonly key: string; readonly counts: UseCounts }[];
  readonly byChannel: readonly { readonly key: string; readonly counts: UseCounts }[];
  readonly confusions: readonly { readonly proposed: string; readonly human: string; readonly count: number }[];
  readonly bands: readonly {
    readonly least: number;
    readonly below: number;
    readonly calls: number;
    readonly judged: number;
    readonly right: number;
    readonly meanConfidence: number;
  }[];
  readonly drift: Drift;
  readonly foundOtherwise: number;
  readonly secondOpinions: number;
  readonly secondRightAlone: number;
  readonly oursRightAlone: number;
}

export interface Drift {
  readonly types: readonly {
    readonly type: string;
    readonly inUse: number;
    readonly before: number;
    readonly inTraining: number;
  }[];
  readonly psiTraining: number;
  readonly psiBefore: number;
  readonly unknownInUse: number;
  readonly unknownInTraining: number;
  readonly confidenceInUse: number;
  readonly confidenceInTraining: number;
  readonly unsureInUse: number;
  readonly unsureInTraining: number;
  readonly callsBefore: number;
  readonly callsInTraining: number;
}

/** Where there is nothing to measure. */
export const UNMEASURED = -1;
export const BANDS = 10;
const UNSURE_BANDS = 5;
const MAX_CONFUSIONS = 30;
const SMOOTHING = 0.5;

/**
 * How the proposals did where a human said what the call was, and whether the calls are still like those of the
 * training.
 *
 * @param before calls by proposed type in the period before, of the same length
 */
export function reportInUse(
  cells: readonly UseCell[],
  before: ReadonlyMap<string, number>,
  baseline: Baseline | null,
): UseReport {
  const pairs = new Map<string, number>();
  for (const { proposed, human, calls } of cells) {
    if (human === null || human === proposed) continue;
    pairs.set(`${proposed} ${human}`, (pairs.get(`${proposed} ${human}`) ?? 0) + calls);
  }
  const judgedSeconds = cells.filter(({ second, human }) => second !== null && human !== null);
  return {
    all: countsOf(cells),
    byType: byTypeOf(cells),
    byChannel: [...grouped(cells, ({ channel }) => channel)]
      .map(([key, group]) => ({ key, counts: countsOf(group) }))
      .sort((a, b) => b.counts.calls - a.counts.calls),
    confusions: [...pairs]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .slice(0, MAX_CONFUSIONS)
      .map(([pair, count]) => ({ proposed: pair.split(' ')[0] ?? '', human: pair.split(' ')[1] ?? '', count })),
    bands: bandsOf(cells),
    drift: driftOf(cells, before, baseline),
    foundOtherwise: total(cells, ({ foundOtherwise }) => foundOtherwise),
    secondOpinions: total(
      cells.filter(({ second }) => second !== null),
      ({ calls }) => calls,
    ),
    secondRightAlone: total(
      judgedSeconds.filter(({ second, human, proposed }) => second === human && proposed !== human),
      ({ calls }) => calls,
    ),
    oursRightAlone: total(
      judgedSeconds.filter(({ second, human, proposed }) => second !== human && proposed === human),
      ({ calls }) => calls,
    ),
  };
}

const total = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((sum, item) => sum + of(item), 0);

function grouped(cells: readonly UseCell[], keyOf: (cell: UseCell) => string): Map<string, UseCell[]> {
  const groups = new Map<string, UseCell[]>();
  for (const cell of cells) {
    const group = groups.get(keyOf(cell));
    if (group === undefined) groups.set(keyOf(cell), [cell]);
    else group.push(cell);
  }
  return groups;
}

function countsOf(cells: readonly UseCell[], missed = 0): UseCounts {
  const counts = { calls: 0, judged: 0, right: 0, sentUnchanged: 0, missed };
  for (const { calls, human, proposed, sent } of cells) {
    counts.calls += calls;
    if (human !== null) counts.judged += calls;
    if (human === proposed) counts.right += calls;
    if (human === null && sent) counts.sentUnchanged += calls;
  }
  return counts;
}

function byTypeOf(cells: readonly UseCell[]): UseReport['byType'] {
  const proposed = grouped(cells, (cell) => cell.proposed);
  const missed = new Map<string, number>();
  for (const { human, proposed: type, calls } of cells) {
    if (human !== null && human !== type) missed.set(human, (missed.get(human) ?? 0) + calls);
  }
  return [...new Set([...proposed.keys(), ...missed.keys()])]
    .map((key) => ({ key, counts: countsOf(proposed.get(key) ?? [], missed.get(key) ?? 0) }))
    .sort((a, b) => b.counts.calls - a.counts.calls || (a.key < b.key ? -1 : 1));
}

function bandsOf(cells: readonly UseCell[]): UseReport['bands'] {
  return Array.from({ length: BANDS }, (_, band) => {
    const inBand = cells.filter((cell) => cell.band === band);
    const { calls, judged, right } = countsOf(inBand);
    const meanConfidence = calls === 0 ? 0 : total(inBand, ({ confidenceSum }) => confidenceSum) / calls;
    return { least: band / BANDS, below: (band + 1) / BANDS, calls, judged, right, meanConfidence };
  });
}

function driftOf(cells: readonly UseCell[], before: ReadonlyMap<string, number>, baseline: Baseline | null): Drift {
  const calls = total(cells, (cell) => cell.calls);
  const inUse = new Map([...grouped(cells, ({ proposed }) => proposed)].map(([type, g]) => [type, countsOf(g).calls]));
  const training = baseline?.types ?? new Map<string, number>();
  const callsBefore = total([...before.values()], (n) => n);
  const callsInTraining = baseline?.calls ?? 0;
  const share = (n: number | undefined, of: number): number => (of === 0 ? 0 : (n ?? 0) / of);
  const mean = (sum: number, of: number): number => (of === 0 ? UNMEASURED : sum / of);
  const known = mean(
    total(cells, ({ knownSum }) => knownSum),
    total(cells, ({ knownCalls }) => knownCalls),
  );
  const unsure = total(
    cells.filter(({ band }) => band < UNSURE_BANDS),
    (cell) => cell.calls,
  );
  return {
    types: [...new Set([...inUse.keys(), ...before.keys(), ...training.keys()])]
      .map((type) => ({
        type,
        inUse: share(inUse.get(type), calls),
        before: share(before.get(type), callsBefore),
        inTraining: share(training.get(type), callsInTraining),
      }))
      .sort((a, b) => b.inUse - a.inUse || (a.type < b.type ? -1 : 1)),
    psiTraining: stabilityIndex(inUse, training),
    psiBefore: stabilityIndex(inUse, before),
    unknownInUse: known === UNMEASURED ? UNMEASURED : 1 - known,
    unknownInTraining: baseline === null ? UNMEASURED : 1 - baseline.known,
    confidenceInUse: mean(
      total(cells, ({ confidenceSum }) => confidenceSum),
      calls,
    ),
    confidenceInTraining: baseline?.confidence ?? UNMEASURED,
    unsureInUse: mean(unsure, calls),
    unsureInTraining: baseline?.unsure ?? UNMEASURED,
    callsBefore,
    callsInTraining,
  };
}

/**
 * Population stability index Σ (p − q) ln(p / q) of two counts, smoothed by half a call a category: below 0.1 alike,
 * above 0.25 clearly different (the usual rule of thumb of credit scoring). −1 where one of them is empty.
 */
export function stabilityIndex(now: ReadonlyMap<string, number>, then: ReadonlyMap<string, number>): number {
  const [n, m] = [total([...now.values()], (x) => x), total([...then.values()], (x) => x)];
  if (n === 0 || m === 0) return UNMEASURED;
  const keys = new Set([...now.keys(), ...then.keys()]);
  let index = 0;
  for (const key of keys) {
    const p = ((now.get(key) ?? 0) + SMOOTHING) / (n + SMOOTHING * keys.size);
    const q = ((then.get(key) ?? 0) + SMOOTHING) / (m + SMOOTHING * keys.size);
    index += (p - q) * Math.log(p / q);
  }
  return index;
}
