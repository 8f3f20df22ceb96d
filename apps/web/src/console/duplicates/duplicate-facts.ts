import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import type { Incident, SimilarReason, TimelineEntry } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { distanceM } from '../../trade/distance.ts';
import { isOpen } from '../../trade/incident-facts.ts';

type Incidents = ReadonlyMap<string, Incident>;

/** Joined with one press; the edge takes no more. */
export const MOST_AT_ONCE = 50;
/** What is as likely as this is joined with the others of the same target, unless it is taken out by hand. */
export const LIKELY_P = 0.5;
const NEARBY_M = 3_000;
const MAX_NEARBY = 8;
const MAX_STEPS = 20;

export interface Proposal {
  readonly incident: Incident;
  /** 0–1. */
  readonly p: number;
  readonly reasons: readonly SimilarReason[];
}

/** Where it goes on, when it was joined in the meantime; undefined when that is over. */
export function openOne(incidents: Incidents, id: string): Incident | undefined {
  let found = incidents.get(id);
  for (let i = 0; i < MAX_STEPS && found?.state === 'merged'; i++) found = incidents.get(found.mergedInto);
  return found !== undefined && isOpen(found) ? found : undefined;
}

/** The likeliest of what it may be, joins followed. */
function bestOf(incident: Incident, incidents: Incidents): { other: Incident; p: number } | undefined {
  let best: { other: Incident; p: number } | undefined;
  for (const { incidentId, p } of incident.similar) {
    const other = openOne(incidents, incidentId);
    if (other === undefined || other === incident || (best !== undefined && best.p >= p)) continue;
    best = { other, p };
  }
  return best;
}

/** In a surge the fifth call is most like the fourth, and that like the third: all of them go into the first. */
function rootOf(incident: Incident, incidents: Incidents): Incident {
  const seen = new Set<string>();
  let root = incident;
  for (let i = 0; i < MAX_STEPS; i++) {
    seen.add(root.incidentId);
    const best = bestOf(root, incidents);
    if (best === undefined || best.p < LIKELY_P || seen.has(best.other.incidentId)) return root;
    root = best.other;
  }
  return root;
}

/** What this incident may be the same event as, likeliest first; those that are likely one event count together. */
export function proposalsOf(incident: Incident, incidents: Incidents): Proposal[] {
  const proposals = new Map<string, Proposal>();
  const counted = new Set<string>();
  for (const { incidentId, p, reasons } of incident.similar) {
    const other = openOne(incidents, incidentId);
    if (other === undefined || other.incidentId === incident.incidentId || counted.has(other.incidentId)) continue;
    counted.add(other.incidentId);
    const root = rootOf(other, incidents);
    const target = root.incidentId === incident.incidentId ? other : root;
    const known = proposals.get(target.incidentId);
    if (known === undefined) proposals.set(target.incidentId, { incident: target, p, reasons });
    else proposals.set(target.incidentId, { ...known, p: Math.min(1, known.p + p) });
  }
  return [...proposals.values()].sort((a, b) => b.p - a.p);
}

/**
 * Open incidents that are likeliest the same event as `target`, likeliest first, as many as may be joined at once. Those
 * that units were sent to are left out: somebody has decided on them.
 */
export function joinableInto(target: Incident, incidents: Incidents): Proposal[] {
  const found: Proposal[] = [];
  for (const incident of incidents.values()) {
    if (!isOpen(incident) || incident.incidentId === target.incidentId || wasSent(incident)) continue;
    const [best] = proposalsOf(incident, incidents);
    if (best !== undefined && best.p >= LIKELY_P && best.incident.incidentId === target.incidentId) {
      found.push({ ...best, incident });
    }
  }
  return found
    .sort((a, b) => b.p - a.p || (a.incident.incidentId < b.incident.incidentId ? -1 : 1))
    .slice(0, MOST_AT_ONCE);
}

const wasSent = (incident: Incident): boolean => incident.orders.some((order) => order.firstSentAtMs > 0);

/** Worth a flag in the queue: nobody was sent, and it is likely one that is known. */
export const isLikelyDuplicate = (incident: Incident, incidents: Incidents): boolean =>
  isOpen(incident) &&
  incident.similar.length > 0 &&
  !wasSent(incident) &&
  (proposalsOf(incident, incidents)[0]?.p ?? 0) >= LIKELY_P;

/** Open incidents around, nearest first, that a person may join it into although nobody proposed it. */
export function nearbyOf(incident: Incident, incidents: Incidents): Incident[] {
  const place = incident.place;
  if (place === undefined) return [];
  const near: { other: Incident; awayM: number }[] = [];
  for (const other of incidents.values()) {
    if (!isOpen(other) || other.incidentId === incident.incidentId || other.place === undefined) continue;
    const awayM = distanceM(place.lon, place.lat, other.place.lon, other.place.lat);
    if (awayM <= NEARBY_M) near.push({ other, awayM });
  }
  return near
    .sort((a, b) => a.awayM - b.awayM)
    .slice(0, MAX_NEARBY)
    .map(({ other }) => other);
}

export interface JoinedCall {
  readonly alarmId: string;
  readonly text: string;
  readonly receivedAtMs: number;
}

/** The calls of an incident as its timeline tells them, oldest first. */
export function callsOf(timeline: readonly TimelineEntry[]): JoinedCall[] {
  const calls = new Map<string, JoinedCall>();
  for (const { type, atMs, dataJson } of timeline) {
    if (!CALL_EVENTS.has(type)) continue;
    const event = { ...(JSON.parse(dataJson) as object), type } as DispatchEvent;
    switch (event.type) {
      case 'incident.opened':
        if (event.alarmId !== null) {
          const { alarmId, summary, receivedAtMs } = event;
          calls.set(alarmId, { alarmId, text: summary, receivedAtMs });
        }
        break;
      case 'incident.reopened':
        calls.clear();
        calls.set(event.alarmId, {
          alarmId: event.alarmId,
          text: event.text,
          receivedAtMs: event.receivedAtMs ?? atMs,
        });
        break;
      case 'incident.alarm-joined':
        calls.set(event.alarmId, {
          alarmId: event.alarmId,
          text: event.text,
          receivedAtMs: event.receivedAtMs ?? atMs,
        });
        break;
      case 'incident.alarm-split':
        calls.delete(event.alarmId);
        break;
      default:
    }
  }
  return [...calls.values()].sort((a, b) => a.receivedAtMs - b.receivedAtMs);
}

const CALL_EVENTS = new Set(['incident.opened', 'incident.reopened', 'incident.alarm-joined', 'incident.alarm-split']);
