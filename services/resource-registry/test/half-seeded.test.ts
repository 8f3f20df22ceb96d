import type { StationFact, UnitFact } from '@muster/contracts/events/resource';
import { systemClock } from '@muster/kernel/clock';
import { EventStore } from '@muster/platform/postgres/event-store';
import { migrate } from '@muster/platform/postgres/migrate';
import { createPool, type Pool } from '@muster/platform/postgres/pool';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../infra/local/test-backends.ts';
import { MIGRATIONS, project, Records } from '../src/adapters/postgres.ts';
import { Registry, type Seed } from '../src/app/registry.ts';
import { DEFAULT_PLANS } from '../src/domain/default-plans.ts';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase('resource-registry');
  pool = createPool(database.url);
  await migrate(pool, MIGRATIONS);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const station: StationFact = {
  ...{ stationId: 's1', agency: 'fire', nameZh: '一站', nameEn: 'one', lon: 1, lat: 1, district: '' },
};
const unit = (n: number): UnitFact => ({
  ...{ unitId: `E${n}`, unitNo: 0, agency: 'fire', kind: 'engine', callSign: `E${n}`, stationId: 's1' },
  ...{ capabilities: ['pump'], crew: 4, exclusive: true },
});
const seed: Seed = {
  stations: [station],
  hospitals: [],
  units: Array.from({ length: 4_500 }, (_, n) => unit(n)),
  plans: DEFAULT_PLANS,
};

describe('a registry that was killed while it was filled', () => {
  it('is filled up at the next start, and left alone from then on', async () => {
    const store = new EventStore<never>({ pool, clock: systemClock, mode: 'test' });
    let batches = 0;
    const dying = new Registry({
      store,
      records: new Records(pool),
      project: async (client, events) => {
        if (++batches === 2) throw new Error('killed');
        await project(client, events);
      },
    });
    await expect(dying.seed(seed)).rejects.toThrow('killed');
    const registry = new Registry({ store, records: new Records(pool), project });
    expect((await registry.list('unit')).length).toBeGreaterThan(0);
    await registry.seed(seed);
    const units = await registry.list<UnitFact>('unit');
    expect(units).toHaveLength(4_500);
    expect(new Set(units.map((one) => one.data.unitNo)).size).toBe(4_500);
    expect(await registry.list('plan')).toHaveLength(DEFAULT_PLANS.length);
    expect(await registry.seed(seed)).toBe(0);
  });
});
