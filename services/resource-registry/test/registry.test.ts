import { ResourceRegistryServiceService } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { connectGrpc } from '@muster/platform/grpc/client';
import { createPool } from '@muster/platform/postgres/pool';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';

let database: TestDatabase;
let nats: TestNats;
let service: TestService;
const connect = () => connectGrpc(ResourceRegistryServiceService, `127.0.0.1:${service.grpcPort}`, 'token');
let client: ReturnType<typeof connect>;

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('resource-registry'), startTestNats()]);
  service = await startTestService('resource-registry', { DATABASE_URL: database.url, NATS_URL: nats.url });
  client = connect();
});
afterAll(async () => {
  await client.stop();
  await service.stop();
  await Promise.all([database.drop(), nats.stop()]);
});

const unit = (unitId: string) => ({
  unitId,
  unitNo: 0,
  agency: 'fire',
  kind: 'engine',
  callSign: unitId,
  stationId: 's1',
  capabilities: ['pump'],
  crew: 6,
  exclusive: true,
  version: 0,
});

describe('resource-registry', () => {
  it('starts with the default plans and nothing invented', async () => {
    expect((await client.needsFor({ type: 'fire.building', priority: 1 })).needs.length).toBeGreaterThan(1);
    expect((await client.listUnits({})).units).toEqual([]);
  });

  it('gives each unit a number once, also when two are stored at once, and keeps it over a change', async () => {
    const [a, b] = await Promise.all([client.putUnit({ unit: unit('E1') }), client.putUnit({ unit: unit('E2') })]);
    expect(a.unitNo).not.toBe(b.unitNo);
    const again = await client.putUnit({ unit: { ...unit('E1'), crew: 4 } });
    expect(again).toMatchObject({ version: 2, unitNo: a.unitNo });
  });

  it('gives one number to a new unit that is stored several times at once', async () => {
    await Promise.all([1, 2, 3, 4].map((crew) => client.putUnit({ unit: { ...unit('E9'), crew } })));
    const pool = createPool(database.url);
    const { rows } = await pool.query(
      "SELECT DISTINCT data->'unit'->'unitNo' AS no FROM events WHERE stream = 'resource-unit-E9'",
    );
    expect(rows).toHaveLength(1);
    await pool.end();
  });

  it('does not make a unit of one agency a unit of another, nor when it was removed in between', async () => {
    await client.putUnit({ unit: unit('E8') });
    const asPolice = () => client.putUnit({ unit: { ...unit('E8'), agency: 'police' } });
    await expect(asPolice()).rejects.toMatchObject({ refusal: { code: 'precondition', details: { agency: 'fire' } } });
    await client.removeUnit({ unitId: 'E8', reason: 'sold' });
    await expect(asPolice()).rejects.toMatchObject({ refusal: { code: 'precondition' } });
  });

  it('refuses names without end, and so never has an event the bus cannot take', async () => {
    const endless = 'x'.repeat(2_000_000);
    const station = { stationId: 's1', agency: 'fire', nameZh: '站', nameEn: endless, lon: 1, lat: 1, district: '' };
    await expect(client.putStation({ station: { ...station, version: 0 } })).rejects.toMatchObject({
      refusal: { code: 'invalid' },
    });
    await expect(client.putUnit({ unit: { ...unit('E7'), stationId: endless } })).rejects.toMatchObject({
      refusal: { code: 'invalid' },
    });
    await expect(client.getUnit({ unitId: '\0' })).rejects.toMatchObject({ refusal: { code: 'invalid' } });
  });

  it('refuses over gRPC with a refusal the caller can read', async () => {
    const wrong = client.putUnit({ unit: { ...unit('E3'), agency: 'navy' } });
    await expect(wrong).rejects.toMatchObject({ refusal: { code: 'invalid' } });
    await expect(client.getUnit({ unitId: 'none' })).rejects.toMatchObject({ refusal: { code: 'not-found' } });
  });

  it('finds units by everything they must be able to do, and forgets a removed one', async () => {
    await client.putUnit({ unit: { ...unit('E4'), capabilities: ['pump', 'foam'] } });
    const foam = await client.findCapable({ agency: 'fire', capabilities: ['foam', 'pump'] });
    expect(foam.units.map((u) => u.unitId)).toEqual(['E4']);
    await client.removeUnit({ unitId: 'E4', reason: 'sold' });
    expect((await client.findCapable({ agency: 'fire', capabilities: ['foam'] })).units).toEqual([]);
  });

  it('has a table that equals a replay of its events', async () => {
    const pool = createPool(database.url);
    const before = await pool.query('SELECT * FROM records ORDER BY kind, id');
    const { rows } = await pool.query('SELECT count(*)::int AS n FROM outbox');
    expect(rows[0].n).toBe(0);
    await pool.query('TRUNCATE records');
    const { EventStore } = await import('@muster/platform/postgres/event-store');
    const { project } = await import('../src/adapters/postgres.ts');
    const store = new EventStore<never>({ pool, clock: { nowMs: () => 0 }, mode: 'test' });
    for await (const page of store.readAll()) for (const event of page.events) await project(pool, [event]);
    const after = await pool.query('SELECT * FROM records ORDER BY kind, id');
    expect(after.rows).toEqual(before.rows);
    await pool.end();
  });
});
