/** `./muster bench`: runs the rows asked for, one after the other, and tells each as it ends. */
import { type BenchCase, type BenchRow, currentLoad, describeMachine, MIN_ROUNDS } from './harness.ts';
import { openHome } from './home.ts';
import { assign } from './rows/assign.ts';
import { bus } from './rows/bus.ts';
import { classifyCalls } from './rows/classify.ts';
import { fanout } from './rows/fanout.ts';
import { geocode } from './rows/geocode.ts';
import { ingest } from './rows/ingest.ts';
import { intake } from './rows/intake.ts';
import { matrix } from './rows/matrix.ts';
import { nearest } from './rows/nearest.ts';
import { rpc } from './rows/rpc.ts';

/** In the order of RESULTS.md. A bench is a file in rows/. */
export const ROWS: readonly BenchRow[] = [
  intake,
  ingest,
  nearest,
  matrix,
  assign,
  fanout,
  bus,
  rpc,
  geocode,
  classifyCalls,
];

/** What `--json` prints, one line a bench. The figures are those of the first case. */
export interface BenchResult extends Omit<BenchCase, 'name'> {
  readonly name: string;
  readonly aim: string;
  /** Whether every case meets the row's aim. */
  readonly met: boolean;
  readonly machine: string;
  /** Processes that wanted a core in the minute before: figures taken beside other work are worse than the machine. */
  readonly load: number;
  readonly at: string;
  readonly path: string;
  readonly facts: Readonly<Record<string, number>>;
  readonly cases: readonly BenchCase[];
}

export interface RunOptions {
  readonly rounds: number;
  /** Less than 1 only for tests: the counts shrink, the figures mean nothing. */
  readonly scale?: number;
  readonly tell?: (line: string) => void;
  readonly onResult?: (result: BenchResult) => void;
}

/** @throws when a bench cannot run; nothing it started is left then either. */
export async function runBenches(rows: readonly BenchRow[], options: RunOptions): Promise<BenchResult[]> {
  const { rounds, scale = 1, tell = () => {}, onResult = () => {} } = options;
  if (scale === 1 && rounds < MIN_ROUNDS) throw new Error(`at least ${MIN_ROUNDS} rounds`);
  const home = await openHome();
  const interrupt = (): void => void home.stop().finally(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
  const results: BenchResult[] = [];
  try {
    for (const row of rows) {
      const load = currentLoad();
      tell(`${row.name} …`);
      const { cases, met, facts } = await row.run(home, {
        rounds,
        scale,
        tell: (line) => tell(`${row.name}: ${line}`),
      });
      await home.stopParties();
      const result: BenchResult = {
        ...cases[0],
        name: row.name,
        aim: row.aim,
        met,
        machine: describeMachine(),
        load,
        at: new Date().toISOString(),
        facts,
        path: row.path,
        cases,
      };
      results.push(result);
      onResult(result);
    }
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, interrupt);
    await home.stop();
  }
  return results;
}
