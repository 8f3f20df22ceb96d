import { readdirSync, readFileSync } from 'node:fs';

/** Our own, without the services that are our children. */
const ownCpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Clock ticks a second in /proc: 100 on every Linux that runs here. */
const TICKS_PER_S = 100;

/**
 * CPU seconds of a process so far, with those of its children, living and ended; PostgreSQL is a tree. Null where there
 * is no /proc, or no such process.
 */
export function cpuSecondsOf(pid: number): number | null {
  const own = timesOf(pid);
  if (own === null) return null;
  if (pid === process.pid) return ownCpuSeconds();
  const living = childrenOf(pid).map((child) => timesOf(child)?.withEnded ?? 0);
  return (own.withEnded + living.reduce((sum, ticks) => sum + ticks, 0)) / TICKS_PER_S;
}

function timesOf(pid: number): { parent: number; withEnded: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold spaces: count from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { parent: Number(fields[1]), withEnded: ticks };
  } catch {
    return null;
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((candidate) => timesOf(candidate)?.parent === pid);

/** CPU of several processes over a span of time: take one reading at its start and one at its end. */
export class CpuMeter {
  readonly #pids: () => ReadonlyMap<string, number>;
  #from = new Map<string, number>();
  #fromMs = 0;

  constructor(pids: () => ReadonlyMap<string, number>) {
    this.#pids = pids;
  }

  start(): void {
    this.#from = this.#read();
    this.#fromMs = performance.now();
  }

  /** CPU seconds by name since start(), and how long that was. */
  end(): { cpuS: Record<string, number>; wallS: number } {
    const cpuS = [...this.#read()].map(([name, seconds]) => [name, seconds - (this.#from.get(name) ?? 0)]);
    return { cpuS: Object.fromEntries(cpuS), wallS: (performance.now() - this.#fromMs) / 1000 };
  }

  #read(): Map<string, number> {
    const read = [...this.#pids()].map(([name, pid]) => [name, cpuSecondsOf(pid)] as const);
    return new Map(read.filter((pair): pair is readonly [string, number] => pair[1] !== null));
  }
}
