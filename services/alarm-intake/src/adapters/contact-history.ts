import { evolveAlarmView } from '@muster/contracts/alarm-view';
import type { Recorded } from '@muster/contracts/envelope';
import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { ContactCallChanged } from '@muster/contracts/events/contact';
import type {
  Alarm,
  GetCallContextResponse,
  GetQueueResponse,
  OwnerState,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { EventStore } from '@muster/platform/postgres/event-store';
import type { Migration } from '@muster/platform/postgres/migrate';
import { type Pool, type Queryable, transaction } from '@muster/platform/postgres/pool';
import type { ContactHistoryPort, ContextQuery } from '../app/contacts.ts';
import type { ContactPolicy } from '../domain/protocol.ts';
import { receptionOf } from '../domain/reception.ts';

export const CONTACT_HISTORY: Migration = {
  id: '002-contact-history',
  sql: `
    CREATE INDEX events_caller ON events ((data->>'callerNumber'), at_ms DESC) WHERE type = 'alarm.received';
    CREATE INDEX events_place ON events (((data->'place'->>'lat')::float8), at_ms DESC)
      WHERE type = 'alarm.received' AND data->'place'->>'lat' IS NOT NULL;
    CREATE INDEX events_calls ON events (at_ms) WHERE type = 'contact.call-changed';
  `,
};

/** A city's latitude has too many calls: longitude belongs into the index. And numbers that were told after the alarm. */
export const PLACE_INDEX: Migration = {
  id: '012-place-and-number-index',
  sql: `
    CREATE INDEX events_place_box ON events (((data->'place'->>'lat')::float8), ((data->'place'->>'lon')::float8))
      WHERE type = 'alarm.received' AND data->'place'->>'lat' IS NOT NULL;
    DROP INDEX events_place;
    CREATE INDEX events_identified ON events ((data->>'callerNumber'), at_ms DESC) WHERE type = 'contact.identified';
  `,
};

const OWNERSHIP = `'alarm.answered', 'contact.claimed', 'contact.released'`;
export const OWNERSHIP_INDEX: Migration = {
  id: '004-ownership',
  sql: `CREATE INDEX events_ownership ON events (at_ms) WHERE type IN (${OWNERSHIP})`,
};
/** Longer than any shift: what was taken before it and is still open is nobody's daily work. */
const OWNED_SINCE_MS = 16 * 3_600_000;
const MAX_OWNERS = 500;
const QUEUE_FRESH_MS = 5_000;
/** Figures on a screen must not keep the database from taking calls. */
const QUEUE_TIMEOUT_MS = 4_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Alarms shown of one number or place. */
const MAX_SHOWN = 50;
/** Looked at around a place before the distance is worked out. */
const MAX_NEAR = 500;
/** Changes of calls in an hour; a centre of 14 calls/s has about 150,000, of which the newest count. */
const MAX_CHANGES = 50_000;
const METRES_PER_DEGREE = 111_320;
/** Nobody calls from nearer to a pole. */
const MIN_COS_LAT = 0.01;
/** What of an earlier call makes the ring of a telephone a danger: most calls are of some danger or other. */
const DANGER_FLAGS = ['duress', 'distress-heard'];
const DANGER_SIGNS = ['weapon', 'violence'];

/** Reads the log itself: a caller's past is asked for once a call, so no second table is written. */
export class ContactHistory implements ContactHistoryPort {
  readonly #pool: Pool;
  readonly #store: EventStore<AlarmEvent>;
  readonly #policy: ContactPolicy;
  #queue: { readonly atMs: number; readonly answer: GetQueueResponse } | undefined;
  #queueAsked: Promise<GetQueueResponse> | undefined;
  constructor(pool: Pool, store: EventStore<AlarmEvent>, policy: ContactPolicy) {
    this.#policy = policy;
    this.#pool = pool;
    this.#store = store;
  }

  async context({ callerNumber, place, exceptAlarmId, nowMs }: ContextQuery): Promise<GetCallContextResponse> {
    const except = `alarm-${exceptAlarmId}`;
    const [byNumber, byPlace] = await Promise.all([
      callerNumber === '' ? [] : this.#byNumber(callerNumber, except),
      place === null ? [] : this.#byPlace(place, except),
    ]);
    const recent = (found: readonly Found[]) => found.filter(({ atMs }) => atMs > nowMs - DAY_MS).slice(0, MAX_SHOWN);
    const [fromNumber, fromPlace] = [recent(byNumber), recent(byPlace)];
    const streams = [...new Set([...byNumber, ...byPlace].map(({ stream }) => stream))];
    const [views, dangerHistory] = await Promise.all([
      this.#views([...fromNumber, ...fromPlace].map(({ stream }) => stream)),
      this.#hadDanger(streams),
    ]);
    const viewsOf = (found: readonly Found[]) => found.flatMap(({ stream }) => views.get(stream) ?? []);
    return {
      fromNumber: viewsOf(fromNumber),
      fromPlace: viewsOf(fromPlace),
      callsBeforeFromNumber: byNumber.length - fromNumber.length,
      callsBeforeFromPlace: byPlace.length - fromPlace.length,
      dangerHistory,
    };
  }

  /** Every console asks every few seconds: they share an answer, and one question at a time. */
  async queue(nowMs: number): Promise<GetQueueResponse> {
    const known = this.#queue;
    if (known !== undefined && nowMs >= known.atMs && nowMs - known.atMs < QUEUE_FRESH_MS) return known.answer;
    this.#queueAsked ??= this.#readQueue(nowMs)
      .then((answer) => {
        this.#queue = { atMs: nowMs, answer };
        return answer;
      })
      .finally(() => {
        this.#queueAsked = undefined;
      });
    return this.#queueAsked;
  }

  async #readQueue(nowMs: number): Promise<GetQueueResponse> {
    const { rows, owners } = await transaction(this.#pool, async (client) => {
      await client.query(`SET LOCAL statement_timeout = ${QUEUE_TIMEOUT_MS}`);
      const changes = await this.#changes(client, nowMs);
      return { rows: changes, owners: await this.#owners(client, nowMs) };
    });
    const now = receptionOf(
      rows.map(({ data }) => data),
      nowMs,
      this.#policy,
    );
    const gone = now.abandoned.slice(0, MAX_SHOWN).map((alarmId) => `alarm-${alarmId}`);
    const views = await this.#views(gone);
    const ownedBy = new Map(owners.map(({ id, owned }) => [id, owned]));
    return {
      ringing: now.ringing,
      longestRingingS: now.longestRingingS,
      answerP50S: now.answerP50S ?? 0,
      answerP90S: now.answerP90S ?? 0,
      answeredInTarget: now.answeredInTarget,
      abandonedLastHour: now.abandonedCount,
      overflowedLastHour: now.overflowed,
      abandoned: gone.flatMap((stream) => views.get(stream) ?? []).filter((alarm) => alarm.closedAtMs === 0),
      seats: now.seats.map((seat) => ({ ...seat, owned: ownedBy.get(seat.byId) ?? 0 })),
      owners,
    };
  }

  /** Of the last hour, the oldest first. */
  async #changes(client: Queryable, nowMs: number): Promise<{ data: ContactCallChanged }[]> {
    const { rows } = await client.query<{ data: ContactCallChanged }>({
      name: 'call-changes',
      text: `SELECT data FROM (
               SELECT data, position FROM events WHERE type = 'contact.call-changed' AND at_ms > $1
               ORDER BY at_ms DESC LIMIT ${MAX_CHANGES}) newest ORDER BY position`,
      values: [nowMs - HOUR_MS],
    });
    return rows;
  }

  /** Who looks after how many contacts that are not closed. */
  async #owners(client: Queryable, nowMs: number): Promise<OwnerState[]> {
    const { rows } = await client.query<OwnerState>({
      name: 'owners',
      text: `SELECT id, min(name) AS name, count(*)::int AS owned FROM (
               SELECT DISTINCT ON (stream) stream, type, data->'by'->>'id' AS id, data->'by'->>'name' AS name
               FROM events WHERE type IN (${OWNERSHIP}) AND at_ms > $1 ORDER BY stream, version DESC) last
             WHERE type <> 'contact.released'
               AND NOT EXISTS (SELECT 1 FROM events c WHERE c.stream = last.stream AND c.type = 'alarm.closed')
             GROUP BY id ORDER BY owned DESC, id LIMIT ${MAX_OWNERS}`,
      values: [nowMs - OWNED_SINCE_MS],
    });
    return rows;
  }

  async #byNumber(callerNumber: string, except: string): Promise<Found[]> {
    const { rows } = await this.#pool.query<Row>({
      name: 'calls-of-number',
      text: `SELECT stream, at_ms FROM (
               SELECT stream, at_ms FROM events WHERE type = 'alarm.received' AND data->>'callerNumber' = $1
               UNION ALL
               SELECT stream, at_ms FROM events WHERE type = 'contact.identified' AND data->>'callerNumber' = $1) calls
             WHERE stream <> $2
             ORDER BY at_ms DESC LIMIT ${MAX_NEAR}`,
      values: [callerNumber, except],
    });
    return rows.map(({ stream, at_ms }) => ({ stream, atMs: at_ms }));
  }

  async #byPlace({ lon, lat, radiusM }: NonNullable<ContextQuery['place']>, except: string): Promise<Found[]> {
    const dLat = radiusM / METRES_PER_DEGREE;
    const metresPerLon = METRES_PER_DEGREE * Math.max(MIN_COS_LAT, Math.cos((lat * Math.PI) / 180));
    const dLon = radiusM / metresPerLon;
    const { rows } = await this.#pool.query<Row & { lon: number; lat: number }>({
      name: 'calls-of-place',
      text: `SELECT stream, at_ms, (data->'place'->>'lon')::float8 AS lon, (data->'place'->>'lat')::float8 AS lat
             FROM events
             WHERE type = 'alarm.received' AND data->'place'->>'lat' IS NOT NULL
               AND (data->'place'->>'lat')::float8 BETWEEN $1 AND $2
               AND (data->'place'->>'lon')::float8 BETWEEN $3 AND $4 AND stream <> $5
             ORDER BY at_ms DESC LIMIT ${MAX_NEAR}`,
      values: [lat - dLat, lat + dLat, lon - dLon, lon + dLon, except],
    });
    const near = (row: { lon: number; lat: number }) =>
      Math.hypot((row.lon - lon) * metresPerLon, (row.lat - lat) * METRES_PER_DEGREE) <= radiusM;
    return rows.filter(near).map(({ stream, at_ms }) => ({ stream, atMs: at_ms }));
  }

  async #hadDanger(streams: readonly string[]): Promise<boolean> {
    if (streams.length === 0) return false;
    const { rows } = await this.#pool.query({
      name: 'danger-before',
      text: `SELECT 1 FROM events
             WHERE stream = ANY($1) AND type = 'contact.flagged'
               AND (data->>'flag' = ANY($2) OR data->'signs' ?| $3::text[]) LIMIT 1`,
      values: [streams, DANGER_FLAGS, DANGER_SIGNS],
    });
    return rows.length > 0;
  }

  async #views(streams: readonly string[]): Promise<Map<string, Alarm>> {
    const views = new Map<string, Alarm>();
    if (streams.length === 0) return views;
    for (const [stream, events] of await this.#store.loadMany([...new Set(streams)])) {
      let view: Alarm | undefined;
      for (const event of events as Recorded<AlarmEvent>[]) view = evolveAlarmView(view, event);
      if (view !== undefined) views.set(stream, view);
    }
    return views;
  }
}

interface Row {
  readonly stream: string;
  readonly at_ms: number;
}
interface Found {
  readonly stream: string;
  readonly atMs: number;
}
