import { type Keys, MAX_CALLS, type Plan } from './plan.ts';

/** What apps/cli/src/load/run-k6.ts gives to the script. */
export function readPlan(): { plan: Plan; keys: Keys; url: string; summaryFile: string } {
  const plan = JSON.parse(needed('MUSTER_LOAD_PLAN')) as Plan;
  if (plan.callsPerS * plan.loadS > MAX_CALLS) throw new Error(`a run makes at most ${MAX_CALLS} calls`);
  return {
    plan,
    keys: JSON.parse(needed('MUSTER_LOAD_KEYS')) as Keys,
    url: needed('MUSTER_LOAD_URL'),
    summaryFile: needed('MUSTER_LOAD_SUMMARY'),
  };
}

function needed(name: string): string {
  const value = __ENV[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set: run ./muster load steady`);
  return value;
}
