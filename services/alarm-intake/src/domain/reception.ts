import type { ContactCallChanged } from '@muster/contracts/events/contact';
import type { AlarmId } from '@muster/kernel/ids';
import type { ContactPolicy } from './protocol.ts';

export interface SeatNow {
  readonly seat: string;
  readonly by: string;
  readonly byId: string;
  readonly state: 'talking' | 'holding' | 'free';
  readonly alarmId: AlarmId;
}
/** How the telephones of a centre are doing. Times in seconds; null where nobody was answered. */
export interface Reception {
  readonly ringing: number;
  readonly longestRingingS: number;
  readonly answerP50S: number | null;
  readonly answerP90S: number | null;
  /** Of the calls answered, abandoned or still ringing past the target: 0–1; 1 when there were none. */
  readonly answeredInTarget: number;
  readonly overflowed: number;
  /** Gone before anybody answered, newest first; not yet reached again. */
  readonly abandoned: readonly AlarmId[];
  readonly abandonedCount: number;
  readonly seats: readonly SeatNow[];
}

interface Ring {
  readonly alarmId: AlarmId;
  readonly fromMs: number;
  readonly answeredMs: number | null;
  readonly ended: ContactCallChanged['endReason'] | null;
}

/** @param changes of inbound legs and call-backs since `sinceMs`, in the order in which they happened */
export function receptionOf(changes: readonly ContactCallChanged[], nowMs: number, policy: ContactPolicy): Reception {
  const rings = new Map<string, Ring>();
  const seats = new Map<string, SeatNow>();
  const reached = new Set<AlarmId>();
  for (const change of changes) {
    if (change.direction === 'inbound') rings.set(change.callId, ringAfter(rings.get(change.callId), change));
    else if (change.state === 'answered') reached.add(change.alarmId);
    if (change.seat !== '') seats.set(change.seat, seatAfter(seats.get(change.seat), change));
  }
  const all = [...rings.values()];
  const waits = all.flatMap((ring) => (ring.answeredMs === null ? [] : [(ring.answeredMs - ring.fromMs) / 1000]));
  waits.sort((a, b) => a - b);
  const ringing = all.filter((ring) => ring.answeredMs === null && ring.ended === null);
  const abandoned = all.filter((ring) => ring.ended === 'abandoned' && ring.answeredMs === null);
  const targetS = policy.answerTargetMs / 1000;
  const tooLate = ringing.filter((ring) => nowMs - ring.fromMs > policy.answerTargetMs).length;
  const counted = waits.length + abandoned.length + tooLate;
  return {
    ringing: ringing.length,
    longestRingingS: Math.max(0, ...ringing.map((ring) => (nowMs - ring.fromMs) / 1000)),
    answerP50S: quantile(waits, 0.5),
    answerP90S: quantile(waits, 0.9),
    answeredInTarget: counted === 0 ? 1 : waits.filter((wait) => wait <= targetS).length / counted,
    overflowed: all.filter((ring) => ring.ended === 'overflowed').length,
    abandoned: abandoned
      .map((ring) => ring.alarmId)
      .filter((alarmId) => !reached.has(alarmId))
      .reverse(),
    abandonedCount: abandoned.length,
    seats: [...seats.values()].sort((a, b) => (a.seat < b.seat ? -1 : 1)),
  };
}

const ringAfter = (ring: Ring | undefined, { alarmId, state, endReason, atMs }: ContactCallChanged): Ring => ({
  alarmId,
  fromMs: ring?.fromMs ?? atMs,
  answeredMs: ring?.answeredMs ?? (state === 'answered' ? atMs : null),
  ended: state === 'ended' ? endReason : null,
});

const SEAT_STATE = { ringing: 'free', answered: 'talking', held: 'holding', ended: 'free' } as const;

const seatAfter = (seat: SeatNow | undefined, { seat: name, state, by, alarmId }: ContactCallChanged): SeatNow => ({
  ...{ seat: name, by: by?.name ?? seat?.by ?? '', byId: by?.id ?? seat?.byId ?? '', state: SEAT_STATE[state] },
  alarmId: state === 'ended' ? '' : alarmId,
});

/** Nearest rank of a sorted list. */
const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted.length === 0 ? null : (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as number);
