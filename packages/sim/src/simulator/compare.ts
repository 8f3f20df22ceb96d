import type { Friction } from './friction.ts';
import type { CityModel } from './model.ts';
import { type PairedReport, type PolicyReport, pairedReportOf, reportOf } from './report.ts';
import { drawRun, type PolicyMaker, type RunOutcome, simulate } from './simulate.ts';

export interface ComparePlan {
  readonly days: number;
  readonly seed: number;
  readonly replications: number;
  readonly friction: Friction;
  readonly clock: () => number;
  readonly tell?: (line: string) => void;
}

export interface Comparison {
  readonly reports: readonly PolicyReport[];
  /** Each policy against the first, and against `closest` where that is among them. */
  readonly paired: readonly PairedReport[];
  readonly runs: ReadonlyMap<string, readonly RunOutcome[]>;
}

/** Runs the policies over the same calls, replication by replication. */
export function compare(
  model: CityModel,
  policies: readonly (readonly [name: string, make: PolicyMaker])[],
  { days, seed, replications, friction, clock, tell = () => {} }: ComparePlan,
): Comparison {
  const runs = new Map<string, RunOutcome[]>(policies.map(([name]) => [name, []]));
  for (let replication = 0; replication < replications; replication++) {
    const plan = { days, seed, replication, friction };
    const calls = drawRun(model, plan);
    for (const [name, make] of policies) runs.get(name)?.push(simulate(model, make, plan, calls, clock));
    tell(`${model.name} ${replication + 1}/${replications}`);
  }
  const of = (name: string): readonly RunOutcome[] => runs.get(name) ?? [];
  const names = policies.map(([name]) => name);
  const bases = names.filter((name, i) => i === 0 || name === 'closest');
  return {
    reports: names.map((name) => reportOf(name, model, of(name), days)),
    paired: bases.flatMap((base) =>
      names.filter((name) => name !== base).map((name) => pairedReportOf(name, of(name), base, of(base))),
    ),
    runs,
  };
}
