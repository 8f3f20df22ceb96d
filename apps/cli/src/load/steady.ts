import type { Plan } from '@muster/load-tests/k6/plan';
import type { Secrets } from '@muster/local/secrets';
import { EdgeClient } from '@muster/sim/drill/edge-client';
import { type LoadResult, toResult } from './result.ts';
import { type K6Run, runK6 } from './run-k6.ts';
import { verify } from './verify.ts';

export interface SteadyRun extends Omit<K6Run, 'keys'> {
  readonly plan: Plan;
  readonly secrets: Secrets;
}

/** The load, then the questions: what became of everything that was acknowledged. */
export async function steady(run: SteadyRun): Promise<LoadResult> {
  const startedAtMs = Date.now();
  const loginOf = (username: string) => ({ username, password: run.secrets.demoPasswords[username] ?? '' });
  const keys = {
    intake: run.secrets.intakeKey,
    tracking: run.secrets.trackingKey,
    dispatchers: [loginOf('seat'), loginOf('supervisor')] as const,
    gateway: loginOf('drill'),
    wall: loginOf('wall'),
  };
  const loaded = await runK6({ ...run, keys });
  run.tell('  核对 checking what became of every receipt');
  const edge = new EdgeClient(run.url, run.signal);
  await edge.signIn(keys.dispatchers[1].username, keys.dispatchers[1].password);
  const verdict = await verify(edge, loaded.ledger);
  return toResult({ startedAtMs, plan: run.plan, units: run.plan.units }, loaded, verdict);
}
