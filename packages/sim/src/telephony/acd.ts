/** Who sits where. */
export interface Agent {
  readonly seat: string;
  readonly id: string;
  readonly name: string;
}

export interface HandedOut {
  readonly callId: string;
  readonly agent: Agent;
}

/**
 * The distribution of a phone system, without time or wires: callers wait in the order in which they rang, and each is
 * handed to the seat that has been free longest. A call is with one seat, a seat has one call.
 */
export class Acd {
  readonly #waiting: string[] = [];
  /** Free seats, the longest free first. */
  readonly #free: Agent[];
  readonly #talking = new Map<string, Agent>();

  constructor(agents: readonly Agent[]) {
    this.#free = [...agents];
  }

  get waiting(): readonly string[] {
    return this.#waiting;
  }
  get free(): readonly Agent[] {
    return this.#free;
  }
  get talking(): ReadonlyMap<string, Agent> {
    return this.#talking;
  }

  ring(callId: string): void {
    if (!this.#waiting.includes(callId) && !this.#talking.has(callId)) this.#waiting.push(callId);
  }

  /** The next call for the next seat, now theirs; null when nobody waits or nobody is free. */
  handOut(): HandedOut | null {
    if (this.#waiting.length === 0 || this.#free.length === 0) return null;
    const callId = this.#waiting.shift() as string;
    const agent = this.#free.shift() as Agent;
    this.#talking.set(callId, agent);
    return { callId, agent };
  }

  /** An agent rings out by themselves: the named one when free, else whoever is; null when all talk. */
  take(callId: string, agentId: string): Agent | null {
    const at = Math.max(
      0,
      this.#free.findIndex(({ id }) => id === agentId),
    );
    const [agent] = this.#free.splice(at, 1);
    if (agent === undefined) return null;
    this.#talking.set(callId, agent);
    return agent;
  }

  /** Out of the queue or off its seat, which is free again; false when it was in neither. */
  leave(callId: string): boolean {
    const at = this.#waiting.indexOf(callId);
    if (at >= 0) this.#waiting.splice(at, 1);
    const agent = this.#talking.get(callId);
    if (agent !== undefined) {
      this.#talking.delete(callId);
      this.#free.push(agent);
    }
    return at >= 0 || agent !== undefined;
  }
}
