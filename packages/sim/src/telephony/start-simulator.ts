import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '@muster/kernel/random';
import type { Agent } from './acd.ts';
import { type Caller, drawCaller, PLAIN_CALLER } from './caller.ts';
import { PhoneSystem } from './phone-system.ts';
import { Reporter } from './reporter.ts';

const MAX_BODY_BYTES = 64_000;

export interface SimulatorOptions {
  /** Where Muster takes what the phone system says: …/intake/v1/calls, and the key for it. */
  readonly reportUrl: string;
  readonly reportKey: string;
  /** What Muster must show with its commands. */
  readonly commandKey: string;
  readonly agents: readonly Agent[];
  readonly seed: number;
  /** Simulated seconds in one real second; 1 by default. */
  readonly speed?: number;
  readonly port?: number;
}

export interface TelephonySimulator {
  /** For MUSTER_TELEPHONY_URL. */
  readonly commandUrl: string;
  readonly phones: PhoneSystem;
  readonly reporter: Reporter;
  stop(): Promise<void>;
}

/**
 * A phone system over HTTP, on this machine alone:
 *
 *   POST /commands   Muster's commands, with the key → 202, or 409 {error: {message}}
 *   POST /calls      {callId, caller?: Partial<Caller>} → 201 {alarmId}: somebody dials; without a caller one is drawn
 *   GET  /state      who waits, who talks to whom
 */
export async function startTelephonySimulator(options: SimulatorOptions): Promise<TelephonySimulator> {
  const random = seededRandom(options.seed);
  const reporter = new Reporter(options.reportUrl, options.reportKey);
  const { agents, speed = 1 } = options;
  const phones = new PhoneSystem({ agents, reporter, random, speed, nowMs: () => Date.now() });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method === 'GET' && request.url === '/state') return send(response, 200, stateOf(phones));
    const body = request.method === 'POST' ? await readJson(request) : null;
    if (body === null) return send(response, 400, { error: { message: 'send a JSON object' } });
    if (request.url === '/commands') {
      if (request.headers.authorization !== `Bearer ${options.commandKey}`) {
        return send(response, 401, { error: { message: 'the key is wrong' } });
      }
      const why = phones.command(body);
      return why === null ? send(response, 202, {}) : send(response, 409, { error: { message: why } });
    }
    if (request.url !== '/calls') return send(response, 404, { error: { message: 'there is nothing here' } });
    const caller = body.caller as Partial<Caller> | undefined;
    const who = caller === undefined ? drawCaller(random) : { ...PLAIN_CALLER, ...caller };
    return send(response, 201, { alarmId: await phones.ring(String(body.callId), who) });
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    commandUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/commands`,
    ...{ phones, reporter },
    async stop() {
      phones.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

const stateOf = (phones: PhoneSystem) => ({
  waiting: phones.waiting,
  calls: [...phones.calls.values()]
    .filter(({ state }) => state !== 'ended')
    .map(({ callId, direction, state, agent }) => ({ callId, direction, state, seat: agent?.seat ?? '' })),
});

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown> | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as never) : null;
  } catch {
    return null;
  }
}
