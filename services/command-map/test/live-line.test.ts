import { request } from 'node:http';
import type { AlarmReceipt, Picture, UnitRoute, WallFigures } from '@muster/contracts/edge';
import { readTrackFrame, TrackFrameWriter } from '@muster/contracts/track-frame';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Follower, INTAKE_KEY, type Rig, startRig, TRACKING_KEY, until } from './rig.ts';
import { CENTER } from './tiny-city.ts';

let rig: Rig;
let n = 0;
beforeAll(async () => {
  rig = await startRig();
  await until('the picture has its units', async () => {
    const picture = (await (await rig.as('seat', 'GET', '/api/picture')).json()) as Picture;
    return picture.units.length > 0;
  });
});
afterAll(() => rig.stop());

const [lon, lat] = CENTER;
async function reported(callerNumber = '13800000000'): Promise<string> {
  const answer = await rig.as('seat', 'POST', '/api/alarms', {
    ...{ idempotencyKey: `call-${++n}`, line: '119', text: '三楼冒烟', callerNumber },
    place: { lon, lat, text: '滨海小学', confirmed: true },
  });
  expect(answer.status).toBe(201);
  return ((await answer.json()) as AlarmReceipt).alarmId;
}
const incidentOf = (screen: Follower, alarmId: string) =>
  screen.until('the incident is shown', () => screen.picture?.incidents.find((i) => i.alarmIds.includes(alarmId)));
async function report(unitNo: number, atMs = Date.now()): Promise<void> {
  const writer = new TrackFrameWriter(1);
  writer.add(unitNo, lon, lat, atMs, 90, 30);
  const answer = await fetch(`${rig.url}/tracking/v1/positions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TRACKING_KEY}`, 'content-type': 'application/octet-stream' },
    body: Buffer.from(writer.take()),
  });
  expect(answer.status).toBe(200);
}

describe('the line seen through the edge', () => {
  it('shows a call become a unit on scene, on a second screen, without a reload', async () => {
    const wall = await rig.screen('wall');
    const desk = await rig.screen('seat');
    const { incidentId } = await incidentOf(desk, await reported());
    await rig.as('seat', 'POST', `/api/incidents/${incidentId}/agencies`, { agency: 'fire' });
    const advice = await rig.as('seat', 'GET', `/api/incidents/${incidentId}/recommendation?agency=fire`);
    expect(advice.status).toBe(200);
    const sent = await rig.as('seat', 'POST', `/api/incidents/${incidentId}/assign`, { unitIds: ['f1-1'] });
    expect([sent.status, await sent.text()]).toEqual([200, expect.stringContaining('sentAtMs')]);
    for (const status of ['20', '21', '22']) {
      const pressed = await rig.as('crew', 'POST', '/api/units/f1-1/status', { status });
      expect(pressed.status).toBe(200);
    }
    const unit = await wall.until('it is on scene', () =>
      wall.picture?.units.find((u) => u.unit.unitId === 'f1-1' && u.duty.canonical === 'on-scene'),
    );
    expect(unit.duty).toMatchObject({ statusSource: 'button', incidentId });
    expect(wall.gaps + desk.gaps).toBe(0);
    expect(wall.picture?.incidents.every((incident) => incident.callerNumber === '')).toBe(true);
    expect(desk.picture?.incidents.some((incident) => incident.callerNumber === '13800000000')).toBe(true);
    const figures = (await (await rig.as('wall', 'GET', '/api/wall')).json()) as WallFigures;
    expect(figures.incidentsToday).toBeGreaterThan(0);
    expect(figures.stages.find((stage) => stage.stage === 'total')?.n).toBe(1);
    expect(figures.callsPerMinute).toHaveLength(60);
  });

  it('lets a crew see its own job only, gives it the way there, and marks what a desk enters as radio', async () => {
    const desk = await rig.screen('seat');
    const { incidentId: other } = await incidentOf(desk, await reported());
    const crew = await rig.screen('crew');
    expect(crew.picture?.incidents).toHaveLength(1);
    expect(crew.picture?.incidents.map((incident) => incident.callerNumber)).toEqual(['']);
    expect(crew.picture?.alarms).toEqual([]);
    expect((await rig.as('crew', 'GET', `/api/incidents/${other}`)).status).toBe(403);
    expect((await rig.as('crew', 'POST', '/api/units/f1-2/status', { status: '20' })).status).toBe(403);
    const route = (await (await rig.as('crew', 'GET', '/api/units/f1-1/route')).json()) as UnitRoute;
    expect(route.lengthM).toBeGreaterThan(100);
    expect(route.steps.length).toBeGreaterThan(1);
    const entered = await rig.as('seat', 'POST', '/api/units/f1-1/status', { status: '23', source: 'button' });
    expect([entered.status, await entered.text()]).toEqual([200, expect.stringContaining('23')]);
    const mine = await crew.until('the new status', () => crew.picture?.units.find((u) => u.duty.status === '23'));
    expect(mine.duty.statusSource).toBe('radio');
    const feedback = { agency: 'fire', text: '已扑灭' };
    const first = crew.picture?.incidents[0]?.incidentId;
    expect((await rig.as('crew', 'POST', `/api/incidents/${first}/feedback`, feedback)).status).toBe(200);
  });

  it('gives a screen that missed deltas those, and one from another epoch a snapshot', async () => {
    const screen = await rig.screen('seat');
    const have = { epoch: screen.picture?.epoch ?? '', sequence: screen.picture?.sequence ?? 0 };
    await incidentOf(screen, await reported());
    const missed = await screen.socket.emitWithAck('resync', have);
    expect('deltas' in missed && missed.deltas[0]?.sequence).toBe(have.sequence + 1);
    const afresh = await screen.socket.emitWithAck('resync', { epoch: 'before the restart', sequence: 3 });
    expect('snapshot' in afresh && afresh.snapshot.incidents.length).toBeGreaterThan(0);
    const garbage = await screen.socket.emitWithAck('resync', 'what?' as never);
    expect('snapshot' in garbage).toBe(true);
  });

  it('shows positions in numbered frames, and everyone in a key frame', async () => {
    const screen = await rig.screen('seat');
    await until('a position arrives', async () => {
      await report(1);
      return screen.frames.length > 0;
    });
    const frame = Buffer.from(screen.frames[0] as Buffer);
    expect(readTrackFrame(frame.subarray(16))?.unitNo[0]).toBe(1);
    await report(2);
    // Read before asking: another frame may come while the key frame is on its way.
    const seen = Buffer.from(screen.frames.at(-1) as Buffer).readUInt32LE(0);
    const key = Buffer.from((await screen.socket.emitWithAck('positions')) as unknown as Buffer);
    expect(key.readUInt32LE(0)).toBeGreaterThanOrEqual(seen);
    expect([...(readTrackFrame(key.subarray(16))?.unitNo ?? [])]).toContain(1);
  });

  it('has the whole picture again after it was killed, and catches up with a dispatch that was', async () => {
    const screen = await rig.screen('seat');
    const { incidentId } = await incidentOf(screen, await reported());
    await Promise.all([rig.services['command-map'].kill(), rig.services.dispatch.kill()]);
    await rig.services['command-map'].restart();
    const again = new Follower(rig.url, await rig.token('seat'));
    expect(await again.until('a new snapshot', () => again.picture?.epoch)).not.toBe(screen.picture?.epoch);
    const alarmId = await reported();
    await rig.services.dispatch.restart();
    await again.until('the incident is back', () => again.picture?.incidents.find((i) => i.incidentId === incidentId));
    await incidentOf(again, alarmId);
    expect(again.gaps).toBe(0);
    again.socket.disconnect();
  });

  it('says which part of the line is missing and works without the classifier', async () => {
    const answer = await rig.call('GET', '/readyz');
    expect(answer.status).toBe(503);
    const { parts } = (await answer.json()) as { parts: { name: string; ready: boolean; why: string }[] };
    expect(parts.filter((part) => !part.ready).map((part) => part.name)).toEqual(['call-classification']);
    expect(parts.map((part) => part.name)).toEqual(
      expect.arrayContaining(['alarm-intake', 'dispatch', 'command-map', 'postgres', 'nats', 'city']),
    );
    const own = await fetch(`http://127.0.0.1:${rig.services['command-map'].httpPort}/readyz`);
    expect(own.status).toBe(200);
    const suggestion = await rig.as('seat', 'POST', '/api/suggest', { text: '着火了' });
    expect(await suggestion.json()).toEqual({ classification: null });
  });

  it('hands a gateway its stream through to tracking, and other upgrades nowhere', async () => {
    const upgrade = (path: string, key: string) =>
      new Promise<number | undefined>((resolve) => {
        const headers = {
          ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' },
          ...{ 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==', authorization: `Bearer ${key}` },
        };
        const asked = request(`${rig.url}${path}`, { headers });
        asked.on('upgrade', (answer, socket) => {
          socket.destroy();
          resolve(answer.statusCode);
        });
        asked.on('response', (answer) => resolve(answer.resume().statusCode));
        asked.on('error', () => resolve(undefined));
        asked.end();
      });
    expect(await upgrade('/tracking/v1/stream', TRACKING_KEY)).toBe(101);
    expect(await upgrade('/tracking/v1/stream', 'wrong')).toBe(401);
    expect(await upgrade('/elsewhere', TRACKING_KEY)).toBe(404);
  });

  it('hands machines through to intake with their key, and says so when it is down', async () => {
    const body = { idempotencyKey: 'm1', channel: 'iot', text: '烟感报警' };
    const send = () => rig.call('POST', '/intake/v1/alarms', body, { authorization: `Bearer ${INTAKE_KEY}` });
    expect((await send()).status).toBe(201);
    expect((await rig.call('POST', '/intake/v1/alarms', body)).status).toBe(401);
    await rig.services['alarm-intake'].kill();
    const down = await send();
    expect(down.status).toBe(503);
    expect(await down.json()).toMatchObject({ error: { code: 'unavailable' } });
    const desk = await rig.as('seat', 'POST', '/api/alarms', { idempotencyKey: 'm2', text: '着火' });
    expect(desk.status).toBe(503);
    await rig.services['alarm-intake'].restart();
    await until('intake is back', async () => (await send()).status === 200);
  });
});
