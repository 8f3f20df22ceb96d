import type { Mode } from '@muster/kernel/mode';

/** Events are discriminated by `type`, named in the past tense: "incident.opened". */
export interface DomainEvent {
  readonly type: string;
}

/** An event as it stands in its owner's log and travels on the bus. */
export interface Recorded<E extends DomainEvent = DomainEvent> {
  readonly eventId: string;
  /** Aggregate it belongs to, e.g. "incident-01hxyz…". */
  readonly stream: string;
  /** 1 for the first event of a stream, without gaps. */
  readonly version: number;
  readonly data: E;
  readonly mode: Mode;
  readonly atMs: number;
  /** W3C trace context of the request that caused it. */
  readonly traceparent?: string;
}

/** NATS headers of an event; the body is the event's JSON. */
export const HEADER = {
  eventId: 'Nats-Msg-Id',
  stream: 'Muster-Stream',
  version: 'Muster-Version',
  mode: 'Muster-Mode',
  atMs: 'Muster-At',
  traceparent: 'traceparent',
} as const;
