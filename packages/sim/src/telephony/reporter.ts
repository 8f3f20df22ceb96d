/** Tries of one report; Muster may just be starting again. */
const TRIES = 60;
const RETRY_MS = 250;
const ANSWER_MS = 5_000;

/** Tells Muster what happens, in order for each call, again until it is taken; as a phone system's event link does. */
export class Reporter {
  readonly #url: string;
  readonly #key: string;
  readonly #lines = new Map<string, Promise<string>>();
  /** Refused, or given up after TRIES. */
  readonly lost: string[] = [];
  reported = 0;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  /** @returns the alarm it belongs to; '' when it could not be told */
  report(callId: string, body: object): Promise<string> {
    const before = this.#lines.get(callId) ?? Promise.resolve('');
    const mine = before.then(() => this.#send(body));
    this.#lines.set(callId, mine);
    void mine.finally(() => {
      if (this.#lines.get(callId) === mine) this.#lines.delete(callId);
    });
    return mine;
  }

  async settled(): Promise<void> {
    await Promise.all(this.#lines.values());
  }

  async #send(body: object): Promise<string> {
    let why = '';
    for (let tries = 1; tries <= TRIES; tries++) {
      try {
        const response = await fetch(this.#url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${this.#key}` },
          body: JSON.stringify(body),
          signal: AbortSignal.timeout(ANSWER_MS),
        });
        const text = await response.text();
        if (response.ok) {
          this.reported++;
          return (JSON.parse(text) as { alarmId?: string }).alarmId ?? '';
        }
        why = `${response.status} ${text.slice(0, 200)}`;
        if (response.status < 500 && response.status !== 429) break;
      } catch (error) {
        why = String(error);
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
    this.lost.push(`${JSON.stringify(body).slice(0, 200)}: ${why}`);
    return '';
  }
}
