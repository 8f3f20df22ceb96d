/** `[3/7] 数据库 PostgreSQL · database (0.8 s)`: one line a finished step, so that parallel steps read well. */
export class Progress {
  readonly #total: number;
  readonly #print: (line: string) => void;
  readonly #startedMs = performance.now();
  #done = 0;

  constructor(total: number, print: (line: string) => void) {
    this.#total = total;
    this.#print = print;
  }

  /** Counts the step when it is done; a failure is left to the caller. */
  async step<T>(zh: string, en: string, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const result = await work();
    this.#done += 1;
    const tookS = ((performance.now() - startedMs) / 1000).toFixed(1);
    this.#print(`[${this.#done}/${this.#total}] ${zh} · ${en} (${tookS} s)`);
    return result;
  }

  /** Something worth knowing during a step: a download, a restart. */
  note(line: string): void {
    this.#print(`      ${line}`);
  }

  elapsedS(): string {
    return ((performance.now() - this.#startedMs) / 1000).toFixed(1);
  }
}
