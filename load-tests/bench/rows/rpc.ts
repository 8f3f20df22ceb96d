import { fileURLToPath } from 'node:url';
import { alternate, type BenchRow, compare, cpuPer, measure, scaled } from '../harness.ts';
import type { BenchHome } from '../home.ts';
import type { Role } from '../role.ts';
import { startTraceSink } from '../trace-sink.ts';

const CALLS = 3_000;
const CALLERS = 16;
const AIM = 0.87;
const TRACED_AIM = 0.67;
const REGISTER = fileURLToPath(import.meta.resolve('@muster/platform/telemetry/register'));

interface Pair {
  readonly client: Role;
  readonly server: Role;
  readonly port: number;
}

export const rpc: BenchRow = {
  name: 'rpc',
  aim: '≥ 0.87; traced ≥ 0.67',
  path:
    'one unary call (a report of an alarm and its receipt) from a client process to a server process and back, 16 in ' +
    'flight: deadline, internal token, refusals. CPU of both processes. Peer: bare grpc-js with the same generated code, ' +
    'no deadline and no token. traced: ours with every call traced and sent to an OTLP sink, whose CPU is not counted.',
  async run(home, options) {
    const sink = await startTraceSink();
    home.onStop(() => sink.stop());
    const traced = {
      execArgv: ['--import', REGISTER],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: sink.url, MUSTER_SERVICE: 'bench' },
    };
    const [ours, bare, oursTraced] = await Promise.all([
      startPair(home, 'ours'),
      startPair(home, 'bare'),
      startPair(home, 'ours', traced),
    ]);
    const asked = { count: scaled(CALLS, options), callers: CALLERS };
    const side =
      ({ client, server, port }: Pair, operation: string) =>
      () =>
        measure({ client, server }, () => client.ask<number>(operation, { ...asked, port }));
    const samples = await alternate(
      { ours: side(ours, 'ours'), bare: side(bare, 'bare'), traced: side(oursTraced, 'ours') },
      options,
    );
    const figure = cpuPer('call');
    const plain = compare('call', figure, samples.ours, samples.bare);
    const withTraces = compare('traced', figure, samples.traced, samples.bare);
    return {
      cases: [plain, withTraces],
      met: (plain.ratio ?? 0) >= AIM && (withTraces.ratio ?? 0) >= TRACED_AIM,
      facts: { traceRequests: sink.taken.requests },
    };
  },
};

async function startPair(
  home: BenchHome,
  operation: string,
  how: Parameters<BenchHome['role']>[1] = {},
): Promise<Pair> {
  const [client, server] = await Promise.all([home.role('rpc-client', how), home.role('rpc-server', how)]);
  return { client, server, port: await server.ask<number>(operation) };
}
