import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { exponential, integerBetween, type Random } from '@muster/kernel/random';
import { type CallFile, type DrillCall, readCalls } from './calls.ts';
import { callFor, readPattern } from './pattern.ts';
import { MEANS_S } from './timing.ts';

/** All calls of several files, and the lines that could not be read. */
export function readCallFiles(files: readonly string[]): CallFile {
  const read = files.map((file) => readCalls(readFileSync(file, 'utf8'), basename(file)));
  return { calls: read.flatMap((file) => file.calls), skipped: read.flatMap((file) => file.skipped) };
}

/** A call and when it rings, drill seconds after the start. */
export interface Scheduled {
  readonly atS: number;
  readonly call: DrillCall;
}

/** Calls in the order of their rings; the same files and seed give the same schedule. */
export function schedule(
  files: { callFiles: readonly string[]; patternFile: string },
  random: Random,
): { plan: Scheduled[]; skipped: readonly string[] } {
  const { calls, skipped } = readCallFiles(files.callFiles);
  if (files.patternFile !== '') {
    const rows = readPattern(readFileSync(files.patternFile, 'utf8'));
    const plan = rows.map((row, i) => ({ atS: row.offsetS, call: callFor(row, i, calls, random) }));
    return { plan, skipped };
  }
  let atS = 0;
  const plan = shuffled(calls, random).map((call) => {
    atS += exponential(random, MEANS_S.betweenCalls);
    return { atS, call };
  });
  return { plan, skipped };
}

export function shuffled<T>(items: readonly T[], random: Random): T[] {
  const list = [...items];
  for (let i = list.length - 1; i > 0; i--) {
    const j = integerBetween(random, 0, i + 1);
    [list[i], list[j]] = [list[j] as T, list[i] as T];
  }
  return list;
}
