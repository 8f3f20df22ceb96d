/**
 * One JetStream stream per publisher, each with its maximum age and bytes. A subject is the event's type, so that
 * `incident.>` is every fact about incidents. Positions are core NATS: `track.<shard>`.
 */
export interface BusStream {
  readonly name: string;
  /** The service whose event log is behind it. */
  readonly owner: ServiceName;
  readonly subjects: readonly string[];
  readonly maxAgeMs: number;
  readonly maxBytes: number;
}

export const SERVICES = [
  'alarm-intake',
  'call-classification',
  'resource-registry',
  'dispatch',
  'unit-tracking',
  'command-map',
] as const;
export type ServiceName = (typeof SERVICES)[number];

const DAY_MS = 86_400_000;
const MEBIBYTE = 1_048_576;

export const BUS_STREAMS = {
  ALARM: {
    name: 'ALARM',
    owner: 'alarm-intake',
    subjects: ['alarm.received', 'alarm.answered', 'alarm.updated', 'alarm.closed', 'contact.>'],
    maxAgeMs: 7 * DAY_MS,
    maxBytes: 512 * MEBIBYTE,
  },
  CLASSIFIED: {
    name: 'CLASSIFIED',
    owner: 'call-classification',
    subjects: ['alarm.classified', 'classification.>'],
    maxAgeMs: 7 * DAY_MS,
    maxBytes: 512 * MEBIBYTE,
  },
  RESOURCE: {
    name: 'RESOURCE',
    owner: 'resource-registry',
    subjects: ['resource.>'],
    // Put once and followed by whoever starts years later: only the bytes bound it.
    maxAgeMs: 3_650 * DAY_MS,
    maxBytes: 256 * MEBIBYTE,
  },
  DISPATCH: {
    name: 'DISPATCH',
    owner: 'dispatch',
    subjects: ['incident.>', 'unit.>'],
    maxAgeMs: 7 * DAY_MS,
    maxBytes: 1024 * MEBIBYTE,
  },
} as const satisfies Record<string, BusStream>;

export type BusStreamName = keyof typeof BUS_STREAMS;

export const TRACK_SHARDS = 4;
export const trackSubject = (unitNo: number): string => `track.${unitNo % TRACK_SHARDS}`;
export const TRACK_SUBJECTS = 'track.*';
