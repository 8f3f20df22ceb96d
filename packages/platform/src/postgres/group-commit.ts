/** Items that wait while others are written; more in one statement saves little and makes a failure dearer. */
export const MAX_GROUP = 64;
/** Statements under way at once. While both are, what comes waits and goes together: the fuller the line, the cheaper. */
const MAX_WRITERS = 2;

interface Waiting<T> {
  readonly items: readonly T[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes that come while others are being committed share the next commit, as PostgreSQL's own log writer does with its
 * flushes, but for the whole statement. Nobody waits when nothing is under way, and each is told only after the commit
 * that holds its own items. When the database refuses a group, each of it is written alone: one bad write fails alone.
 */
export class GroupCommit<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #writers = 0;

  /** `write` stores all of the items or none, durably. */
  constructor(write: (items: readonly T[]) => Promise<void>) {
    this.#write = write;
  }

  /** All of these or none; durable when it resolves. */
  add(items: readonly T[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (this.#writers < MAX_WRITERS) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#writers++;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, MAX_GROUP);
      await this.#writeGroup(group);
    }
    this.#writers--;
  }

  async #writeGroup(group: readonly Waiting<T>[]): Promise<void> {
    try {
      await this.#write(group.flatMap(({ items }) => items));
    } catch (error) {
      if (group.length > 1 && isRefusedByDatabase(error)) {
        await Promise.all(group.map((one) => this.#writeGroup([one])));
        return;
      }
      for (const { reject } of group) reject(error);
      return;
    }
    for (const { resolve } of group) resolve();
  }
}

/** With an SQLSTATE it was rolled back for certain; a lost connection may have committed, and is told as it is. */
const isRefusedByDatabase = (error: unknown): boolean =>
  /^[0-9A-Z]{5}$/.test((error as { code?: string } | null)?.code ?? '');
