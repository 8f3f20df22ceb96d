import { trackSubject } from '@muster/contracts/subjects';
import { TRACK_HEADER_BYTES, TrackFrameWriter } from '@muster/contracts/track-frame';
import { publishPacked } from '@muster/platform/nats/packed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { alarmOf, CENTRE, type Rig, roadsOnlyCity, startRig, unitFact, until } from './rig.ts';

let rig: Rig;
let city: ReturnType<typeof roadsOnlyCity>;
let incidentId: string;
const UNITS = 30;

const ask = () => rig.client.recommend({ incidentId, agency: '', limit: 3 });

beforeAll(async () => {
  city = roadsOnlyCity();
  rig = await startRig({ cityDir: city.dir });
  const writer = new TrackFrameWriter(UNITS);
  for (let i = 0; i < UNITS; i++) {
    const unit = unitFact(`r${i}`);
    await rig.putUnit(unit);
    writer.add(unit.unitNo, CENTRE.lon + i * 0.001, CENTRE.lat, rig.clock.nowMs());
  }
  await rig.alarm(alarmOf('road'));
  await until('units and incident', async () => {
    const { incidents } = await rig.client.listIncidents({ openOnly: true, limit: 0 });
    incidentId = incidents[0]?.incidentId ?? '';
    return incidentId !== '' && (await rig.client.listDuties({})).duties.length === UNITS;
  });
  const frame = writer.take();
  expect(frame.byteLength).toBeGreaterThan(TRACK_HEADER_BYTES);
  await until('positions and roads', async () => {
    publishPacked(rig.nats, trackSubject(1), frame);
    const answer = await ask();
    return answer.basis === 'road' && answer.units[0]?.unitId === 'r0';
  });
});
afterAll(async () => {
  await rig.stop();
  city.drop();
});

describe('a recommendation', () => {
  it('goes by the road and says why', async () => {
    const { units, basis } = await ask();
    expect(basis).toBe('road');
    expect(units.filter((unit) => unit.proposed)).toHaveLength(1);
    expect(units).toHaveLength(4);
    expect(units[0]?.reasons[0]).toMatchObject({ code: 'travel-time' });
    const times = units.map((unit) => unit.travelTimeS);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('still comes when the thread with the roads is killed in the middle, and by road again later', async () => {
    const roads = rig.started.roads;
    const asked = Array.from({ length: 20 }, ask);
    await roads?.crash();
    const answers = await Promise.all([...asked, ask(), ask()]);
    for (const answer of answers) expect(answer.units[0]?.proposed).toBe(true);
    const guessed = answers.filter((answer) => answer.basis === 'straight-line');
    expect(guessed.length).toBeGreaterThan(0);
    for (const answer of guessed) {
      expect(answer.units[0]?.reasons.map((reason) => reason.code)).toContain('straight-line');
      expect(answer.units[0]?.unitId).toBe('r0');
    }
    await until('by road again', async () => (await ask()).basis === 'road');
  });
});
