import type { TimelineEntry } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';

/** A unit was on an incident from one time to another, ms; Infinity: still is. */
export interface Held {
  readonly unitId: string;
  readonly incidentId: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** From an incident's timeline: who was sent and who was taken off, when. A unit sent twice is held twice. */
export function heldByUnit(incidentId: string, timeline: readonly TimelineEntry[]): Held[] {
  const since = new Map<string, number[]>();
  const held: Held[] = [];
  for (const { type, atMs, dataJson } of timeline) {
    if (type !== 'incident.unit-sent' && type !== 'incident.unit-taken-off') continue;
    const { unitId } = JSON.parse(dataJson) as { unitId: string };
    const open = since.get(unitId) ?? [];
    since.set(unitId, open);
    if (type === 'incident.unit-sent') open.push(atMs);
    else for (const fromMs of open.splice(0)) held.push({ unitId, incidentId, fromMs, toMs: atMs });
  }
  for (const [unitId, open] of since) {
    for (const fromMs of open) held.push({ unitId, incidentId, fromMs, toMs: Number.POSITIVE_INFINITY });
  }
  return held;
}

/** Where one unit was held twice at one time. Leaving one incident and joining another in the same moment is none. */
export function overlaps(held: readonly Held[]): string[] {
  const sorted = [...held].sort((a, b) => (a.unitId < b.unitId ? -1 : a.unitId > b.unitId ? 1 : a.fromMs - b.fromMs));
  const found: string[] = [];
  let last: Held | undefined;
  for (const one of sorted) {
    if (last?.unitId === one.unitId && one.fromMs < last.toMs) {
      const ms = Math.min(last.toMs, one.toMs) - one.fromMs;
      found.push(`${one.unitId}: ${last.incidentId} and ${one.incidentId} for ${ms} ms from ${one.fromMs}`);
    }
    if (last?.unitId !== one.unitId || one.toMs > last.toMs) last = one;
  }
  return found;
}
