/**
 * One way to measure for every row: ours and the peer in the same run, rounds alternating, medians, the CPU time of every
 * process involved beside the wall time.
 */
import { cpus, loadavg, release, totalmem } from 'node:os';
import type { BenchHome } from './home.ts';
import type { Metered } from './metering.ts';

/** The first round of each side only warms up and is not counted. */
const WARM_UP_ROUNDS = 1;
export const MIN_ROUNDS = 5;

export interface BenchOptions {
  readonly rounds: number;
  /** 1 for real figures; a test runs with less and looks at counts only. */
  readonly scale: number;
  readonly tell: (line: string) => void;
}

/** A row of RESULTS.md. */
export interface BenchRow {
  readonly name: string;
  /** What is inside the measured path, and what the peer is. */
  readonly path: string;
  readonly aim: string;
  run(home: BenchHome, options: BenchOptions): Promise<Measured>;
}

export interface Measured {
  /** The first is the row's headline; the others are its parts. */
  readonly cases: readonly [BenchCase, ...BenchCase[]];
  /** Whether the aim of the row is met by all its cases together. */
  readonly met: boolean;
  /** Things that must be so whatever the speed, e.g. `{mismatches: 0}`. */
  readonly facts: Readonly<Record<string, number>>;
}

/** Above 1 the ratio always means that ours is better. Without a peer, `peer` and `ratio` are null. */
export interface BenchCase {
  readonly name: string;
  readonly ours: number;
  readonly peer: number | null;
  readonly ratio: number | null;
  readonly unit: string;
  /** CPU time of ours for one operation, all its processes. */
  readonly cpuUs: number | null;
  /** The same of the peer. */
  readonly peerCpuUs: number | null;
  /** CPU time of one operation of ours by process, the load's own too. */
  readonly cpuUsBy: Readonly<Record<string, number>>;
  /** Operations in one round of ours. */
  readonly n: number;
  readonly rounds: number;
  /** Lowest and highest of the rounds' own ratios (without a peer: of ours). */
  readonly spread: readonly [number, number];
}

export interface Sample {
  /** Operations done, as the receiver counted them. */
  readonly count: number;
  readonly wallS: number;
  /** By process. */
  readonly cpuUs: Readonly<Record<string, number>>;
}

export type Side = () => Promise<Sample>;

export async function measure(
  processes: Readonly<Record<string, Metered>>,
  work: () => Promise<number>,
  /** What must also end before the CPU time is read, outside the wall time: work that ours put off. */
  settle?: () => Promise<void>,
): Promise<Sample> {
  const before = await readAll(processes);
  const start = performance.now();
  const count = await work();
  const wallS = (performance.now() - start) / 1000;
  await settle?.();
  const after = await readAll(processes);
  const cpuUs = Object.fromEntries(Object.keys(after).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));
  return { count, wallS, cpuUs };
}

async function readAll(processes: Readonly<Record<string, Metered>>): Promise<Record<string, number>> {
  const entries = Object.entries(processes).map(async ([name, metered]) => [name, await metered.cpuUs()] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Every side once in each round, in turns forwards and backwards, so that a slow minute falls on all of them. */
export async function alternate<K extends string>(
  sides: Readonly<Record<K, Side>>,
  options: BenchOptions,
): Promise<Record<K, Sample[]>> {
  const names = Object.keys(sides) as K[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<K, Sample[]>;
  for (let round = -WARM_UP_ROUNDS; round < options.rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const sample = await sides[name]();
      if (round >= 0) samples[name].push(sample);
    }
    if (round >= 0) options.tell(`round ${round + 1} of ${options.rounds}`);
  }
  return samples;
}

/** What a case compares: more is better for a rate, less for a cost. */
export interface Figure {
  readonly unit: string;
  readonly better: 'more' | 'less';
  of(sample: Sample): number;
}

export const perWallSecond = (unit: string): Figure => ({ unit, better: 'more', of: (s) => s.count / s.wallS });
export const cpuPer = (what: string, ...processes: string[]): Figure => ({
  unit: `µs CPU a ${what}`,
  better: 'less',
  of: (sample) => cpuUsOf(sample, processes) / sample.count,
});
export const perCpuSecond = (unit: string, ...processes: string[]): Figure => ({
  unit,
  better: 'more',
  of: (sample) => sample.count / (cpuUsOf(sample, processes) / 1e6),
});

/** Of the named processes; of all when none is named. */
export function cpuUsOf(sample: Sample, processes: readonly string[] = []): number {
  const names = processes.length > 0 ? processes : Object.keys(sample.cpuUs);
  return names.reduce((sum, name) => sum + (sample.cpuUs[name] ?? 0), 0);
}

export function compare(
  name: string,
  figure: Figure,
  ours: readonly Sample[],
  peer: readonly Sample[] | null,
  /** Whose CPU time `cpuUs` tells; all of them when none is named. */
  processes: {
    readonly ours?: readonly string[];
    readonly peer?: readonly string[];
    readonly peerFigure?: Figure;
  } = {},
): BenchCase {
  const mine = ours.map(figure.of);
  const theirs = peer?.map((processes.peerFigure ?? figure).of) ?? null;
  const ratioOf = (a: number, b: number): number => (figure.better === 'more' ? a / b : b / a);
  const each = theirs === null ? mine : mine.map((value, i) => ratioOf(value, theirs[i] as number));
  const perOne = (samples: readonly Sample[], names?: readonly string[]): number =>
    round3(median(samples.map((sample) => cpuUsOf(sample, names) / sample.count)));
  return {
    name,
    ours: round3(median(mine)),
    peer: theirs === null ? null : round3(median(theirs)),
    ratio: theirs === null ? null : round3(ratioOf(median(mine), median(theirs))),
    unit: figure.unit,
    cpuUs: perOne(ours, processes.ours),
    peerCpuUs: peer === null ? null : perOne(peer, processes.peer),
    cpuUsBy: Object.fromEntries(Object.keys(ours[0]?.cpuUs ?? {}).map((name) => [name, perOne(ours, [name])])),
    n: median(ours.map((sample) => sample.count)),
    rounds: ours.length,
    spread: [round3(Math.min(...each)), round3(Math.max(...each))],
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[half] as number)
    : ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** Three digits behind the point, or three significant ones where the number is small. */
export const round3 = (value: number): number => Number(Math.abs(value) < 1 ? value.toPrecision(3) : value.toFixed(3));

export function describeMachine(): string {
  const all = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  return `${all.length} × ${all[0]?.model.trim() || process.arch}, ${gib} GiB, ${process.platform} ${release()}, Node ${process.version}`;
}

/** Processes that wanted a core in the last minute: what else the machine was doing. */
export const currentLoad = (): number => Number((loadavg()[0] ?? 0).toFixed(2));

export const scaled = (full: number, options: BenchOptions): number => Math.max(1, Math.round(full * options.scale));
