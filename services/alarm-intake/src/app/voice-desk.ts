import type { ActorFact } from '@muster/contracts/events/shared';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { ANONYMOUS } from '../domain/identify.ts';
import { alarmIdFor } from './alarms.ts';
import type { ChannelDesk } from './channel-desk.ts';
import type { Heard } from './speech.ts';

/** Which call it is: its alarm, or the phone system's number of it. */
export interface CallRef {
  readonly alarmId: AlarmId;
  readonly callId: string;
  readonly callerNumber: string;
  readonly line: string;
}

export const VOICE_LIMITS = {
  /** A turn that is still spoken is stored so often; its last form always. */
  partialEveryMs: 1_000,
  /** The database is away: tries, and the pause between them. */
  tries: 30,
  retryMs: 1_000,
  callIdChars: 100,
} as const;

export class VoiceDesk {
  readonly #desk: ChannelDesk;
  readonly #sleep: (ms: number) => Promise<void>;
  constructor(desk: ChannelDesk, sleep: (ms: number) => Promise<void>) {
    this.#desk = desk;
    this.#sleep = sleep;
  }

  now(): number {
    return this.#desk.now();
  }

  /** Words may come before the phone system has said that it rings: then they open its alarm. */
  async open({ alarmId, callId, callerNumber, line }: CallRef, by: ActorFact): Promise<Result<AlarmId>> {
    if (alarmId !== '') {
      const found = await this.#desk.get(alarmId);
      return found.ok ? ok(alarmId) : found;
    }
    if (callId === '' || callId.length > VOICE_LIMITS.callIdChars) {
      return refuse('invalid', 'name the call: alarmId or callId', '须注明 alarmId 或 callId');
    }
    const known = await this.#desk.get(alarmIdFor('voice', callId));
    if (known.ok) return ok(known.value.alarmId);
    const report = {
      ...{ idempotencyKey: callId, channel: 'voice', line, callerNumber: callerNumber || ANONYMOUS, callerName: '' },
      ...{ text: '', lang: '', place: null, reportedType: '', rangAtMs: 0 },
    };
    const taken = await this.#desk.take(report, by);
    return taken.ok ? ok(taken.value.alarmId) : taken;
  }

  /** By its number: what a recogniser that numbers its segments itself sends. */
  segment(alarmId: AlarmId, segment: number | 'new', { text, speaker, final }: Omit<Heard, 'turn'>) {
    return this.#desk.segment(alarmId, segment, text, speaker, final, true);
  }

  /** The turns of one stream, each in a segment of its own that is corrected in place. */
  listen(alarmId: AlarmId, onLost: (error: unknown) => void): Listening {
    return new Listening(this, alarmId, { nowMs: () => this.#desk.now(), sleep: this.#sleep, onLost });
  }
}

interface ListeningDeps {
  readonly nowMs: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly onLost: (error: unknown) => void;
}

/** Stores what is heard in order, the newest form of each turn; nothing is stored twice at once. */
export class Listening {
  readonly #desk: VoiceDesk;
  readonly #alarmId: AlarmId;
  readonly #deps: ListeningDeps;
  readonly #pending = new Map<string, Heard>();
  readonly #segments = new Map<string, number>();
  readonly #storedAtMs = new Map<string, number>();
  #pump: Promise<void> = Promise.resolve();
  #pumping = false;

  constructor(desk: VoiceDesk, alarmId: AlarmId, deps: ListeningDeps) {
    this.#desk = desk;
    this.#alarmId = alarmId;
    this.#deps = deps;
  }

  heard(heard: Heard): void {
    if (heard.text.trim() === '' && !this.#segments.has(heard.turn)) return;
    const age = this.#deps.nowMs() - (this.#storedAtMs.get(heard.turn) ?? 0);
    if (!heard.final && age < VOICE_LIMITS.partialEveryMs) return;
    this.#storedAtMs.set(heard.turn, this.#deps.nowMs());
    this.#pending.set(heard.turn, heard);
    if (this.#pumping) return;
    this.#pumping = true;
    this.#pump = this.#store();
  }

  /** When everything that was heard is stored. */
  settled(): Promise<void> {
    return this.#pump;
  }

  async #store(): Promise<void> {
    for (let [next] = this.#pending; next !== undefined; [next] = this.#pending) {
      const [turn, heard] = next;
      this.#pending.delete(turn);
      await this.#storeTurn(turn, heard);
    }
    this.#pumping = false;
  }

  async #storeTurn(turn: string, heard: Heard): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const stored = await this.#desk.segment(this.#alarmId, this.#segments.get(turn) ?? 'new', heard);
        if (!stored.ok) return this.#deps.onLost(new Error(stored.refusal.message));
        const last = Math.max(...stored.value.segments.map(({ segment }) => segment));
        if (!this.#segments.has(turn)) this.#segments.set(turn, last);
        return;
      } catch (error) {
        if (tries === VOICE_LIMITS.tries) return this.#deps.onLost(error);
        await this.#deps.sleep(VOICE_LIMITS.retryMs);
      }
    }
  }
}
