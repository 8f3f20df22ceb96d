import { RefusalError } from '@muster/kernel/result';
import { EventStore } from '@muster/platform/postgres/event-store';
import { createPool } from '@muster/platform/postgres/pool';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rebuild } from '../src/adapters/postgres.ts';
import { actor, alarmOf, fireFound, type Rig, startRig, startSecond, unitFact, until } from './rig.ts';

let rig: Rig;
let n = 0;

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

const incident = async (incidentId: string) => (await rig.client.getIncident({ incidentId })).incident;
async function opened(alarmId = `a${++n}`, more: Parameters<typeof alarmOf>[1] = {}): Promise<string> {
  await rig.alarm(alarmOf(alarmId, more));
  const { incidents } = await until('the incident is open', async () => {
    const list = await rig.client.listIncidents({ openOnly: true, limit: 0 });
    return list.incidents.some((one) => one.alarmIds[0] === alarmId) && list;
  });
  return incidents.find((one) => one.alarmIds[0] === alarmId)?.incidentId as string;
}
async function unit(...args: Parameters<typeof unitFact>): Promise<string> {
  await rig.putUnit(unitFact(...args));
  await until('the unit is known', async () =>
    (await rig.client.listDuties({})).duties.some((duty) => duty.unitId === args[0]),
  );
  return args[0];
}
const send = (incidentId: string, ...unitIds: string[]) =>
  rig.client.assign({ incidentId, unitIds, actor, overrideReason: '' });
const press = (unitId: string, status: string, idempotencyKey = '') =>
  rig.client.setStatus({
    ...{ unitId, status, source: 'button', deviceAtMs: 0, actor, lateReason: '', idempotencyKey },
  });
const refusalOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => undefined,
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(RefusalError);
  return (error as RefusalError).refusal;
};

describe('one call', () => {
  it('becomes a unit on scene with neither classification nor roads', async () => {
    const engine = await unit('e1');
    const id = await opened();
    const advice = await rig.client.recommend({ incidentId: id, agency: '', limit: 0 });
    expect(advice).toMatchObject({ basis: 'straight-line', unmet: [{ agency: 'fire', missing: 1 }] });
    await send(id, engine);
    for (const status of ['20', '21', '22']) await press(engine, status);
    const view = await incident(id);
    expect(view?.orders[0]).toMatchObject({ agency: 'fire', unitIds: ['e1'] });
    expect(view?.orders[0]?.firstOnSceneAtMs).toBeGreaterThan(0);
    await rig.client.giveFeedback({ incidentId: id, agency: 'fire', text: '已扑灭', finalType: '', actor });
    await press(engine, '25');
    await rig.client.closeIncident({ incidentId: id, reason: '', supervisor: false, actor });
    expect((await incident(id))?.state).toBe('closed');
    const { timeline } = await rig.client.getIncident({ incidentId: id });
    expect(timeline.map((entry) => entry.type)).toEqual([
      'incident.opened',
      'incident.order-opened',
      'incident.unit-sent',
      ...Array(3).fill('incident.order-stage-reached'),
      'incident.order-feedback-given',
      'incident.unit-taken-off',
      'incident.order-closed',
      'incident.closed',
    ]);
  });

  it('delivered twice opens one incident', async () => {
    const id = await opened('twice');
    await rig.republish('alarm-twice-again', 1, alarmOf('twice'));
    await rig.alarm(alarmOf('after-twice'));
    await until('the next alarm is in', async () => {
      const { incidents } = await rig.client.listIncidents({ openOnly: false, limit: 0 });
      return incidents.some((one) => one.alarmIds[0] === 'after-twice');
    });
    const { incidents } = await rig.client.listIncidents({ openOnly: false, limit: 0 });
    expect(incidents.filter((one) => one.alarmIds.includes('twice')).map((one) => one.incidentId)).toEqual([id]);
  });

  it('gets its place from the telephone when that is located later, unconfirmed', async () => {
    const id = await opened('located', { place: null });
    const place = { lon: 121.4, lat: 31.1, accuracyM: 20, source: 'aml', text: '', confirmed: false };
    await rig.contact({ type: 'contact.located', alarmId: 'located', place, atMs: 5 });
    const view = await until('it has a place', async () => {
      const now = await incident(id);
      return now?.place && now;
    });
    expect(view.place).toMatchObject({ lon: 121.4, source: 'aml', confirmed: false });
  });

  it('is enriched when its classification comes, also when that was first', async () => {
    await rig.classify('early', fireFound);
    const id = await opened('early');
    const view = await until('classified', async () => {
      const now = await incident(id);
      return now?.priority === 1 && now;
    });
    expect(view).toMatchObject({ reportedType: 'fire.building', persons: 2, hazards: ['smoke'] });
    expect(view.orders.map((order) => order.agency)).toEqual(['fire', 'medical', 'police']);
  });
});

describe('a second call from next door', () => {
  it('is proposed to be joined, and a human joins it', async () => {
    const place = { lon: 121.5, lat: 31.2, accuracyM: 0, source: 'map', text: '', confirmed: true };
    const first = await opened('door-1', { place });
    const second = await opened('door-2', { place: { ...place, lon: 121.501 }, text: '孩子被困' });
    await until('it is proposed', async () => (await incident(second))?.similarIncidentIds[0] === first);
    await rig.client.merge({ incidentId: second, intoIncidentId: first, actor });
    expect(await incident(first)).toMatchObject({ alarmIds: ['door-1', 'door-2'], attention: 1, state: 'open' });
    expect(await incident(second)).toMatchObject({ state: 'merged', mergedInto: first });
  });
});

describe('two dispatchers', () => {
  it('who send the same unit at once: one wins, the other is told who', async () => {
    const target = await unit('e2');
    const ids = await Promise.all([opened(), opened(), opened(), opened()]);
    const results = await Promise.allSettled(ids.map((id) => send(id, target)));
    const won = ids.filter((_, i) => results[i]?.status === 'fulfilled');
    expect(won).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'fulfilled') continue;
      const { refusal } = result.reason as RefusalError;
      expect(refusal).toMatchObject({ code: 'conflict', details: { unitId: 'e2', incidentId: won[0] } });
      expect(refusal.messageZh).toContain('滨海 e2');
    }
    const holders = await Promise.all(ids.map(incident));
    expect(holders.filter((view) => view?.orders.some((order) => order.unitIds.includes('e2')))).toHaveLength(1);
  });

  it('who race with two services on one database: one wins, the other is told who', async () => {
    const target = await unit('e3');
    const [a, b] = [await opened(), await opened()];
    const other = await startSecond(rig);
    const results = await Promise.allSettled([
      send(a as string, target),
      other.client.assign({ incidentId: b as string, unitIds: [target], actor, overrideReason: '' }),
    ]);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    const lost = results.find((result) => result.status === 'rejected')?.reason as RefusalError;
    expect([a, b]).toContain(lost.refusal.details?.incidentId);
    await other.stop();
  });
});

describe('a crew on a bad network', () => {
  it('that sends one press three times is counted once', async () => {
    const target = await unit('e4');
    await send(await opened(), target);
    const answers = await Promise.all([1, 2, 3].map(() => press(target, '20', 'press-1')));
    expect(new Set(answers.map((answer) => answer.version))).toEqual(new Set([answers[0]?.version]));
    expect(await refusalOf(press(target, '24'))).toMatchObject({
      code: 'precondition',
      details: { legal: '21|25|10' },
    });
  });
});

describe('a send that nobody acknowledges', () => {
  it('escalates by the clock', async () => {
    const target = await unit('e5');
    const id = await opened();
    await send(id, target);
    const escalation = async () =>
      (await rig.client.listDuties({})).duties.find((duty) => duty.unitId === target)?.escalation;
    expect(await escalation()).toBe(0);
    rig.clock.advance(16_000);
    await until('app again', async () => (await escalation()) === 1);
    rig.clock.advance(60_000);
    await until('supervisor', async () => (await escalation()) === 4);
    expect((await incident(id))?.attention).toBe(1);
    await press(target, '20');
    expect(await escalation()).toBe(0);
  });
});

describe('a restart', () => {
  it('keeps everything', async () => {
    const target = await unit('e6');
    const id = await opened();
    await send(id, target);
    const all = async () => ({
      incidents: (await rig.client.listIncidents({ openOnly: false, limit: 0 })).incidents,
      duties: (await rig.client.listDuties({})).duties.sort((a, b) => (a.unitId < b.unitId ? -1 : 1)),
    });
    const before = await all();
    await rig.restart();
    expect(await all()).toEqual(before);
    expect(await refusalOf(send(await opened(), target))).toMatchObject({ details: { incidentId: id } });
  });

  it('mends rows that a kill left behind', async () => {
    const target = await unit('e7');
    const id = await opened();
    await send(id, target);
    await rig.started.readModels.flush();
    const pool = createPool(rig.database.url);
    await pool.query('DELETE FROM incidents WHERE incident_id = $1', [id]);
    await pool.query(
      "UPDATE duties SET version = 0, state = jsonb_set(state, '{view,version}', '0') WHERE unit_id = 'e7'",
    );
    await pool.end();
    await rig.restart();
    const { incidents } = await rig.client.listIncidents({ openOnly: true, limit: 0 });
    expect(incidents.find((one) => one.incidentId === id)?.orders[0]?.unitIds).toEqual(['e7']);
    expect((await rig.client.listDuties({})).duties.find((duty) => duty.unitId === 'e7')?.incidentId).toBe(id);
  });
});

describe('the read models', () => {
  it('dropped and made again from the log are the same rows', async () => {
    await rig.started.readModels.flush();
    const pool = createPool(rig.database.url);
    const store = new EventStore<never>({ pool, clock: rig.clock, mode: 'test' });
    const rows = async () => ({
      incidents: (await pool.query('SELECT * FROM incidents ORDER BY incident_id')).rows,
      duties: (await pool.query('SELECT * FROM duties ORDER BY unit_id')).rows,
    });
    const before = await rows();
    expect(before.incidents.length).toBeGreaterThan(5);
    const counted = await rebuild(pool, store);
    expect(await rows()).toEqual(before);
    expect(counted).toEqual({ incidents: before.incidents.length, duties: before.duties.length });
    await pool.end();
  });
});
