import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { RefusalError, refuse } from '@muster/kernel/result';
import type { PasswordsPort } from '../app/ports.ts';

export const PASSWORD_LIMITS = {
  /** Each takes 32 MiB and a thread for a while. */
  atOnce: 2,
  waiting: 256,
} as const;

/** OWASP's second scrypt setting; drills and tests, whose passwords are drawn at random, take a fast one. */
export const SCRYPT_LIVE = { N: 2 ** 15, r: 8, p: 3 } as const;
export const SCRYPT_DRILL = { N: 2 ** 12, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

interface Cost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** scrypt in the thread pool; stored as scrypt$N$r$p$salt$key, so that the cost can grow later. */
export class Passwords implements PasswordsPort {
  readonly #cost: Cost;
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(cost: Cost) {
    this.#cost = cost;
  }

  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const { N, r, p } = this.#cost;
    const key = await this.#derive(password, salt, this.#cost);
    return ['scrypt', N, r, p, salt.toString('base64'), key.toString('base64')].join('$');
  }

  async matches(password: string, hash: string | null): Promise<boolean> {
    const [kind, N, r, p, salt, key] = (hash ?? '').split('$');
    if (kind !== 'scrypt' || salt === undefined || key === undefined) {
      await this.#derive(password, randomBytes(SALT_BYTES), this.#cost);
      return false;
    }
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    return timingSafeEqual(await this.#derive(password, Buffer.from(salt, 'base64'), cost), Buffer.from(key, 'base64'));
  }

  async #derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
    await this.#turn();
    try {
      return await new Promise<Buffer>((resolve, reject) =>
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...cost, maxmem: 256 * cost.N * cost.r }, (error, key) =>
          error ? reject(error) : resolve(key),
        ),
      );
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running >= PASSWORD_LIMITS.atOnce) {
      if (this.#waiting.length >= PASSWORD_LIMITS.waiting) {
        const { refusal } = refuse(
          'limit',
          'too many sign-ins at once; try again in a moment',
          '登录人数过多，请稍后再试',
        );
        throw new RefusalError(refusal);
      }
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#running++;
  }
}
