/** What a report had that could not be used: said to the sender and stored with the alarm. */
export const FIELD_LIMITS = { unknownTold: 10, nameChars: 40 } as const;

type Bag = Readonly<Record<string, unknown>>;

export const isBag = (value: unknown): value is Bag =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads an object that somebody else wrote: takes a field under any of its names and in any form that makes sense,
 * never throws, and writes into `warnings` what it left out.
 */
export class Fields {
  readonly #bag: Bag;
  readonly #path: string;
  readonly #read = new Set<string>();
  readonly warnings: string[];

  constructor(bag: Bag, warnings: string[] = [], path = '') {
    this.#bag = bag;
    this.#path = path;
    this.warnings = warnings;
  }

  has(...names: string[]): boolean {
    return this.#take(names) !== undefined;
  }

  text(...names: string[]): string {
    const value = this.#take(names);
    if (value === undefined) return '';
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return this.#leftOut(names, 'is no text', '');
  }

  /** `null` when it is not there or no finite number. */
  number(...names: string[]): number | null {
    const value = this.#take(names);
    if (value === undefined || value === '') return null;
    const number = typeof value === 'string' ? Number(value.trim()) : value;
    if (typeof number === 'number' && Number.isFinite(number)) return number;
    return this.#leftOut(names, 'is no number', null);
  }

  flag(...names: string[]): boolean {
    const value = this.#take(names);
    return value === true || value === 1 || /^(1|true|yes|y|是)$/i.test(typeof value === 'string' ? value.trim() : '');
  }

  /** Milliseconds since 1970 from epoch ms or s or ISO 8601; 0 when not there or not understood. */
  timeMs(...names: string[]): number {
    const value = this.#take(names);
    if (value === undefined || value === '') return 0;
    const number = typeof value === 'number' ? value : /^\d{9,16}$/.test(String(value)) ? Number(value) : Number.NaN;
    if (Number.isFinite(number) && number > 0) return number < SECONDS_UNTIL ? number * 1_000 : number;
    const parsed = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isFinite(parsed) && parsed > 0) return parsed;
    return this.#leftOut(names, 'is no time (epoch ms or ISO 8601)', 0);
  }

  nested(...names: string[]): Fields | null {
    const value = this.#take(names);
    if (value === undefined) return null;
    if (isBag(value)) return new Fields(value, this.warnings, `${this.#path}${names[0]}.`);
    return this.#leftOut(names, 'is no object', null);
  }

  list(...names: string[]): readonly unknown[] {
    const value = this.#take(names);
    if (value === undefined) return [];
    return Array.isArray(value) ? value : this.#leftOut(names, 'is no list', []);
  }

  /** As it is. */
  value(name: string): unknown {
    return this.#take([name]);
  }

  entries(): [string, unknown][] {
    return Object.entries(this.#bag);
  }

  /** Names that nobody asked for are named once, so that a sender finds its spelling mistake. */
  noteUnknown(): void {
    const unknown = Object.keys(this.#bag).filter((name) => !this.#read.has(name));
    if (unknown.length === 0) return;
    const told = unknown.slice(0, FIELD_LIMITS.unknownTold).map((name) => this.#path + nameOf(name));
    const more = unknown.length > told.length ? ` and ${unknown.length - told.length} more` : '';
    this.warnings.push(`unknown fields were left out: ${told.join(', ')}${more}`);
  }

  #take(names: readonly string[]): unknown {
    for (const name of names) this.#read.add(name);
    for (const name of names) {
      const value = Object.hasOwn(this.#bag, name) ? this.#bag[name] : undefined;
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  }

  #leftOut<T>(names: readonly string[], why: string, instead: T): T {
    this.warnings.push(`${this.#path}${names[0]} ${why} and was left out`);
    return instead;
  }
}

/** An epoch below this is in seconds: as milliseconds it would be before 1973. */
const SECONDS_UNTIL = 100_000_000_000;

const nameOf = (name: string): string =>
  name
    .slice(0, FIELD_LIMITS.nameChars)
    .toWellFormed()
    .replace(/[^\P{Cc}]/gu, ' ');
