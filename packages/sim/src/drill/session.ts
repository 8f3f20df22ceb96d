import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { openPack } from '@muster/city/pack/open-pack';
import type { AlarmReceipt } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { type Random, seededRandom } from '@muster/kernel/random';
import { unwrap } from '@muster/kernel/result';
import { RoadNetwork } from '@muster/roads/road-network';
import { type DrillCall, leadOf } from './calls.ts';
import { Desk } from './desk.ts';
import { DrillPhones } from './drill-phones.ts';
import { EdgeClient } from './edge-client.ts';
import { LivePicture } from './live-picture.ts';
import { MannedFleet } from './manned-fleet.ts';
import { PositionFeed } from './position-feed.ts';
import { type CallRecord, newRecord } from './record.ts';
import { DrillClock } from './timing.ts';

export interface SessionOptions {
  /** The edge's public address. */
  readonly url: string;
  readonly cityDir: string;
  /** Someone who may take calls, dispatch, and speak for crews. */
  readonly username: string;
  readonly password: string;
  readonly intakeKey: string;
  readonly trackingKey: string;
  /** Drill seconds in one real second. */
  readonly speed: number;
  readonly seed: number;
  /** Units that belong to a human: never manned or sent by the drill. */
  readonly reserved: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Voice calls come through a simulated phone system, where Muster was told that it is. */
  readonly phones?: { readonly port: number; readonly commandKey: string };
}

/** Channels that are telephone calls. */
const VOICE = new Set(['voice', 'asr']);

/** Real time in which every vehicle has said where it is: without a position a unit cannot be ranked by travel time. */
const SETTLE_MS = 2_500;

/** Simulated callers, call-takers, dispatchers and crews at the public interfaces of a running system. */
export class DrillSession {
  readonly clock: DrillClock;
  readonly random: Random;
  readonly fleet: MannedFleet;
  readonly picture: LivePicture;
  readonly feed: PositionFeed;
  readonly cityId: string;
  readonly #edge: EdgeClient;
  readonly #caller: EdgeClient;
  readonly #desk: Desk;
  readonly #phones: DrillPhones | null;

  private constructor(options: SessionOptions, edge: EdgeClient, picture: LivePicture, phones: DrillPhones | null) {
    this.#phones = phones;
    const pack = unwrap(openPack(options.cityDir));
    const { signal, reserved } = options;
    this.cityId = pack.meta.id;
    this.random = seededRandom(options.seed);
    this.clock = new DrillClock(options.speed, this.random, signal);
    this.picture = picture;
    this.#edge = edge;
    this.#caller = new EdgeClient(options.url, signal);
    this.#caller.useKey(options.intakeKey);
    this.feed = new PositionFeed(options.url, options.trackingKey);
    const { clock, random, feed } = this;
    this.fleet = new MannedFleet({ edge, picture, clock, roads: RoadNetwork.from(pack.graph()), feed, reserved });
    const gazetteer = new Gazetteer(pack.gazetteer());
    this.#desk = new Desk({ edge, picture, clock, gazetteer, random, signal, reserved });
  }

  static async open(options: SessionOptions): Promise<DrillSession> {
    const edge = new EdgeClient(options.url, options.signal);
    const { token = '' } = await edge.signIn(options.username, options.password);
    const picture = await LivePicture.connect(options.url, token);
    const phones = options.phones ? await DrillPhones.open({ ...options, ...options.phones }) : null;
    const session = new DrillSession(options, edge, picture, phones);
    await session.clock.wait((SETTLE_MS / 1000) * options.speed);
    return session;
  }

  /** Requests that had to be repeated because nobody answered. */
  get requestRetries(): number {
    return this.#edge.retries + this.#caller.retries;
  }

  /** One call from its ring to its end. Never throws: what went wrong is in the record. */
  async play(call: DrillCall, idempotencyKey: string): Promise<CallRecord> {
    const record = newRecord(call, Date.now());
    const line = VOICE.has(call.channel) ? (this.#phones?.line(idempotencyKey) ?? null) : null;
    try {
      record.alarmId =
        line === null
          ? await ring(this.#caller, call, idempotencyKey, record.rangAtMs)
          : await line.ring(lineFor(call.type), numberFor(idempotencyKey));
      await this.#desk.handle(call, record.alarmId, record, line);
    } catch (error) {
      record.failure = (error as Error).message;
    }
    line?.hangUp();
    if (record.incidentId !== '') record.incident = await this.#incident(record.incidentId);
    record.arrived ||= (record.incident?.orders ?? []).some((order) => order.firstOnSceneAtMs > 0);
    return record;
  }

  /** What the phone system could not tell Muster. */
  get unheard(): readonly string[] {
    return this.#phones?.lost ?? [];
  }

  async close(): Promise<void> {
    await this.#phones?.close();
    this.fleet.stop();
    this.feed.close();
    this.picture.close();
  }

  async #incident(incidentId: string): Promise<Incident | null> {
    const answer = await this.#edge.get<{ incident: Incident }>(`/api/incidents/${incidentId}`).catch(() => null);
    return answer?.incident ?? null;
  }
}

/** The number people dial for it; 110 when they do not know better. */
function lineFor(type: string): string {
  if (type.startsWith('traffic.')) return '122';
  return { fire: '119', medical: '120' }[leadOf(type) as string] ?? '110';
}

async function ring(caller: EdgeClient, call: DrillCall, idempotencyKey: string, rangAtMs: number): Promise<string> {
  const { channel, lang, text } = call;
  const callerNumber = numberFor(idempotencyKey);
  const line = lineFor(call.type);
  const report = { idempotencyKey, channel, line, lang, text, callerNumber, rangAtMs, mode: 'drill' };
  return (await caller.post<AlarmReceipt>('/intake/v1/alarms', report)).alarmId;
}

const numberFor = (idempotencyKey: string): string => `139${String(10_000_000 + (hash(idempotencyKey) % 89_999_999))}`;

function hash(text: string): number {
  let h = 2_166_136_261;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 16_777_619);
  return h >>> 0;
}
