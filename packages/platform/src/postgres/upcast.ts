import type { DomainEvent } from '@muster/contracts/envelope';

type Upcaster = (event: DomainEvent) => DomainEvent;

/**
 * Old events are never rewritten: they are brought to today's shape when they are read. For each event type, a list of
 * steps: the first makes schema 2 out of schema 1, the second schema 3 out of 2 …
 */
export class Upcasters {
  readonly #steps: ReadonlyMap<string, readonly Upcaster[]>;
  constructor(steps: Readonly<Record<string, readonly Upcaster[]>> = {}) {
    this.#steps = new Map(Object.entries(steps));
  }

  /** The schema number new events of this type are written with. */
  currentSchema(type: string): number {
    return (this.#steps.get(type)?.length ?? 0) + 1;
  }

  apply(event: DomainEvent, schema: number): DomainEvent {
    const steps = this.#steps.get(event.type);
    if (!steps) return event;
    let current = event;
    for (let i = schema - 1; i < steps.length; i++) current = (steps[i] as Upcaster)(current);
    return current;
  }
}

export const upcast = (upcasters: Upcasters | undefined, event: DomainEvent, schema: number): DomainEvent =>
  upcasters ? upcasters.apply(event, schema) : event;
