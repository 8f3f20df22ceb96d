import { cpus } from 'node:os';
import type { Plan } from '@muster/load-tests/k6/plan';
import { columns, pad } from '@muster/sim/drill/report-table';
import type { Latency } from './latency.ts';
import type { K6Result, Metrics } from './run-k6.ts';
import type { Verdict } from './verify.ts';

export interface LoadResult {
  readonly name: string;
  readonly startedAt: string;
  readonly machine: { readonly cpus: number; readonly model: string };
  readonly plan: Plan;
  readonly units: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly latencies: Readonly<Record<string, Latency>>;
  /** CPU seconds while the load was on; the generator's own apart. */
  readonly cpu: {
    readonly wallS: number;
    readonly systemS: Readonly<Record<string, number>>;
    readonly generatorS: Readonly<Record<string, number>>;
  };
  readonly verdict: Verdict;
  /** Why the run failed; empty when it did not. */
  readonly failures: readonly string[];
  /** What went wrong on the way, at most so many. */
  readonly troubles: readonly string[];
}

const TROUBLES_KEPT = 50;
const GENERATOR = ['k6', 'muster load'];

const LATENCIES: readonly (readonly [metric: string, name: string, words: string])[] = [
  ['idle_receipt_ms', 'idleReceipt', '空载回执 receipt, idle'],
  ['receipt_ms', 'receipt', '回执 receipt'],
  ['idle_call_to_recommendation_ms', 'idleCallToRecommendation', '空载来电→推荐 call → recommendation, idle'],
  ['call_to_recommendation_ms', 'callToRecommendation', '来电→推荐 call → recommendation'],
  ['recommend_ms', 'recommend', '其中推荐 of it recommending'],
  ['assign_ms', 'assign', '派警 assign'],
  ['status_ms', 'status', '状态按钮 status button'],
  ['device_to_screen_ms', 'deviceToScreen', '位置→屏幕 device → screen'],
];
const COUNTS = [
  ['calls', 'calls'],
  ['receipts', 'receipts'],
  ['assignments', 'assignments'],
  ['units_sent', 'unitsSent'],
  ['assign_refused', 'assignsRefused'],
  ['races', 'races'],
  ['races_two_winners', 'racesTwoWinners'],
  ['races_no_winner', 'racesNoWinner'],
  ['double_presses_refused', 'doublePressesRefused'],
  ['presses', 'presses'],
  ['presses_refused', 'pressesRefused'],
  ['merged', 'merged'],
  ['cancelled', 'cancelled'],
  ['closed', 'closed'],
  ['nobody_free', 'nobodyFree'],
  ['no_answer', 'noAnswer'],
  ['dropped_iterations', 'callsNotMade'],
  ['positions_sent', 'positionsSent'],
  ['positions_at_screens', 'positionsAtScreens'],
  ['position_frames_missed', 'positionFramesMissed'],
  ['deltas_at_screens', 'deltasAtScreens'],
  ['deltas_missed', 'deltasMissed'],
  ['snapshots', 'snapshots'],
  ['sockets_lost', 'socketsLost'],
] as const;

export function toResult(
  run: { readonly startedAtMs: number; readonly plan: Plan; readonly units: number },
  { metrics, missed, ledger, cpu }: K6Result,
  verdict: Verdict,
): LoadResult {
  const { cpuS, wallS } = cpu;
  const of = (isGenerator: boolean) =>
    Object.fromEntries(Object.entries(cpuS).filter(([name]) => GENERATOR.includes(name) === isGenerator));
  return {
    name: 'steady',
    startedAt: new Date(run.startedAtMs).toISOString(),
    machine: { cpus: cpus().length, model: cpus()[0]?.model ?? '' },
    plan: run.plan,
    units: run.units,
    counts: Object.fromEntries(COUNTS.map(([metric, name]) => [name, metrics[metric]?.count ?? 0])),
    latencies: Object.fromEntries(LATENCIES.map(([metric, name]) => [name, latencyOf(metrics, metric)])),
    cpu: { wallS, systemS: of(false), generatorS: of(true) },
    verdict,
    failures: [...missed.map((threshold) => `k6: ${threshold}`), ...failuresOf(verdict)],
    troubles: ledger
      .flatMap((line) =>
        line.is === 'trouble' ? [line.what] : line.is === 'open-at-end' ? [`${line.incidentId}: ${line.why}`] : [],
      )
      .slice(0, TROUBLES_KEPT),
  };
}

function failuresOf({ receipts, lost, lostSends, doublyAssigned }: Verdict): string[] {
  const failures = [
    [lost.length, 'alarms lost'],
    [lostSends.length, 'sends lost'],
    [doublyAssigned.length, 'units doubly assigned'],
  ] as const;
  return [
    ...(receipts === 0 ? ['no receipt at all'] : []),
    ...failures.flatMap(([n, what]) => (n > 0 ? [`${n} ${what}`] : [])),
  ];
}

function latencyOf(metrics: Metrics, metric: string): Latency {
  const values = metrics[metric];
  const n = values?.count ?? 0;
  const at = (key: string): number | null => (n === 0 ? null : (values?.[key] ?? null));
  return { n, p50Ms: at('med'), p95Ms: at('p(95)'), p99Ms: at('p(99)'), maxMs: at('max') };
}

/** The result for people. */
export function resultTable(result: LoadResult): string {
  const { counts, verdict, cpu } = result;
  const rows: (readonly [string, string | number])[] = [
    ['来电 calls', `${counts.calls}（回执 receipts ${counts.receipts}）`],
    ['丢失的警情 alarms lost', verdict.lost.length],
    ['丢失的派警 sends lost', verdict.lostSends.length],
    ['重复派出的单位 units doubly assigned', verdict.doublyAssigned.length],
    ['派警 assignments', `${counts.assignments}（单位 units ${counts.unitsSent}）`],
    [
      '抢派 races',
      `${counts.races}（先后都派出 both in turn ${counts.racesTwoWinners}, 都未派出 neither ${counts.racesNoWinner}）`,
    ],
    ['被拒绝的派警 sends refused', counts.assignsRefused],
    ['需派警且已到场 needed a unit, one arrived', `${verdict.served} / ${verdict.needingUnit}`],
    ['并入 / 取消 / 办结 joined / cancelled / closed', `${counts.merged} / ${counts.cancelled} / ${counts.closed}`],
    ['结束时未办结 still open at the end', verdict.stillOpen],
    ['状态按钮 buttons pressed (refused)', `${counts.presses} (${counts.pressesRefused})`],
    ['无应答的请求 requests without an answer', counts.noAnswer],
    ['位置 positions sent → at screens', `${counts.positionsSent} → ${counts.positionsAtScreens}`],
    ['缺失的帧/增量 frames / deltas missed', `${counts.positionFramesMissed} / ${counts.deltasMissed}`],
  ];
  const stages: readonly (readonly [string, Latency])[] = [
    ...LATENCIES.map(([, name, words]) => [words, result.latencies[name]] as const),
    ['回执→开立 receipt → incident open', verdict.stages.receiptToOpen],
    ['开立→席位 incident open → on the desk', verdict.stages.openToDesk],
    ['回执→分类 receipt → classified', verdict.stages.receiptToClassified],
  ];
  const labels = [...rows, ...stages].map(([label]) => label);
  const width = Math.max(...labels.map(columns));
  const figure = (ms: number | null) => (ms === null ? '–' : ms.toFixed(ms < 10 ? 1 : 0)).padStart(8);
  return [
    ...rows.map(([label, value]) => `${pad(label, width)}  ${value}`),
    '',
    `${pad('毫秒 milliseconds', width)}${['n', 'p50', 'p95', 'p99', 'max'].map((h) => h.padStart(8)).join('')}`,
    ...stages.map(([words, { n, p50Ms, p95Ms, p99Ms, maxMs }]) => {
      return `${pad(words, width)}${String(n).padStart(8)}${[p50Ms, p95Ms, p99Ms, maxMs].map(figure).join('')}`;
    }),
    '',
    ...cpuLines('系统 CPU of the system', cpu.systemS, cpu.wallS),
    ...cpuLines('压测自身 CPU of the load generator', cpu.generatorS, cpu.wallS),
    ...result.failures.map((failure) => `✗ ${failure}`),
  ].join('\n');
}

function cpuLines(title: string, cpuS: Readonly<Record<string, number>>, wallS: number): string[] {
  const share = (seconds: number) => `${((100 * seconds) / wallS).toFixed(0)} %`;
  const entries = Object.entries(cpuS).sort(([, a], [, b]) => b - a);
  if (entries.length === 0 || wallS === 0) return [];
  const total = entries.reduce((sum, [, seconds]) => sum + seconds, 0);
  const parts = entries.map(([name, seconds]) => `${name} ${share(seconds)}`).join(' · ');
  return [`${title}: ${share(total)} 单核 of one core (${total.toFixed(1)} s / ${wallS.toFixed(0)} s): ${parts}`];
}
