import type { Recorded } from '@muster/contracts/envelope';
import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import { integerBetween, pick, type Random, seededRandom } from '@muster/kernel/random';
import { RefusalError } from '@muster/kernel/result';
import { EventStore } from '@muster/platform/postgres/event-store';
import { createPool, type Pool } from '@muster/platform/postgres/pool';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CutLink, startCutLink, throughLink } from '../../../packages/platform/test/cut-link.ts';
import { evolved, type State } from '../src/app/live-state.ts';
import { unitsOn } from '../src/domain/incident.ts';
import { actor, CENTRE, type Client, type Rig, startRig, startSecond, unitFact, until } from './rig.ts';

let rig: Rig;
let link: CutLink;
let direct: Pool;
const UNITS = Array.from({ length: 20 }, (_, n) => `r${n}`);

beforeAll(async () => {
  rig = await startRig({
    databaseUrl: async (url) => {
      link = await startCutLink(Number(new URL(url).port));
      return throughLink(url, link);
    },
  });
  direct = createPool(rig.database.url);
  for (const unitId of UNITS) await rig.putUnit(unitFact(unitId));
  await until('all units are known', async () => (await rig.client.listDuties({})).duties.length === UNITS.length);
});
afterAll(async () => {
  await direct.end();
  await rig.stop();
  await link.stop();
});

const open = (client: Client, n: number) =>
  client.openIncident({
    ...{ summary: `race ${n}`, type: 'fire.building', priority: 0, agencies: ['fire'], actor, idempotencyKey: `k${n}` },
    place: { ...CENTRE, accuracyM: 0, source: 'map', text: '', confirmed: true, datum: 'wgs84', observedAtMs: 0 },
  });
const press = (client: Client, unitId: string, status: string) =>
  client.setStatus({
    ...{ unitId, status, source: 'button', deviceAtMs: 0, actor, lateReason: '', idempotencyKey: '' },
  });

/** What the log says, and that it agrees with itself: no unit twice, each send on both its sides, no gap. */
async function trueStates(): Promise<Map<string, State>> {
  const store = new EventStore<DispatchEvent>({ pool: direct, clock: rig.clock, mode: 'test' });
  const states = new Map<string, State>();
  for await (const { events } of store.readAll()) {
    for (const event of events as Recorded<DispatchEvent>[]) {
      expect(event.version).toBe((states.get(event.stream)?.view.version ?? 0) + 1);
      states.set(event.stream, evolved(states.get(event.stream), event));
    }
  }
  const holders = new Map<string, string[]>();
  for (const state of states.values()) {
    if (!('human' in state)) continue;
    for (const { unitId } of unitsOn(state.view)) {
      holders.set(unitId, [...(holders.get(unitId) ?? []), state.view.incidentId]);
    }
  }
  for (const unitId of UNITS) {
    const state = states.get(`unit-${unitId}`);
    const job = state && 'keys' in state ? state.view.incidentId : '';
    expect([unitId, holders.get(unitId) ?? []]).toEqual([unitId, job === '' ? [] : [job]]);
  }
  return states;
}

const someStep = (client: Client, random: Random, incidentIds: readonly string[]): Promise<unknown> => {
  const unitId = pick(random, UNITS);
  const incidentId = pick(random, incidentIds);
  switch (integerBetween(random, 0, 6)) {
    case 0:
      return client.standDown({ unitId, reason: '误派', actor });
    case 1:
      return press(client, unitId, pick(random, ['20', '21', '22', '25']));
    case 2:
      return client.decline({ unitId, reason: '故障', actor });
    default:
      return client.assign({
        ...{ incidentId, actor, overrideReason: '' },
        unitIds: [unitId, pick(random, UNITS)],
      });
  }
};

describe('two services and many hands on the same twenty units', () => {
  it('never hold a unit twice, and every no is a refusal', async () => {
    const other = await startSecond(rig);
    const incidentIds = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => (await open(rig.client, n)).incidentId),
    );
    const random = seededRandom(5);
    for (let round = 0; round < 6; round++) {
      const results = await Promise.allSettled(
        Array.from({ length: 30 }, (_, i) => someStep(i % 2 ? rig.client : other.client, random, incidentIds)),
      );
      for (const result of results) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RefusalError);
      }
    }
    await trueStates();
    await other.stop();
  });

  it('refuse by what is so, not by what one of them remembers', async () => {
    await rig.putUnit(unitFact('stale'));
    await until('it is known', async () => (await rig.client.listDuties({})).duties.some((d) => d.unitId === 'stale'));
    const other = await startSecond(rig);
    const [a, b] = await Promise.all([100, 101].map(async (n) => (await open(rig.client, n)).incidentId));
    const send = (client: Client, incidentId = '') =>
      client.assign({ incidentId, unitIds: ['stale'], actor, overrideReason: '' });
    await send(other.client, a);
    await other.client.standDown({ unitId: 'stale', reason: '误派', actor });
    await send(rig.client, a);
    await rig.client.standDown({ unitId: 'stale', reason: '误派', actor });
    await send(other.client, b);
    await other.client.standDown({ unitId: 'stale', reason: '误派', actor });
    await send(rig.client, b);
    await other.stop();
  });
});

describe('a database that is cut off again and again', () => {
  it('leaves memory as the log is, also where nobody heard whether it was committed', async () => {
    await rig.restart();
    const { incidents } = await rig.client.listIncidents({ openOnly: true, limit: 0 });
    const ids = incidents.map((one) => one.incidentId);
    const random = seededRandom(6);
    for (let cuts = 0; cuts < 8; cuts++) {
      const steps = Promise.allSettled(Array.from({ length: 25 }, () => someStep(rig.client, random, ids)));
      await new Promise((resolve) => setTimeout(resolve, integerBetween(random, 1, 40)));
      link.cut();
      for (const result of await steps) {
        if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(RefusalError);
      }
      link.mend();
    }
    const truth = await trueStates();
    const remembered = async () => {
      const { duties } = await rig.client.listDuties({});
      const { incidents: open } = await rig.client.listIncidents({ openOnly: true, limit: 0 });
      return [...duties, ...open.map((one) => ({ ...one, unitId: '' }))];
    };
    await until('memory is as the log is', async () =>
      (await remembered()).every((view) => {
        const stream = view.unitId === '' ? `incident-${view.incidentId}` : `unit-${view.unitId}`;
        return (truth.get(stream)?.view.version ?? 0) === view.version;
      }),
    );
  });
});

describe('what makes no sense', () => {
  it('is refused and leaves no trace', async () => {
    const { incidentId } = await open(rig.client, 200);
    const place = { ...CENTRE, accuracyM: 0, source: 'map', text: '', confirmed: true, datum: '', observedAtMs: 0 };
    const invalid = { refusal: { code: 'invalid' } };
    for (const lon of [NaN, Infinity, 1e300]) {
      await expect(rig.client.setPlace({ incidentId, place: { ...place, lon }, actor })).rejects.toMatchObject(invalid);
      const byHand = { summary: 'x', place: { ...place, lon }, type: '', priority: 0, agencies: [], actor };
      await expect(rig.client.openIncident({ ...byHand, idempotencyKey: '' })).rejects.toMatchObject(invalid);
    }
    await rig.client.setPlace({ incidentId, place: { ...place, accuracyM: Infinity }, actor });
    const { incident } = await rig.client.getIncident({ incidentId });
    expect(incident?.place?.accuracyM).toBe(0);
    for (const odd of ['\0', 'x'.repeat(500_000)]) {
      await expect(rig.client.getIncident({ incidentId: odd })).rejects.toBeInstanceOf(RefusalError);
      await expect(press(rig.client, odd, '20')).rejects.toBeInstanceOf(RefusalError);
      await expect(
        rig.client.assign({ incidentId, unitIds: [odd], actor, overrideReason: odd }),
      ).rejects.toBeInstanceOf(RefusalError);
      await rig.client.addNote({
        incidentId,
        text: `${odd} 备注`,
        actor: { kind: odd.slice(0, 9), id: odd, name: odd },
      });
    }
  });
});

describe('a unit that leaves the registry while on a job', () => {
  it('ends that job, and gets no other', async () => {
    await rig.putUnit(unitFact('sold'));
    await until('it is known', async () => (await rig.client.listDuties({})).duties.some((d) => d.unitId === 'sold'));
    const { incidentId } = await open(rig.client, 300);
    await rig.client.assign({ incidentId, unitIds: ['sold'], actor, overrideReason: '' });
    await rig.publish('RESOURCE', 'resource-unit-sold', {
      ...{ type: 'resource.unit-removed', unitId: 'sold', reason: 'sold' },
    } as never);
    await until('it is gone', async () => !(await rig.client.listDuties({})).duties.some((d) => d.unitId === 'sold'));
    for (const status of ['20', '21', '22', '25']) await press(rig.client, 'sold', status);
    const { incident } = await rig.client.getIncident({ incidentId });
    expect(incident?.orders[0]?.unitIds).toEqual([]);
    await expect(press(rig.client, 'sold', '20')).rejects.toMatchObject({ refusal: { code: 'not-found' } });
  });
});
