/** Everything that runs: `start(deps)` gives one of these. */
export interface Component {
  /** Refuse new work → drain → flush → close. Called once; resolves when nothing is left. */
  stop(): Promise<void>;
}

/**
 * Stops components in the reverse order of their start, each even when an earlier one failed, and reports every
 * failure together.
 */
export class Stack {
  readonly #components: { name: string; component: Component }[] = [];

  add<T extends Component>(name: string, component: T): T {
    this.#components.push({ name, component });
    return component;
  }

  async stop(): Promise<void> {
    const failures: Error[] = [];
    for (const { name, component } of this.#components.splice(0).reverse()) {
      try {
        await component.stop();
      } catch (cause) {
        failures.push(new Error(`${name} did not stop cleanly`, { cause }));
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, failures.map((f) => f.message).join('; '));
  }
}
