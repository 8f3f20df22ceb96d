import type { DrillReport } from './record.ts';

/** The drill's result for people: counts, then the stages in seconds of the drill. */
export function reportTable(report: DrillReport): string {
  const rows: (readonly [string, string | number])[] = [
    ['城市 city', `${report.city} · ${report.units} 单位 units · ×${report.speed} · seed ${report.seed}`],
    ['来电 calls', `${report.calls}（回执 receipts ${report.receipts}）`],
    ['类型正确 type right', report.labelled > 0 ? `${report.typeRight} / ${report.labelled}` : '无标签 no labels'],
    ['需派警 need a unit', report.needUnit],
    ['地点由城市抽取 place drawn', report.placesDrawn],
    ['已推荐 recommended', report.recommended],
    ['已派出 sent', report.sent],
    ['已到场 arrived', report.arrived],
    ['已结束 ended', report.closed],
    ['仅凭分类取消 cancelled on the classifier alone', report.cancelledUnlabelled],
    ['等待可用单位 waited for a unit', report.waitedForUnits],
    ['被拒绝的派警 refused sends', report.refused],
    ['丢失 lost', report.lost.length],
    ['重发请求 requests repeated', report.requestRetries],
    ['位置 positions sent', report.positionsSent],
    ['用时 took', `${report.tookS.toFixed(0)} s`],
  ];
  const width = Math.max(...rows.map(([label]) => columns(label)));
  const lines = rows.map(([label, value]) => `${pad(label, width)}  ${value}`);
  const figure = (seconds: number | null) => (seconds === null ? '–' : seconds.toFixed(0)).padStart(7);
  lines.push('', `${pad('阶段 stage (s)', 28)}${'n'.padStart(6)}    p50    p90    p99`);
  for (const { stage, n, p50S, p90S, p99S } of report.stages) {
    lines.push(`${pad(stage, 28)}${String(n).padStart(6)}${figure(p50S)}${figure(p90S)}${figure(p99S)}`);
  }
  if (report.lost.length > 0) lines.push('', `丢失 lost: ${report.lost.join(', ')}`);
  for (const failure of report.failures.slice(0, 20)) lines.push(`! ${failure}`);
  return lines.join('\n');
}

/** Width on a terminal, where a hanzi takes two columns. */
export const columns = (text: string): number => [...text].reduce((sum, c) => sum + (c > '\u2e7f' ? 2 : 1), 0);
export const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));
