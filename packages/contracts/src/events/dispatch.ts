import type { Agency } from '@muster/kernel/agency';
import type { AlarmId, IncidentId, UnitId } from '@muster/kernel/ids';
import type { ClassificationFact } from './classification.ts';
import type { ActorFact, PlaceFact } from './shared.ts';

/** Published by dispatch. Streams: `incident-<incidentId>` and `unit-<unitId>` (the unit's duty). */
export type DispatchEvent = IncidentEvent | DutyEvent;

export type IncidentEvent =
  | IncidentOpened
  | AlarmJoined
  | AlarmSplit
  | IncidentReopened
  | IncidentAnswered
  | IncidentClassified
  | SimilarProposed
  | AttentionRaised
  | PlaceSet
  | TypeSet
  | PrioritySet
  | OrderOpened
  | OrderWithdrawn
  | UnitSent
  | UnitTakenOff
  | OrderStageReached
  | OrderFeedbackGiven
  | OrderClosed
  | NoteAdded
  | IncidentMerged
  | IncidentCancelled
  | IncidentClosed;

export interface IncidentOpened {
  readonly type: 'incident.opened';
  readonly incidentId: IncidentId;
  /** null when a human opened it without a call. */
  readonly alarmId: AlarmId | null;
  readonly place: PlaceFact | null;
  readonly reportedType: string;
  readonly priority: number;
  readonly summary: string;
  readonly callerNumber: string;
  readonly receivedAtMs: number;
  readonly by: ActorFact;
}
/** A call as it goes from one incident to another. */
export interface CallFact {
  readonly alarmId: AlarmId;
  readonly text: string;
  /** When that call came in; absent is unknown. */
  readonly receivedAtMs?: number;
  /** What is known of it beside its words; absent in events of older versions. */
  readonly callerNumber?: string;
  readonly incidentType?: string;
  readonly place?: PlaceFact | null;
}
export interface AlarmJoined extends CallFact {
  readonly type: 'incident.alarm-joined';
  readonly incidentId: IncidentId;
  readonly by: ActorFact;
}
/** A human took a call out again; the alarm's own stream and every earlier event stay. */
export interface AlarmSplit {
  readonly type: 'incident.alarm-split';
  readonly incidentId: IncidentId;
  readonly alarmId: AlarmId;
  /** Where it is now. */
  readonly to: IncidentId;
  readonly by: ActorFact;
}
/** Was joined into another, and goes on by itself with this call. */
export interface IncidentReopened extends CallFact {
  readonly type: 'incident.reopened';
  readonly incidentId: IncidentId;
  readonly from: IncidentId;
  readonly by: ActorFact;
}
export interface IncidentAnswered {
  readonly type: 'incident.answered';
  readonly incidentId: IncidentId;
  readonly answeredAtMs: number;
  readonly by: ActorFact;
}
export interface IncidentClassified {
  readonly type: 'incident.classified';
  readonly incidentId: IncidentId;
  readonly alarmId: AlarmId;
  readonly classification: ClassificationFact;
}
/** Open incidents that may be the same event: a human joins, never the machine. */
export interface SimilarProposed {
  readonly type: 'incident.similar-proposed';
  readonly incidentId: IncidentId;
  readonly similar: readonly IncidentId[];
  /** The same with how sure it is and why; absent in events of older versions. */
  readonly matches?: readonly SimilarFact[];
}
export interface SimilarFact {
  readonly incidentId: IncidentId;
  /** 0–1. */
  readonly p: number;
  readonly reasons: readonly {
    readonly code: string;
    readonly zh: string;
    readonly en: string;
    readonly against: boolean;
  }[];
}
export interface AttentionRaised {
  readonly type: 'incident.attention-raised';
  readonly incidentId: IncidentId;
  readonly reasonZh: string;
  readonly reasonEn: string;
}
export interface PlaceSet {
  readonly type: 'incident.place-set';
  readonly incidentId: IncidentId;
  readonly place: PlaceFact;
  readonly by: ActorFact;
}
export interface TypeSet {
  readonly type: 'incident.type-set';
  readonly incidentId: IncidentId;
  readonly incidentType: string;
  readonly by: ActorFact;
}
export interface PrioritySet {
  readonly type: 'incident.priority-set';
  readonly incidentId: IncidentId;
  readonly priority: number;
  readonly reason: string;
  readonly by: ActorFact;
}
export interface OrderOpened {
  readonly type: 'incident.order-opened';
  readonly incidentId: IncidentId;
  readonly agency: Agency;
  readonly by: ActorFact;
  /** Opened only because nothing was known of whom it concerns. */
  readonly byDefault?: true;
}
/** Opened by default, nobody was sent on it, and now it is known whom it concerns instead. */
export interface OrderWithdrawn {
  readonly type: 'incident.order-withdrawn';
  readonly incidentId: IncidentId;
  readonly agency: Agency;
}
export interface UnitSent {
  readonly type: 'incident.unit-sent';
  readonly incidentId: IncidentId;
  readonly unitId: UnitId;
  readonly agency: Agency;
  readonly overrideReason: string;
  readonly by: ActorFact;
}
export interface UnitTakenOff {
  readonly type: 'incident.unit-taken-off';
  readonly incidentId: IncidentId;
  readonly unitId: UnitId;
  readonly agency: Agency;
  readonly why: ReleaseWhy;
  readonly reason: string;
  readonly by: ActorFact;
}
/** The first unit of an agency reached a stage: the stamps of the KPIs. */
export interface OrderStageReached {
  readonly type: 'incident.order-stage-reached';
  readonly incidentId: IncidentId;
  readonly agency: Agency;
  readonly stage: 'acknowledged' | 'en-route' | 'on-scene';
  readonly unitId: UnitId;
  readonly atMs: number;
}
export interface OrderFeedbackGiven {
  readonly type: 'incident.order-feedback-given';
  readonly incidentId: IncidentId;
  readonly agency: Agency;
  readonly text: string;
  readonly finalType: string;
  readonly by: ActorFact;
}
export interface OrderClosed {
  readonly type: 'incident.order-closed';
  readonly incidentId: IncidentId;
  readonly agency: Agency;
}
export interface NoteAdded {
  readonly type: 'incident.note-added';
  readonly incidentId: IncidentId;
  readonly text: string;
  readonly by: ActorFact;
}
export interface IncidentMerged {
  readonly type: 'incident.merged';
  readonly incidentId: IncidentId;
  readonly into: IncidentId;
  readonly by: ActorFact;
}
export interface IncidentCancelled {
  readonly type: 'incident.cancelled';
  readonly incidentId: IncidentId;
  readonly reason: string;
  readonly by: ActorFact;
}
export interface IncidentClosed {
  readonly type: 'incident.closed';
  readonly incidentId: IncidentId;
  readonly reason: string;
  readonly finalType: string;
  readonly by: ActorFact;
}

export type ReleaseWhy = 'completed' | 'declined' | 'stood-down' | 'cancelled' | 'diverted';

export type DutyEvent = UnitAssigned | UnitStatusChanged | UnitEscalated | UnitReleased;

export interface UnitAssigned {
  readonly type: 'unit.assigned';
  readonly unitId: UnitId;
  readonly agency: Agency;
  readonly incidentId: IncidentId;
  /** What the crew reads: type, place, priority. */
  readonly incidentType: string;
  readonly place: PlaceFact | null;
  readonly priority: number;
  readonly assignedAtMs: number;
  readonly by: ActorFact;
}
export interface UnitStatusChanged {
  readonly type: 'unit.status-changed';
  readonly unitId: UnitId;
  readonly agency: Agency;
  /** Codes of unit-status.csv. */
  readonly from: string;
  readonly to: string;
  readonly canonical: string;
  readonly incidentId: IncidentId | null;
  readonly source: 'button' | 'radio' | 'geofence' | 'phone' | 'system';
  /** Both clocks: the device's (0 unknown) and the server's. */
  readonly deviceAtMs: number;
  readonly serverAtMs: number;
  readonly lateReason: string;
  readonly idempotencyKey: string;
  readonly by: ActorFact;
}
export interface UnitEscalated {
  readonly type: 'unit.escalated';
  readonly unitId: UnitId;
  readonly incidentId: IncidentId;
  /** 1 app again, 2 station bell, 3 phone, 4 supervisor. */
  readonly level: number;
  readonly unacknowledgedForMs: number;
}
export interface UnitReleased {
  readonly type: 'unit.released';
  readonly unitId: UnitId;
  readonly agency: Agency;
  readonly incidentId: IncidentId;
  readonly why: ReleaseWhy;
  readonly reason: string;
  readonly by: ActorFact;
}

export const incidentStream = (id: IncidentId): string => `incident-${id}`;
export const dutyStream = (id: UnitId): string => `unit-${id}`;
