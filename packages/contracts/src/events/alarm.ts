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
/**
 * The transcript grew or a segment was corrected: the segment alone, or a long call would store itself again with every
 * sentence. Whoever wants the whole text folds it (`wholeText`).
 */
export interface AlarmUpdated {
  readonly type: 'alarm.updated';
  readonly alarmId: AlarmId;
  readonly segment: number;
  readonly segmentText: string;
  readonly speaker: string;
  readonly final: boolean;
  /** A recogniser heard it; absent: somebody wrote it. */
  readonly recognised?: boolean;
  /** Only in events of older versions: the whole text as it then stood. Nobody reads it any more. */
  readonly text?: string;
}
export interface AlarmClosed {
  readonly type: 'alarm.closed';
  readonly alarmId: AlarmId;
  readonly reason: string;
  readonly by: ActorFact;
  readonly closedAtMs: number;
}

/** What an alarm says: the report's words, then the segments of the transcript by their number, a line each. */
export function wholeText(report: string, segments: Iterable<readonly [segment: number, text: string]>): string {
  const ordered = [...segments].sort(([a], [b]) => a - b).map(([, text]) => text);
  return [report, ...ordered].filter((part) => part !== '').join('\n');
}

export const alarmStream = (alarmId: AlarmId): string => `alarm-${alarmId}`;
