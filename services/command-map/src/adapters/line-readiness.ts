import { SERVICES } from '@muster/contracts/subjects';
import type { Check } from '@muster/platform/readiness';
import { type Config, OTHER_SERVICES } from '../config.ts';

const PROBE_MS = 1_500;
const CACHE_MS = 500;

/**
 * The whole line, for the public `/readyz`: the six services, the database, the bus, the city. Each part is asked at
 * most twice a second, however many ask.
 */
export function lineChecks(
  services: Config['services'],
  own: Readonly<Record<'picture' | 'postgres' | 'nats' | 'city', Check>>,
): Record<string, Check> {
  const checks: Record<string, Check> = {};
  for (const name of SERVICES) {
    const other = OTHER_SERVICES.find((service) => service === name);
    checks[name] = other === undefined ? own.picture : () => probe(services[other].http);
  }
  const { postgres, nats, city } = own;
  return Object.fromEntries(Object.entries({ ...checks, postgres, nats, city }).map(([n, c]) => [n, cached(c)]));
}

function cached(check: Check): Check {
  let last: { atMs: number; answer: Promise<string | undefined> } | null = null;
  return () => {
    const nowMs = performance.now();
    if (last === null || nowMs - last.atMs > CACHE_MS) {
      last = { atMs: nowMs, answer: Promise.resolve().then(check) };
    }
    return last.answer;
  };
}

async function probe(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(`http://${address}/readyz`, { signal: AbortSignal.timeout(PROBE_MS) });
    if (response.ok) return void (await response.body?.cancel());
    const { parts = [] } = (await response.json()) as { parts?: { name: string; ready: boolean; why: string }[] };
    const missing = parts.filter((part) => !part.ready).map((part) => `${part.name}: ${part.why}`);
    return missing.join('; ') || `answered ${response.status}`;
  } catch (error) {
    if ((error as Error).name === 'TimeoutError') return `no answer within ${PROBE_MS} ms`;
    const { cause } = error as { cause?: { code?: string } };
    return cause?.code === 'ECONNREFUSED' ? 'is not running' : `cannot be reached (${cause?.code ?? error})`;
  }
}
