import type { Picture } from '@muster/contracts/edge';
import type { Incident, TimelineEntry } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { LedgerLine } from '@muster/load-tests/k6/ledger';
import { callOfNumber } from '@muster/load-tests/k6/plan';
import type { EdgeClient } from '@muster/sim/drill/edge-client';
import { type Held, heldByUnit, overlaps } from './held-units.ts';
import { type Latency, latency } from './latency.ts';

const AT_ONCE = 8;
const MAX_MERGE_STEPS = 20;

export interface Verdict {
  readonly receipts: number;
  /** Receipts whose alarm is in no incident, or not in the one it was joined into; with why. */
  readonly lost: readonly string[];
  /** Sends that were answered with yes and are not in their incident's timeline. */
  readonly lostSends: readonly string[];
  /** An exclusive unit on two incidents at one time. */
  readonly doublyAssigned: readonly string[];
  /** Alarms that needed a unit, and those of them where one arrived. */
  readonly needingUnit: number;
  readonly served: number;
  readonly stillOpen: number;
  /** Incidents looked at. */
  readonly incidents: number;
  /** Where the time goes, from the stamps in the timelines. */
  readonly stages: {
    readonly receiptToOpen: Latency;
    readonly openToDesk: Latency;
    readonly receiptToClassified: Latency;
  };
}

interface Looked {
  readonly incident: Incident;
  readonly timeline: readonly TimelineEntry[];
}

/** Asks the system itself, after the load, what became of everything it gave a receipt or a yes for. */
export async function verify(edge: EdgeClient, ledger: readonly LedgerLine[]): Promise<Verdict> {
  const receipts = ledger.filter((line) => line.is === 'receipt');
  const seen = new Map(ledger.flatMap((line) => (line.is === 'seen' ? [[line.alarmId, line.incidentId]] : [])));
  // An incident nobody's screen showed is looked for by the id dispatch gives to an alarm's incident.
  const idOf = (alarmId: string): string => seen.get(alarmId) ?? `i${alarmId}`;
  const looked = await lookAt(edge, [...new Set(receipts.map(({ alarmId }) => idOf(alarmId)))]);
  const { units } = await edge.get<Picture>('/api/picture');
  const exclusive = new Set(units.filter(({ unit }) => unit.exclusive).map(({ unit }) => unit.unitId));
  const held = [...looked].flatMap(([incidentId, { timeline }]) => heldByUnit(incidentId, timeline));
  const needing = receipts.filter(({ callerNumber }) => callOfNumber(callerNumber)?.kind === 'new');
  const arrived = ({ incident }: Looked): boolean => incident.orders.some((order) => order.firstOnSceneAtMs > 0);
  return {
    receipts: receipts.length,
    lost: receipts.flatMap(({ alarmId }) => whyLost(alarmId, idOf(alarmId), looked)),
    lostSends: ledger.flatMap((line) => (line.is === 'assigned' ? lostSend(line, held) : [])),
    doublyAssigned: overlaps(held.filter(({ unitId }) => exclusive.has(unitId))),
    needingUnit: needing.length,
    served: needing.filter(({ alarmId }) => {
      const found = looked.get(idOf(alarmId));
      return found !== undefined && arrived(found);
    }).length,
    stillOpen: [...looked.values()].filter(({ incident }) => incident.state === 'open').length,
    incidents: looked.size,
    stages: stagesOf(ledger, looked),
  };
}

function stagesOf(ledger: readonly LedgerLine[], looked: ReadonlyMap<string, Looked>): Verdict['stages'] {
  const seenAtMs = new Map(ledger.flatMap((line) => (line.is === 'seen' ? [[line.incidentId, line.atMs]] : [])));
  const spans = { receiptToOpen: [] as number[], openToDesk: [] as number[], receiptToClassified: [] as number[] };
  for (const [incidentId, { incident, timeline }] of looked) {
    const atMs = (type: string) => timeline.find((entry) => entry.type === type)?.atMs;
    const [opened, classified, seen] = [atMs('incident.opened'), atMs('incident.classified'), seenAtMs.get(incidentId)];
    if (opened !== undefined) spans.receiptToOpen.push(opened - incident.receivedAtMs);
    if (opened !== undefined && seen !== undefined) spans.openToDesk.push(seen - opened);
    if (classified !== undefined) spans.receiptToClassified.push(classified - incident.receivedAtMs);
  }
  return {
    receiptToOpen: latency(spans.receiptToOpen),
    openToDesk: latency(spans.openToDesk),
    receiptToClassified: latency(spans.receiptToClassified),
  };
}

async function lookAt(edge: EdgeClient, ids: readonly string[]): Promise<Map<string, Looked>> {
  const looked = new Map<string, Looked>();
  const left = [...ids];
  const worker = async (): Promise<void> => {
    for (let id = left.pop(); id !== undefined; id = left.pop()) {
      const found = await edge.get<Looked>(`/api/incidents/${encodeURIComponent(id)}`).catch(() => null);
      if (found !== null) looked.set(id, found);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return looked;
}

function whyLost(alarmId: string, firstId: string, looked: ReadonlyMap<string, Looked>): string[] {
  let id = firstId;
  for (let step = 0; step < MAX_MERGE_STEPS; step++) {
    const found = looked.get(id);
    if (found === undefined) return [`${alarmId}: there is no incident ${id}`];
    if (!found.incident.alarmIds.includes(alarmId)) return [`${alarmId}: not in incident ${id}`];
    if (found.incident.state !== 'merged') return [];
    id = found.incident.mergedInto;
  }
  return [`${alarmId}: joined in a circle`];
}

function lostSend({ incidentId, unitIds }: LedgerLine & { is: 'assigned' }, held: readonly Held[]): string[] {
  const there = new Set(held.filter((one) => one.incidentId === incidentId).map(({ unitId }) => unitId));
  return unitIds.filter((unitId) => !there.has(unitId)).map((unitId) => `${unitId} → ${incidentId}`);
}
