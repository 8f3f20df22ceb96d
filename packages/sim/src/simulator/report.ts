import type { CityModel } from './model.ts';
import type { RunOutcome } from './simulate.ts';
import { type Estimate, estimate, quantile } from './statistics.ts';

/** What a policy did over all replications. Shares are of 1, times in seconds, keys of priorities are the model's names. */
export interface PolicyReport {
  readonly policy: string;
  readonly calls: number;
  readonly lateShare: number;
  readonly lateShareByPriority: Readonly<Record<string, number>>;
  readonly meanResponseS: number;
  readonly p90ResponseSByPriority: Readonly<Record<string, number>>;
  readonly diversionsPerCall: number;
  readonly movesPerDay: number;
  readonly unserved: number;
  /** 95 % intervals: over replications, or over days where there is one. */
  readonly ci95: Readonly<Record<'lateShare' | 'meanResponseS', readonly [low: number, high: number]>>;
  /** Simulated seconds in a second of this machine, the slowest replication's. */
  readonly timesRealTime: number;
}

/** One policy less another, on the same calls; shares are relative: −0.1 is a tenth less. */
export interface PairedReport {
  readonly policy: string;
  readonly against: string;
  readonly lateArrivals: Estimate;
  readonly firstPriorityLate: Estimate;
  readonly firstPriorityP90: Estimate;
  readonly meanResponse: Estimate;
}

const sum = (values: readonly number[]): number => values.reduce((total, x) => total + x, 0);
const pair = ({ low, high }: Estimate): readonly [number, number] => [low, high];

/** What repetition gives: replications, or the days of a single one. */
const repeatedLateShares = (runs: readonly RunOutcome[]): number[] =>
  runs.length > 1
    ? runs.map((run) => run.late / run.calls)
    : runs[0].byDay.filter(([calls]) => calls > 0).map(([calls, late]) => late / calls);

const meanOf = (run: RunOutcome): number =>
  sum(run.responseS.map((s) => s.reduce((total, x) => total + x, 0))) / run.calls;

export function reportOf(policy: string, model: CityModel, runs: readonly RunOutcome[], days: number): PolicyReport {
  const calls = sum(runs.map((run) => run.calls));
  const byClass = <T>(value: (k: number) => T): Record<string, T> =>
    Object.fromEntries(
      model.classes.flatMap(({ name }, k) => (runs.some((run) => run.callsByClass[k] > 0) ? [[name, value(k)]] : [])),
    );
  const means = estimate(
    runs.length > 1 ? runs.map(meanOf) : runs[0].byDay.filter(([n]) => n > 0).map(([n, , s]) => s / n),
  );
  return {
    policy,
    calls,
    lateShare: sum(runs.map((run) => run.late)) / calls,
    lateShareByPriority: byClass(
      (k) => sum(runs.map((run) => run.lateByClass[k])) / sum(runs.map((run) => run.callsByClass[k])),
    ),
    meanResponseS: sum(runs.map((run) => meanOf(run) * run.calls)) / calls,
    p90ResponseSByPriority: byClass((k) => quantile(joined(runs.map((run) => run.responseS[k])), 0.9)),
    diversionsPerCall: sum(runs.map((run) => run.diversions)) / calls,
    movesPerDay: sum(runs.map((run) => run.moves)) / (runs.length * days),
    unserved: sum(runs.map((run) => run.unserved)),
    ci95: { lateShare: pair(estimate(repeatedLateShares(runs))), meanResponseS: pair(means) },
    timesRealTime: Math.min(...runs.map((run) => run.speed)),
  };
}

export function pairedReportOf(
  policy: string,
  runs: readonly RunOutcome[],
  against: string,
  others: readonly RunOutcome[],
): PairedReport {
  const change = (value: (run: RunOutcome) => number): Estimate =>
    estimate(runs.map((run, i) => value(run) / value(others[i]) - 1));
  const byDay = (): Estimate => {
    const base = others[0].late / others[0].byDay.length;
    return estimate(runs[0].byDay.map(([, late], d) => (late - others[0].byDay[d][1]) / base));
  };
  return {
    ...{ policy, against },
    lateArrivals: runs.length > 1 ? change((run) => run.late) : byDay(),
    firstPriorityLate: change((run) => run.lateByClass[0]),
    firstPriorityP90: change((run) => quantile(run.responseS[0].slice(), 0.9)),
    meanResponse: change(meanOf),
  };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(sum(parts.map((part) => part.length)));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
