import { type CallRecord, type DrillReport, stageFigures } from './record.ts';
import { schedule } from './schedule.ts';
import { DrillSession, type SessionOptions } from './session.ts';

export interface DrillOptions extends SessionOptions {
  readonly callFiles: readonly string[];
  /** A dispatch log to take arrivals and unit demand from; '' for none. */
  readonly patternFile: string;
  readonly onProgress?: (record: CallRecord, done: number, of: number) => void;
}

/** Plays every call through the public interfaces, each to its end. */
export async function runDrill(options: DrillOptions): Promise<{ report: DrillReport; records: CallRecord[] }> {
  const startedAtMs = Date.now();
  const session = await DrillSession.open(options);
  const { plan, skipped } = schedule(options, session.random);
  const playStartMs = Date.now();
  let done = 0;
  const records = await Promise.all(
    plan.map(async ({ atS, call }, i) => {
      await session.clock.wait(atS - ((Date.now() - playStartMs) / 1000) * options.speed);
      const record = await session.play(call, `drill-${options.seed}-${startedAtMs}-${i}`);
      options.onProgress?.(record, ++done, plan.length);
      return record;
    }),
  );
  await session.close();
  const report = toReport(options, records, {
    city: session.cityId,
    units: session.fleet.size,
    problems: [...skipped, ...session.fleet.problems, ...session.unheard],
    requestRetries: session.requestRetries,
    positionsSent: session.feed.sent,
    tookS: (Date.now() - startedAtMs) / 1000,
  });
  return { report, records };
}

function toReport(
  options: SessionOptions,
  records: readonly CallRecord[],
  run: Pick<DrillReport, 'city' | 'units' | 'requestRetries' | 'positionsSent' | 'tookS'> & { problems: string[] },
): DrillReport {
  const { problems, ...rest } = run;
  const needing = records.filter((r) => r.needsUnit);
  const labelled = records.filter((r) => r.labelled !== '');
  const count = (test: (r: CallRecord) => boolean) => records.filter(test).length;
  return {
    ...rest,
    speed: options.speed,
    seed: options.seed,
    calls: records.length,
    receipts: count((r) => r.alarmId !== ''),
    needUnit: needing.length,
    labelled: labelled.length,
    typeRight: labelled.filter((r) => r.accepted.includes(r.proposedType)).length,
    placesDrawn: count((r) => r.placeDrawn),
    recommended: needing.filter((r) => r.recommended).length,
    sent: needing.filter((r) => (r.incident?.orders ?? []).some((order) => order.firstSentAtMs > 0)).length,
    arrived: needing.filter((r) => r.arrived).length,
    closed: count((r) => (r.incident?.state ?? 'open') !== 'open'),
    cancelledUnlabelled: count((r) => !r.needsUnit && r.labelled === ''),
    waitedForUnits: count((r) => r.waitedForUnits),
    lost: records.filter((r) => r.incident === null || (r.needsUnit && !r.arrived)).map((r) => r.callId),
    refused: records.reduce((sum, r) => sum + r.refusals.length, 0),
    failures: [...records.filter((r) => r.failure !== '').map((r) => `${r.callId}: ${r.failure}`), ...problems],
    stages: stageFigures(records, options.speed),
  };
}
