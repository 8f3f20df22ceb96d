import { minCostAssignment, type SparseCosts } from '@muster/optimiser/min-cost-assignment';
import { nearestCandidates } from '@muster/optimiser/nearest-candidates';
import loadHighs, { type Highs } from 'highs';
import { type BenchCase, type BenchRow, median, round3, scaled } from '../harness.ts';
import { meteredSelf } from '../metering.ts';
import { type Surge, surge } from '../surge.ts';

const UNITS = 2_000;
/** Calls, solves in a round, and the aim for the 99th percentile of one, milliseconds. */
const CASES = [
  { calls: 200, solves: 20, maxMs: 50 },
  { calls: 1, solves: 200, maxMs: 2 },
  { calls: 500, solves: 20, maxMs: 50 },
] as const;
/** A call without a unit costs more than any that has one. */
const NOBODY = 1e6;
const SAME_COST = 1e-6;

export const assign: BenchRow = {
  name: 'assign',
  aim: 'p99 ≤ 2 / 50 / 50 ms for 1 / 200 / 500 × 2,000; the same cost as HiGHS',
  path:
    'joint assignment of calls to 2,000 units, a surge in one district, four kinds of units: from the table of costs to the ' +
    'exact optimum, in process, wall time of one solve, 99th percentile over all. Peer: HiGHS (WASM, one thread) on the ' +
    'same candidates as sparse arrays, median; every cost it gave is compared.',
  async run(_home, options) {
    // Its types are CommonJS's, its module is not.
    const highs = await (loadHighs as unknown as typeof loadHighs.default)();
    const cases: BenchCase[] = [];
    let met = true;
    let mismatches = 0;
    for (const { calls, solves, maxMs } of CASES) {
      const wallMs: number[] = [];
      const cpuUs: number[] = [];
      const peerMs: number[] = [];
      const [size, units] = [scaled(calls, options), scaled(UNITS, options)];
      const many = scaled(solves, options);
      // The first solves only warm up.
      for (let i = 0; i < many; i++) solve(surge(size, units, i));
      for (let round = 0; round < options.rounds; round++) {
        for (let i = 0; i < many; i++) {
          const problem = surge(size, units, 1_000 * round + i);
          const before = meteredSelf.cpuUs() as number;
          const start = performance.now();
          const { cost, candidates } = solve(problem);
          wallMs.push(performance.now() - start);
          cpuUs.push((meteredSelf.cpuUs() as number) - before);
          if (i > 0) continue;
          const peer = solveWithHighs(highs, candidates);
          peerMs.push(peer.wallMs);
          if (Math.abs(peer.cost - cost) > SAME_COST * Math.max(1, cost)) mismatches++;
        }
        options.tell(`${calls} calls: round ${round + 1} of ${options.rounds}`);
      }
      const p99 = quantile(wallMs, 0.99);
      met &&= p99 <= maxMs && mismatches === 0;
      cases.push({
        ...{ name: `${calls} × ${UNITS.toLocaleString('en')} p99`, unit: 'ms', ours: round3(p99) },
        ...{ peer: round3(median(peerMs)), ratio: round3(median(peerMs) / p99), n: many, rounds: options.rounds },
        ...{ cpuUs: round3(median(cpuUs)), peerCpuUs: null, cpuUsBy: { driver: round3(median(cpuUs)) } },
        spread: [round3(Math.min(...wallMs)), round3(Math.max(...wallMs))],
      });
    }
    return { cases: cases as [BenchCase, ...BenchCase[]], met, facts: { mismatches, gap: 0 } };
  },
};

function solve({ calls, units, costs }: Surge) {
  const candidates = nearestCandidates(calls, units, costs, new Float64Array(calls).fill(NOBODY));
  return { candidates, cost: minCostAssignment(candidates).cost };
}

/** One variable for each pair and one for each call left out; a linear program's corners are whole here. */
function solveWithHighs(highs: Highs, { rows, columns, first, column, cost, unmatched }: SparseCosts) {
  const start = performance.now();
  const pairs = first[rows] as number;
  const [starts, indices] = [new Int32Array(pairs + rows + 1), new Int32Array(2 * pairs + rows)];
  for (let row = 0; row < rows; row++) {
    for (let i = first[row] as number; i < (first[row + 1] as number); i++) {
      starts[i] = 2 * i;
      indices[2 * i] = row;
      indices[2 * i + 1] = rows + (column[i] as number);
    }
    starts[pairs + row] = 2 * pairs + row;
    indices[2 * pairs + row] = row;
  }
  starts[pairs + rows] = indices.length;
  const ones = (length: number): Float64Array => new Float64Array(length).fill(1);
  const colCost = new Float64Array(pairs + rows);
  colCost.set(cost.subarray(0, pairs));
  colCost.set(unmatched, pairs);
  const rowLower = new Float64Array(rows + columns);
  rowLower.fill(1, 0, rows);
  const matrix = { format: 'csc', numRows: rows + columns, numCols: pairs + rows, starts, indices } as const;
  const model = highs.createModel({
    ...{ numCols: pairs + rows, numRows: rows + columns, colCost, rowLower },
    ...{ colLower: new Float64Array(pairs + rows), colUpper: ones(pairs + rows), rowUpper: ones(rows + columns) },
    matrix: { ...matrix, values: ones(indices.length) },
  });
  try {
    model.options.set('output_flag', false);
    model.run();
    return { cost: model.getObjectiveValue(), wallMs: performance.now() - start };
  } finally {
    model.dispose();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number;
}
