import { exponential, type Random } from '@muster/kernel/random';

/**
 * How long the simulated people take, seconds of the drill. Means are round figures in the range of published service
 * times; a drill is for trying the system, not for predicting a city.
 */
export const MEANS_S = {
  betweenCalls: 20,
  answer: 5,
  placeConfirmed: 25,
  decide: 10,
  acknowledge: 10,
  turnout: 45,
  scene: { medical: 900, fire: 1_500, police: 1_200, municipal: 1_800, emergency: 1_800 },
  patient: 120,
  handover: 720,
  feedback: 60,
} as const;

/** A drill's clock: `speed` seconds of the drill pass in one real second. */
export class DrillClock {
  readonly speed: number;
  readonly #random: Random;
  readonly #signal: AbortSignal;
  constructor(speed: number, random: Random, signal: AbortSignal) {
    this.speed = speed;
    this.#random = random;
    this.#signal = signal;
  }

  /** Waits so many drill seconds, or less when the drill is stopped. */
  wait(seconds: number, signal: AbortSignal = this.#signal): Promise<void> {
    return sleep((seconds * 1000) / this.speed, signal);
  }

  /** Waits about the mean: half of it certain, half exponential, at most four means. */
  about(meanS: number, signal: AbortSignal = this.#signal): Promise<void> {
    return this.wait(Math.min(4 * meanS, meanS / 2 + exponential(this.#random, meanS / 2)), signal);
  }
}

/** Resolves early, without an error, when the signal is aborted: whoever waits looks at the signal. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
