import type { Migration } from './migrate.ts';

/**
 * Tables of an event-sourced service. `outbox` holds the positions not yet on the bus: the relay deletes them, so the
 * log itself is never updated. There is no cursor over `position`: transactions commit out of order.
 */
export const EVENT_TABLES: Migration = {
  id: '000-events',
  sql: `
    CREATE TABLE events (
      position    bigint GENERATED ALWAYS AS IDENTITY,
      stream      text        NOT NULL,
      version     integer     NOT NULL CHECK (version > 0),
      event_id    uuid        NOT NULL,
      type        text        NOT NULL,
      schema      smallint    NOT NULL DEFAULT 1,
      data        jsonb       NOT NULL,
      mode        text        NOT NULL,
      at_ms       double precision NOT NULL,
      traceparent text,
      xid         xid8        NOT NULL DEFAULT pg_current_xact_id(),
      PRIMARY KEY (stream, version)
    );
    CREATE UNIQUE INDEX events_position ON events (position);
    CREATE TABLE outbox (position bigint PRIMARY KEY);
  `,
};

/** Where each consumer stands in each stream it follows; moved in the transaction of the effect. */
export const CHECKPOINT_TABLES: Migration = {
  id: '000-checkpoints',
  sql: `
    CREATE TABLE checkpoints (
      consumer text    NOT NULL,
      stream   text    NOT NULL,
      version  integer NOT NULL,
      PRIMARY KEY (consumer, stream)
    );
  `,
};

/** How far each consumer has read the log of its events' owner, safely behind (catch-up.ts). */
export const LOG_POSITION_TABLES: Migration = {
  id: '000-log-positions',
  sql: 'CREATE TABLE log_positions (consumer text PRIMARY KEY, position bigint NOT NULL)',
};
