/** CPU time of a process and of its children, from outside. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** CPU time since its start, user and system together, microseconds. */
export interface Metered {
  cpuUs(): Promise<number> | number;
}

/** A server and the processes it has started (PostgreSQL has one for each connection). */
export const meteredTree = (pid: number): Metered => ({
  cpuUs: () => (process.platform === 'linux' ? linuxTreeUs(pid) : psTreeUs(pid)),
});

export const meteredSelf: Metered = {
  cpuUs: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
};

/** USER_HZ is 100 on every Linux that Node runs on. */
const US_PER_TICK = 10_000;

interface Stat {
  readonly parent: number;
  readonly ticks: number;
  /** Of children that have ended and were waited for. */
  readonly endedTicks: number;
}

function readStat(pid: string | number): Stat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself hold spaces and parentheses: count from the last one.
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, ticks: user + system, endedTicks: endedUser + endedSystem };
  } catch {
    return null;
  }
}

function linuxTreeUs(root: number): number {
  const all = new Map<number, Stat>();
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? readStat(name) : null;
    if (stat !== null) all.set(Number(name), stat);
  }
  const isOurs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (at === root) return true;
    return false;
  };
  let us = 0;
  for (const [pid, stat] of all) {
    if (isOurs(pid)) us += Math.max(stat.ticks * US_PER_TICK, threadsUs(pid)) + stat.endedTicks * US_PER_TICK;
  }
  return us;
}

/** The scheduler's own count of the threads that live, in nanoseconds where `stat` has steps of 10 ms; 0 without it. */
function threadsUs(pid: number): number {
  try {
    let ns = 0;
    for (const thread of readdirSync(`/proc/${pid}/task`)) {
      ns += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
    }
    return ns / 1_000;
  } catch {
    return 0;
  }
}

function psTreeUs(root: number): number {
  const rows = execFileSync('ps', ['-axo', 'pid=,ppid=,time='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/));
  const parentOf = new Map(rows.map(([pid, parent]) => [Number(pid), Number(parent)]));
  let us = 0;
  for (const [pid, , time] of rows) {
    for (let at = Number(pid); at > 1; at = parentOf.get(at) ?? 0) {
      if (at === root) us += (time ?? '0').split(':').reduce((sum, part) => sum * 60 + Number(part), 0) * 1e6;
      if (at === root) break;
    }
  }
  return us;
}
