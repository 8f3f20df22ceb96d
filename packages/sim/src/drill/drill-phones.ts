import type { Agent } from '../telephony/acd.ts';
import { PLAIN_CALLER } from '../telephony/caller.ts';
import { startTelephonySimulator, type TelephonySimulator } from '../telephony/start-simulator.ts';
import { sleep } from './timing.ts';

/** Seats of a drill: as many as its callers need at once; who is beyond them waits in the queue. */
export const DRILL_SEATS = 60;
/** Nobody hangs up in a drill before they were heard. */
const PATIENCE_MS = 24 * 3_600_000;
const LOOK_AGAIN_MS = 20;

export interface PhonesOptions {
  /** The edge's public address. */
  readonly url: string;
  readonly intakeKey: string;
  /** Where Muster was told that its phone system is. */
  readonly port: number;
  readonly commandKey: string;
  /** Who sits at all seats. */
  readonly username: string;
  readonly speed: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** One call of a drill on its way through the simulated phone system. */
export interface Line {
  /** @returns the alarm it opened */
  ring(line: string, number: string): Promise<string>;
  /** Until a seat has picked it up. */
  answered(): Promise<void>;
  hangUp(): void;
}

/** The drill's voice calls come in through a phone system: they ring, queue, and are handed to a seat. */
export class DrillPhones {
  readonly #simulator: TelephonySimulator;
  readonly #signal: AbortSignal;
  private constructor(simulator: TelephonySimulator, signal: AbortSignal) {
    this.#simulator = simulator;
    this.#signal = signal;
  }

  static async open({ url, intakeKey, username, signal, ...rest }: PhonesOptions): Promise<DrillPhones> {
    const agents: Agent[] = Array.from({ length: DRILL_SEATS }, (_, i) => ({
      ...{ seat: String(i + 1).padStart(2, '0'), id: username, name: username },
    }));
    const reportUrl = `${url}/intake/v1/calls`;
    return new DrillPhones(await startTelephonySimulator({ ...rest, agents, reportUrl, reportKey: intakeKey }), signal);
  }

  line(callId: string): Line {
    const { phones } = this.#simulator;
    return {
      ring: async (line, number) => {
        const caller = { ...PLAIN_CALLER, line, number, patienceMs: PATIENCE_MS, ends: 'stays' } as const;
        const alarmId = await phones.ring(callId, caller);
        if (alarmId === '') throw new Error(`the ring was not taken: ${this.#simulator.reporter.lost.at(-1)}`);
        return alarmId;
      },
      answered: async () => {
        while (phones.calls.get(callId)?.state === 'ringing') {
          if (this.#signal.aborted) throw new Error('the drill was stopped');
          await sleep(LOOK_AGAIN_MS, this.#signal);
        }
      },
      hangUp: () => {
        const call = phones.calls.get(callId);
        if (call !== undefined) phones.end(call, 'taker-hung-up');
      },
    };
  }

  /** What the phone system could not tell Muster. */
  get lost(): readonly string[] {
    return this.#simulator.reporter.lost;
  }

  async close(): Promise<void> {
    await this.#simulator.reporter.settled();
    await this.#simulator.stop();
  }
}
