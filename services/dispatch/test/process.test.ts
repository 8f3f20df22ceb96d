import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { DispatchServiceService } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { connectGrpc } from '@muster/platform/grpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePorts } from '../../../infra/local/free-ports.ts';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { actor, TOKEN, until } from './rig.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let database: TestDatabase;
let server: TestNats;
let ports: { http: number; grpc: number };
const children: ChildProcess[] = [];

beforeAll(async () => {
  [database, server] = await Promise.all([createTestDatabase('dispatch'), startTestNats()]);
  const [http, grpc] = (await freePorts(2)) as [number, number];
  ports = { http, grpc };
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all([database.drop(), server.stop()]);
});

async function start(env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...{ PATH: process.env.PATH, MUSTER_MODE: 'test', MUSTER_LOG_LEVEL: 'warn', MUSTER_INTERNAL_TOKEN: TOKEN },
      ...{ DATABASE_URL: database.url, NATS_URL: server.url },
      ...{ MUSTER_HTTP_PORT: String(ports.http), MUSTER_GRPC_PORT: String(ports.grpc), ...env },
    },
  });
  children.push(child);
  return child;
}
const ready = () =>
  until('ready', () =>
    fetch(`http://127.0.0.1:${ports.http}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    ),
  );

describe('the process', () => {
  it('that is killed loses nothing it has acknowledged, and stops cleanly when asked', async () => {
    const first = await start();
    await ready();
    const client = connectGrpc(DispatchServiceService, `127.0.0.1:${ports.grpc}`, TOKEN);
    const open = (n: number) =>
      client.openIncident({
        ...{ summary: `number ${n}`, place: undefined, type: 'rescue.elevator', priority: 0, agencies: [] },
        ...{ actor, idempotencyKey: `key-${n}` },
      });
    const acknowledged: string[] = [];
    const opening = Promise.allSettled(
      Array.from({ length: 200 }, async (_, n) => acknowledged.push((await open(n)).incidentId)),
    );
    await until('some are in', () => acknowledged.length > 20);
    first.kill('SIGKILL');
    await opening;
    const second = await start();
    await ready();
    const known = new Set(
      (await client.listIncidents({ openOnly: true, limit: 5_000 })).incidents.map((one) => one.incidentId),
    );
    expect(acknowledged.filter((id) => !known.has(id))).toEqual([]);
    const again = await Promise.all(Array.from({ length: 200 }, async (_, n) => (await open(n)).incidentId));
    expect(acknowledged.filter((id) => !again.includes(id))).toEqual([]);
    expect((await client.listIncidents({ openOnly: true, limit: 5_000 })).incidents).toHaveLength(200);
    await client.stop();
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
  });

  it('that is second waits, says why, and takes over when the first dies', async () => {
    const first = await start();
    await ready();
    const [http, grpc] = (await freePorts(2)) as [number, number];
    const second = await start({ MUSTER_HTTP_PORT: String(http), MUSTER_GRPC_PORT: String(grpc) });
    const ask = () => fetch(`http://127.0.0.1:${http}/readyz`).catch(() => undefined);
    const text = await until('it waits', async () => {
      const said = await (await ask())?.text();
      return said?.includes('another process serves') && said;
    });
    expect(JSON.parse(text)).toMatchObject({ ready: false });
    first.kill('SIGKILL');
    await until('it serves', async () => (await ask())?.ok);
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
  });

  it('says every mistake of its configuration at once and does not try again', async () => {
    const child = await start({ MUSTER_HTTP_PORT: 'x', DATABASE_URL: '', MUSTER_ESCALATE_APP_S: '0' });
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk;
    });
    expect(await once(child, 'exit')).toEqual([78, null]);
    for (const name of ['MUSTER_HTTP_PORT', 'DATABASE_URL', 'MUSTER_ESCALATE_APP_S']) expect(said).toContain(name);
  });
});
