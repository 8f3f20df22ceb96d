import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readTrackFrame, type TrackColumns } from '@muster/contracts/track-frame';
import type { Clock } from '@muster/kernel/clock';
import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { Pool } from '@muster/platform/postgres/pool';
import { from as copyFrom } from 'pg-copy-streams';

/** Written once a second, or when this many positions wait. */
const WRITE_EVERY_MS = 1_000;
/** When the database is away for long, the oldest waiting positions are let go: positions are the first to be shed. */
export const MAX_WAITING_POSITIONS = 1_000_000;
const DAY_MS = 86_400_000;
/** Partitions are made this many days ahead, so that midnight is no event. */
const DAYS_AHEAD = 2;
const MAINTAIN_EVERY_MS = 3_600_000;

/** Binary COPY: signature, flags and extension length; then rows; then −1. */
const COPY_HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const COPY_TRAILER = Buffer.from([0xff, 0xff]);
const ROW_BYTES = 2 + (4 + 4) + (4 + 8) + (4 + 4) + (4 + 4) + (4 + 4) + (4 + 4);

/** Keeps every position that was taken, by COPY into tables of one day each. */
export class History implements Component {
  readonly #pool: Pool;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #keepDays: number;
  #frames: TrackColumns[] = [];
  #waiting = 0;
  #shed = 0;
  #writing: Promise<void> = Promise.resolve();
  readonly #timers: NodeJS.Timeout[];
  readonly #partitions = new Set<string>();

  constructor(deps: { pool: Pool; log: Log; clock: Clock; keepDays: number }) {
    this.#pool = deps.pool;
    this.#log = deps.log;
    this.#clock = deps.clock;
    this.#keepDays = deps.keepDays;
    this.#timers = [
      setInterval(() => void this.write(), WRITE_EVERY_MS),
      setInterval(() => void this.#maintain().catch((err) => this.#log.warn({ err }, 'partitions')), MAINTAIN_EVERY_MS),
    ];
  }

  get shed(): number {
    return this.#shed;
  }

  keep(frame: Uint8Array): void {
    const columns = readTrackFrame(frame);
    if (columns === null) return;
    this.#frames.push(columns);
    this.#waiting += columns.count;
    while (this.#waiting > MAX_WAITING_POSITIONS) {
      const oldest = this.#frames.shift()?.count ?? 0;
      this.#waiting -= oldest;
      this.#shed += oldest;
    }
  }

  /** Writes what waits, one write at a time; what fails waits for the next. */
  write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const frames = this.#frames;
      if (frames.length === 0) return;
      this.#frames = [];
      this.#waiting = 0;
      try {
        await this.#copy(frames);
      } catch (error) {
        this.#log.warn({ err: error, frames: frames.length }, 'positions wait: the history cannot be written');
        this.#frames = [...frames, ...this.#frames];
        this.#waiting = this.#frames.reduce((sum, frame) => sum + frame.count, 0);
      }
    });
    return this.#writing;
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.write();
  }

  async #copy(frames: readonly TrackColumns[]): Promise<void> {
    for (const day of daysOf(frames)) await this.#ensurePartition(day);
    const client = await this.#pool.connect();
    try {
      const copy = client.query(
        copyFrom(
          'COPY positions (unit_no, observed_at_ms, lon_e7, lat_e7, heading_cdeg, speed_dkmh) FROM STDIN BINARY',
        ),
      );
      await pipeline(Readable.from([COPY_HEADER, ...frames.map(rowsOf), COPY_TRAILER]), copy);
    } finally {
      client.release();
    }
  }

  async #ensurePartition(day: number): Promise<void> {
    const name = partitionName(day);
    if (this.#partitions.has(name)) return;
    const [from, to] = [day * DAY_MS, (day + 1) * DAY_MS];
    await this.#pool.query(
      `CREATE TABLE IF NOT EXISTS ${name} PARTITION OF positions FOR VALUES FROM (${from}) TO (${to})`,
    );
    this.#partitions.add(name);
  }

  async #maintain(): Promise<void> {
    const today = Math.floor(this.#clock.nowMs() / DAY_MS);
    for (let day = today; day <= today + DAYS_AHEAD; day++) await this.#ensurePartition(day);
    const { rows } = await this.#pool.query<{ name: string }>(
      "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'positions'::regclass",
    );
    const oldestKept = partitionName(today - this.#keepDays);
    for (const { name } of rows) {
      if (/^positions_\d{8}$/.test(name) && name < oldestKept) await this.#pool.query(`DROP TABLE ${name}`);
    }
  }
}

const partitionName = (day: number): string =>
  `positions_${new Date(day * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '')}`;

function daysOf(frames: readonly TrackColumns[]): Set<number> {
  const days = new Set<number>();
  for (const { count, baseMs, afterMs } of frames) {
    for (let i = 0; i < count; i++) days.add(Math.floor((baseMs + (afterMs[i] as number)) / DAY_MS));
  }
  return days;
}

/** The frame's positions as rows of a binary COPY. */
function rowsOf(columns: TrackColumns): Buffer {
  const { count, unitNo, lonE7, latE7, afterMs, baseMs, headingCentideg, speedDecikmh } = columns;
  const rows = Buffer.allocUnsafe(count * ROW_BYTES);
  let at = 0;
  for (let i = 0; i < count; i++) {
    at = rows.writeInt16BE(6, at);
    at = rows.writeInt32BE(4, at);
    at = rows.writeInt32BE(unitNo[i] as number, at);
    at = rows.writeInt32BE(8, at);
    at = rows.writeBigInt64BE(BigInt(Math.round(baseMs + (afterMs[i] as number))), at);
    for (const value of [lonE7[i], latE7[i], headingCentideg[i], speedDecikmh[i]]) {
      at = rows.writeInt32BE(4, at);
      at = rows.writeInt32BE(value as number, at);
    }
  }
  return rows;
}
