/** RESULTS.md: one table row a case. A run replaces the rows of what it measured and keeps the others. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase } from './harness.ts';
import type { BenchResult } from './run.ts';

export const RESULTS_FILE = join(import.meta.dirname, '..', 'RESULTS.md');

const HEAD = `# Measured against peers

Written by \`./muster bench\`; do not edit. Ours and the peer run in the same bench, rounds alternating; the figures are
medians. A ratio above 1 always means that ours is better. CPU is what one operation of ours costs, all its processes
together unless the row says otherwise; "peer" beside it is the same of the peer. "Spread" is the lowest and the highest
of the rounds' own ratios (without a peer: of ours). "Load" is how many processes wanted a core when the bench began: the
figures of a busy machine are worse than the machine, and ratios hold better than rates.

| bench | case | ours | peer | ratio | spread | unit | CPU µs (peer) | n × rounds | aim | met? | date, load |
|---|---|---|---|---|---|---|---|---|---|---|---|
`;
const PATHS_HEAD = '\n## What is inside the measured path\n\n';
const MACHINE_HEAD = '\n## Machine\n\n';

export function writeResults(results: readonly BenchResult[], order: readonly string[], file = RESULTS_FILE): void {
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  writeFileSync(file, renderResults(results, order, before));
}

export function renderResults(results: readonly BenchResult[], order: readonly string[], before: string): string {
  const lines = before.split('\n');
  // A formatter may have padded the columns.
  const kept = (start: string): string[] => lines.filter((line) => line.replace(/ +/g, ' ').startsWith(start));
  const fresh = new Map(results.map((result) => [result.name, result]));
  const linesOf = (start: (name: string) => string, made: (result: BenchResult) => string[]): string =>
    order
      .flatMap((name) => {
        const result = fresh.get(name);
        return result === undefined ? kept(start(name)) : made(result);
      })
      .map((line) => `${line}\n`)
      .join('');
  const table = linesOf(
    (name) => `| ${name} |`,
    (result) => result.cases.map((one, i) => tableRow(result, one, i === 0)),
  );
  const paths = linesOf(
    (name) => `- **${name}**`,
    ({ name, path, facts }) => [`- **${name}** ${path}${describeFacts(facts)}`],
  );
  const machines = linesOf(
    (name) => `- ${name}:`,
    ({ name, machine }) => [`- ${name}: ${machine}`],
  );
  return HEAD + table + PATHS_HEAD + paths + MACHINE_HEAD + machines;
}

function tableRow(result: BenchResult, one: BenchCase, first: boolean): string {
  const cpu = `${figure(one.cpuUs)}${one.peerCpuUs === null ? '' : ` (${figure(one.peerCpuUs)})`}`;
  const cells = [
    result.name,
    one.name,
    figure(one.ours),
    figure(one.peer),
    one.ratio === null ? '–' : `${figure(one.ratio)}×`,
    one.spread.map(figure).join('–'),
    one.unit,
    cpu,
    `${figure(one.n)} × ${one.rounds}`,
    first ? result.aim : '',
    first ? (result.met ? 'yes' : '**no**') : '',
    first ? `${result.at.slice(0, 10)}, ${result.load}` : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function describeFacts(facts: Readonly<Record<string, number>>): string {
  const told = Object.entries(facts).map(([name, value]) => `${name} ${value.toLocaleString('en')}`);
  return told.length === 0 ? '' : ` *${told.join(', ')}.*`;
}

export function figure(value: number | null): string {
  if (value === null) return '–';
  const digits = Math.abs(value) >= 1_000 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toLocaleString('en', { maximumFractionDigits: digits });
}
