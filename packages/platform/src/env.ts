/**
 * Reads an environment into a typed, frozen configuration and lists every mistake at once, so that an administrator
 * mends a start-up in one go. Only a service's config.ts uses it.
 */
export class ConfigError extends Error {
  readonly mistakes: readonly string[];
  constructor(mistakes: readonly string[]) {
    super(`configuration is wrong:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`);
    this.name = 'ConfigError';
    this.mistakes = mistakes;
  }
}

export type Env = Readonly<Record<string, string | undefined>>;

export class EnvReader {
  readonly #env: Env;
  readonly #mistakes: string[] = [];
  constructor(env: Env) {
    this.#env = env;
  }

  string(name: string, fallback?: string): string {
    const value = this.#env[name];
    if (value !== undefined && value !== '') return value;
    if (fallback !== undefined) return fallback;
    this.#mistakes.push(`${name} is not set`);
    return '';
  }

  integer(name: string, range: { min: number; max: number }, fallback?: number): number {
    const raw = this.#env[name];
    if ((raw === undefined || raw === '') && fallback !== undefined) return fallback;
    const value = Number(raw);
    if (raw === undefined || raw === '' || !Number.isInteger(value) || value < range.min || value > range.max) {
      this.#mistakes.push(`${name} must be a whole number from ${range.min} to ${range.max}, not "${raw ?? ''}"`);
      return range.min;
    }
    return value;
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[], fallback?: T): T {
    const raw = this.#env[name] || fallback;
    if (raw !== undefined && (allowed as readonly string[]).includes(raw)) return raw as T;
    this.#mistakes.push(`${name} must be one of ${allowed.join(', ')}, not "${raw ?? ''}"`);
    return allowed[0] as T;
  }

  /** What a reader of its own found wrong. */
  mistake(text: string): void {
    this.#mistakes.push(text);
  }

  /** The configuration, or a ConfigError with every mistake. */
  finish<T extends object>(config: T): Readonly<T> {
    if (this.#mistakes.length > 0) throw new ConfigError(this.#mistakes);
    return Object.freeze(config);
  }
}
