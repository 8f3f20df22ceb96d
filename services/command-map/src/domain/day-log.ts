import type { WallFigures } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import type { LivePicture } from './live-picture.ts';

/** More incidents than this in a day are still served, but the oldest leave the wall's figures. */
export const DAY_LIMITS = { incidents: 50_000, alarms: 200_000, callMinutes: 60 } as const;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** What the wall's figures need of an incident. */
interface Entry {
  readonly receivedAtMs: number;
  readonly family: string;
  readonly agencies: readonly string[];
  readonly counted: boolean;
  readonly stages: Readonly<Partial<Record<Stage, number>>>;
}
type Stage = WallFigures['stages'][number]['stage'];
const STAGES: readonly Stage[] = ['answer', 'process', 'acknowledge', 'turnout', 'travel', 'total'];

/** The incidents and calls of the city's current day, in memory; made again from dispatch's list at each start. */
export class DayLog {
  readonly #timeZone: string;
  readonly #incidents = new Map<string, Entry>();
  readonly #alarms = new Map<string, number>();

  constructor(timeZone: string) {
    this.#timeZone = timeZone;
  }

  noteIncident(incident: Incident): void {
    for (const alarmId of incident.alarmIds) this.#noteAlarmAt(alarmId, incident.receivedAtMs);
    this.#incidents.set(incident.incidentId, {
      receivedAtMs: incident.receivedAtMs,
      family: incidentType(incident).split('.')[0] || 'unknown',
      agencies: incident.orders.map((order) => order.agency),
      // Joined into another: the other one counts.
      counted: incident.state !== 'merged',
      stages: stagesOf(incident),
    });
    dropOldest(this.#incidents, DAY_LIMITS.incidents);
  }

  noteAlarm(alarm: Alarm): void {
    this.#alarms.set(alarm.alarmId, alarm.receivedAtMs);
    dropOldest(this.#alarms, DAY_LIMITS.alarms);
  }

  /** Forgets the days before today. */
  sweep(nowMs: number): void {
    const sinceMs = Math.min(dayStartMs(nowMs, this.#timeZone), nowMs - DAY_LIMITS.callMinutes * MINUTE_MS);
    for (const [id, entry] of this.#incidents) if (entry.receivedAtMs < sinceMs) this.#incidents.delete(id);
    for (const [id, atMs] of this.#alarms) if (atMs < sinceMs) this.#alarms.delete(id);
  }

  figures(nowMs: number, picture: LivePicture): WallFigures {
    const sinceMs = dayStartMs(nowMs, this.#timeZone);
    const today = [...this.#incidents.values()].filter((entry) => entry.counted && entry.receivedAtMs >= sinceMs);
    const open = [...picture.incidents.values()].filter((incident) => incident.state === 'open');
    const calls = [...this.#alarms.values()];
    const agencies = new Set([...today.flatMap((e) => e.agencies), ...open.flatMap((i) => i.orders.map(agencyOf))]);
    return {
      sinceMs,
      calls: calls.filter((atMs) => atMs >= sinceMs).length,
      incidentsOpen: open.length,
      incidentsToday: today.length,
      waiting: open.filter((incident) => incident.orders.every((order) => order.firstSentAtMs === 0)).length,
      byAgency: [...agencies].sort().map((agency) => ({
        agency,
        open: open.filter((incident) => incident.orders.some((o) => o.agency === agency && o.state === 'open')).length,
        today: today.filter((entry) => entry.agencies.includes(agency)).length,
      })),
      byFamily: countBy(today.map((entry) => entry.family)),
      unitsByCanonical: unitCounts(picture),
      stages: STAGES.map((stage) => quantiles(stage, today)),
      callsPerMinute: perMinute(calls, nowMs),
    };
  }

  #noteAlarmAt(alarmId: string, atMs: number): void {
    if (!this.#alarms.has(alarmId)) this.#alarms.set(alarmId, atMs);
  }
}

const agencyOf = (order: { readonly agency: string }): string => order.agency;

function dropOldest(records: Map<string, unknown>, limit: number): void {
  if (records.size <= limit) return;
  const { value } = records.keys().next();
  if (value !== undefined) records.delete(value);
}

/** Seconds from stamp to stamp; the first agency to reach a stage counts. A stamp that is not there gives nothing. */
function stagesOf(incident: Incident): Partial<Record<Stage, number>> {
  const first = (pick: (order: Incident['orders'][number]) => number): number =>
    Math.min(...incident.orders.map(pick).filter((atMs) => atMs > 0), Number.POSITIVE_INFINITY);
  const sent = first((order) => order.firstSentAtMs);
  const acknowledged = first((order) => order.firstAcknowledgedAtMs);
  const rolling = first((order) => order.firstRollingAtMs);
  const onScene = first((order) => order.firstOnSceneAtMs);
  const answered = incident.answeredAtMs || Number.POSITIVE_INFINITY;
  const spans: readonly (readonly [Stage, number, number])[] = [
    ['answer', incident.receivedAtMs, answered],
    ['process', Number.isFinite(answered) ? answered : incident.receivedAtMs, sent],
    ['acknowledge', sent, acknowledged],
    ['turnout', acknowledged, rolling],
    ['travel', rolling, onScene],
    ['total', incident.receivedAtMs, onScene],
  ];
  const stages: Partial<Record<Stage, number>> = {};
  for (const [stage, from, to] of spans) {
    if (Number.isFinite(from) && Number.isFinite(to) && to >= from) stages[stage] = (to - from) / 1000;
  }
  return stages;
}

function quantiles(stage: Stage, entries: readonly Entry[]): WallFigures['stages'][number] {
  const seconds = entries.flatMap((entry) => entry.stages[stage] ?? []).sort((a, b) => a - b);
  const at = (q: number): number | null =>
    seconds.length === 0 ? null : (seconds[Math.min(seconds.length - 1, Math.floor(q * seconds.length))] as number);
  return { stage, p50S: at(0.5), p90S: at(0.9), n: seconds.length };
}

function countBy(families: readonly string[]): { family: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const family of families) counts.set(family, (counts.get(family) ?? 0) + 1);
  return [...counts].map(([family, count]) => ({ family, count })).sort((a, b) => b.count - a.count);
}

function unitCounts(picture: LivePicture): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const unitId of picture.units.keys()) {
    const view = picture.unitView(unitId);
    if (view === null) continue;
    counts[view.unit.agency] ??= {};
    const ofAgency = counts[view.unit.agency] as Record<string, number>;
    ofAgency[view.duty.canonical] = (ofAgency[view.duty.canonical] ?? 0) + 1;
  }
  return counts;
}

function perMinute(calls: readonly number[], nowMs: number): number[] {
  const minutes = new Array<number>(DAY_LIMITS.callMinutes).fill(0);
  for (const atMs of calls) {
    const ago = Math.floor((nowMs - atMs) / MINUTE_MS);
    if (ago >= 0 && ago < minutes.length)
      minutes[minutes.length - 1 - ago] = (minutes[minutes.length - 1 - ago] ?? 0) + 1;
  }
  return minutes;
}

/** Midnight in the city's time zone. On the day the clocks change it may be an hour off: the figures are of one day. */
export function dayStartMs(nowMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: 'numeric', minute: 'numeric', second: 'numeric' })
    .formatToParts(nowMs)
    .map((part) => [part.type, Number(part.value)]);
  const { hour = 0, minute = 0, second = 0 } = Object.fromEntries(parts) as Record<string, number>;
  return nowMs - ((((hour * 60 + minute) * 60 + second) * 1000 + (nowMs % 1000)) % DAY_MS);
}
