import type { AlarmId } from '@muster/kernel/ids';
import type { ContactEvent } from './contact.ts';
import type { ActorFact, PlaceFact } from './shared.ts';

/** Published by alarm-intake. Stream of an alarm: `alarm-<alarmId>`. */
export type AlarmEvent = AlarmReceived | AlarmAnswered | AlarmUpdated | AlarmClosed | ContactEvent;

export interface AlarmReceived {
  readonly type: 'alarm.received';
  readonly alarmId: AlarmId;
  readonly idempotencyKey: string;
  readonly channel: string;
  readonly line: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly text: string;
  readonly lang: string;
  readonly place: PlaceFact | null;
  readonly reportedType: string;
  /** At the sender; 0 unknown. */
  readonly rangAtMs: number;
  /** At the server; the clock that never resets. */
  readonly receivedAtMs: number;
  readonly warnings: readonly string[];
  readonly reporter: ActorFact | null;
  /** What a device said, decoded, JSON; absent for people. */
  readonly deviceJson?: string;
}
export interface AlarmAnswered {
  readonly type: 'alarm.answered';
  readonly alarmId: AlarmId;
  readonly answeredAtMs: number;
  readonly by: ActorFact;
}
/** The transcript grew or a segment was corrected; `text` is the whole text as it now stands. */
export interface AlarmUpdated {
  readonly type: 'alarm.updated';
  readonly alarmId: AlarmId;
  readonly segment: number;
  readonly segmentText: string;
  readonly speaker: string;
  readonly final: boolean;
  readonly text: string;
}
export interface AlarmClosed {
  readonly type: 'alarm.closed';
  readonly alarmId: AlarmId;
  readonly reason: string;
  readonly by: ActorFact;
  readonly closedAtMs: number;
}

export const alarmStream = (alarmId: AlarmId): string => `alarm-${alarmId}`;
