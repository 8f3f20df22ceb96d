import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import {
  isOpenAlarm,
  isUnclaimed,
  isWaiting,
  rangAtMs,
  standingFlags,
  standingOf,
  transferWaits,
} from './contact-facts.ts';

/** The parts of the contact list, the most urgent first; every contact that needs somebody is in exactly one. */
export const SECTIONS = ['supervisor', 'transfer-in', 'call-back', 'claim', 'held', 'talking', 'flagged'] as const;
export type Section = (typeof SECTIONS)[number];

const CALL_BACK_STEPS: ReadonlySet<string> = new Set(['call-back', 'silent-text', 'location-request', 'send-to-place']);

/** Null: rings (it has its own place above), or needs nobody any more. */
export function sectionOf(alarm: Alarm, nowMs: number): Section | null {
  if (!isOpenAlarm(alarm) || isWaiting(alarm)) return null;
  const step = alarm.nextStep;
  if (step?.kind === 'call-supervisor' || (step?.overdueAtMs ?? 0) > 0 || alarm.transfer?.state === 'overdue')
    return 'supervisor';
  if (isUnclaimed(alarm) && step?.kind === 'claim' && step.dueAtMs <= nowMs) return 'supervisor';
  if (alarm.transfer?.direction === 'in' && transferWaits(alarm)) return 'transfer-in';
  if (step !== undefined && CALL_BACK_STEPS.has(step.kind)) return 'call-back';
  if (isUnclaimed(alarm)) return 'claim';
  const standing = standingOf(alarm);
  if (standing === 'held' || alarm.waitingSinceMs > 0) return 'held';
  if (standing === 'talking' && alarm.legs.length > 0) return 'talking';
  return standingFlags(alarm).length > 0 || transferWaits(alarm) ? 'flagged' : null;
}

/** The contact list. Within a part what is due first comes first, then the longest waiting. */
export function contactList(alarms: Iterable<Alarm>, nowMs: number): Map<Section, Alarm[]> {
  const parts = new Map<Section, Alarm[]>(SECTIONS.map((section) => [section, []]));
  for (const alarm of alarms) {
    const section = sectionOf(alarm, nowMs);
    if (section !== null) parts.get(section)?.push(alarm);
  }
  for (const part of parts.values()) part.sort((a, b) => dueOf(a) - dueOf(b) || rangAtMs(a) - rangAtMs(b));
  return parts;
}

const dueOf = ({ nextStep, transfer }: Alarm): number =>
  Math.min(
    nextStep?.dueAtMs ?? Number.POSITIVE_INFINITY,
    transfer?.state === 'offered' || transfer?.state === 'overdue' ? transfer.deadlineAtMs : Number.POSITIVE_INFINITY,
    Number.MAX_SAFE_INTEGER,
  );

/** How many need somebody now, for the number on the tab. */
export const needingSomebody = (parts: ReadonlyMap<Section, readonly Alarm[]>): number =>
  SECTIONS.filter((section) => section !== 'talking').reduce(
    (sum, section) => sum + (parts.get(section)?.length ?? 0),
    0,
  );
