import type { PairedReport, PolicyReport } from './report.ts';
import type { Estimate } from './statistics.ts';

const percent = (x: number, digits = 1): string => `${(100 * x).toFixed(digits)} %`;
const change = ({ mean, low, high }: Estimate): string => {
  const signed = (x: number) => (Number.isNaN(x) ? '–' : `${x > 0 ? '+' : ''}${(100 * x).toFixed(1)}`);
  return `${signed(mean)} % [${signed(low)}, ${signed(high)}]`;
};
const values = (of: Readonly<Record<string, number>>, show: (x: number) => string): string =>
  Object.values(of).map(show).join(' / ');

/** Two tables in Markdown: what each policy did, and each against the base. */
export function comparisonTable(reports: readonly PolicyReport[], paired: readonly PairedReport[]): string {
  const lines = [
    '| policy | calls | late | by priority | mean response s | p90 by priority s | diversions a call | moves a day | × real time |',
    '|---|---|---|---|---|---|---|---|---|',
    ...reports.map((r) => {
      const [low, high] = r.ci95.lateShare;
      const cells = [
        r.policy,
        r.calls.toLocaleString('en'),
        `${percent(r.lateShare, 2)} [${percent(low, 2)}, ${percent(high, 2)}]`,
        values(r.lateShareByPriority, (x) => percent(x)),
        r.meanResponseS.toFixed(0),
        values(r.p90ResponseSByPriority, (x) => x.toFixed(0)),
        r.diversionsPerCall.toFixed(3),
        r.movesPerDay.toFixed(1),
        Math.round(r.timesRealTime).toLocaleString('en'),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  ];
  if (paired.length > 0) {
    lines.push(
      '',
      '| policy | against | late arrivals | priority-1 late | priority-1 p90 | mean response |',
      '|---|---|---|---|---|---|',
      ...paired.map(
        (p) =>
          `| ${p.policy} | ${p.against} | ${change(p.lateArrivals)} | ${change(p.firstPriorityLate)} | ${change(p.firstPriorityP90)} | ${change(p.meanResponse)} |`,
      ),
    );
  }
  return lines.join('\n');
}
