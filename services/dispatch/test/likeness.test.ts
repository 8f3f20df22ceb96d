import { RefusalError } from '@muster/kernel/result';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_MERGES } from '../src/domain/decide-merge.ts';
import { actor, alarmOf, type Rig, startRig, until } from './rig.ts';

let rig: Rig;
let n = 0;
const T0 = 1_700_000_000_000;
const METRE_LAT = 1 / 111_195;

beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

const incident = async (incidentId: string) => {
  const found = (await rig.client.getIncident({ incidentId })).incident;
  if (found === undefined) throw new Error(`no incident ${incidentId}`);
  return found;
};
const timelineOf = async (incidentId: string) =>
  (await rig.client.getIncident({ incidentId })).timeline.map((entry) => entry.type);

interface Said {
  readonly text: string;
  readonly type?: string;
  readonly northM?: number;
  readonly minute?: number;
  readonly caller?: string;
  readonly at?: { lon: number; lat: number };
}
/** A call of its own place in the world, so that tests do not meet. */
async function called({ text, type = '', northM = 0, minute = 0, caller, at }: Said): Promise<string> {
  const alarmId = `like-${++n}`;
  const { lon, lat } = at ?? { lon: 121, lat: 31 };
  await rig.alarm(
    alarmOf(alarmId, {
      text,
      reportedType: type,
      callerNumber: caller ?? `139${n}`,
      receivedAtMs: T0 + minute * 60_000,
      place: { lon, lat: lat + northM * METRE_LAT, accuracyM: 20, source: 'phone', text: '', confirmed: false },
    }),
  );
  await until('the incident is open', async () => incident(`i${alarmId}`).catch(() => undefined));
  return alarmId;
}
const similarOf = (alarmId: string, to: string) =>
  until(`${alarmId} is proposed to be ${to}`, async () =>
    (await incident(`i${alarmId}`)).similar.find((one) => one.incidentId === `i${to}`),
  );
const merge = (from: string, into: string) =>
  rig.client.merge({ incidentId: `i${from}`, intoIncidentId: `i${into}`, actor });
const split = (incidentId: string, alarmId: string, intoIncidentId = '') =>
  rig.client.splitAlarm({ incidentId, alarmId, intoIncidentId, actor });

describe('a call about a crash that is known', () => {
  it('is proposed with how sure and why, in both languages; the machine joins nothing', async () => {
    const at = { lon: 121.1, lat: 31.1 };
    const first = await called({ at, text: '路口公交车和轿车撞了，司机腿卡住', type: 'traffic.crash-trapped' });
    const other = await called({ at, text: '扭到脚踝了，肿了', type: 'medical.fall', northM: 40, minute: 1 });
    const second = await called({
      at,
      text: '公交撞轿车，有人腿夹住了',
      type: 'traffic.crash-injury',
      northM: 25,
      minute: 1,
    });
    const match = await similarOf(second, first);
    expect(match.p).toBeGreaterThan(0.8);
    expect(match.reasons.map((reason) => reason.code)).toContain('words');
    for (const { zh, en } of match.reasons) expect([zh, en]).not.toContain('');
    await rig.started.likeness.settled();
    expect((await incident(`i${other}`)).similarIncidentIds).toEqual([]);
    for (const alarmId of [first, other, second]) {
      expect(await incident(`i${alarmId}`)).toMatchObject({ state: 'open', alarmIds: [alarmId] });
    }
  });

  it('is proposed when the caller has said enough on the telephone, also after the thread has died', async () => {
    const at = { lon: 121.2, lat: 31.2 };
    const first = await called({ at, text: '三楼厨房着火，老人出不来', type: 'fire.building' });
    await rig.started.matcher.crash();
    const second = await called({ at, text: '', northM: 30, minute: 2 });
    await rig.publish('ALARM', `alarm-${second}`, {
      ...{ type: 'alarm.updated', alarmId: second, segment: 1, speaker: 'caller', final: true },
      segmentText: '楼上三楼厨房着火了，有个老人在窗口',
    } as never);
    expect((await similarOf(second, first)).p).toBeGreaterThan(0.3);
  });

  it('stays proposed after a restart, and new calls are compared with what was there before it', async () => {
    const at = { lon: 121.3, lat: 31.3 };
    const first = await called({ at, text: '仓库爆炸起火，烟很大', type: 'fire.building' });
    const second = await called({ at, text: '仓库着火了，听到爆炸', type: 'fire.building', northM: 30, minute: 1 });
    const before = await similarOf(second, first);
    await rig.restart();
    expect(await similarOf(second, first)).toEqual(before);
    const third = await called({ at, text: '仓库的火越来越大', type: 'fire.building', northM: -20, minute: 3 });
    await similarOf(third, first);
  });
});

describe('a human', () => {
  it('joins up to fifty with one key; one that is refused hinders none of the others', async () => {
    const at = { lon: 121.4, lat: 31.4 };
    const first = await called({ at, text: '商场着火', type: 'fire.building' });
    const others: string[] = [];
    for (let i = 0; i < MAX_MERGES; i++) {
      others.push(await called({ at, text: `商场着火，看到黑烟${i}`, type: 'fire.smoke-odour', northM: i, minute: 1 }));
    }
    const ask = (ids: readonly string[]) =>
      rig.client.mergeAll({ incidentIds: [...ids], intoIncidentId: `i${first}`, actor });
    const ids = others.map((alarmId) => `i${alarmId}`);
    await rig.client.cancelIncident({ incidentId: ids[0] as string, reason: '误报', actor });
    const done = await ask(ids);
    expect(done.mergedIncidentIds).toEqual(ids.slice(1));
    expect(done.refused).toMatchObject([{ incidentId: ids[0], messageZh: expect.stringContaining('已取消') }]);
    expect((await incident(`i${first}`)).alarmIds).toEqual([first, ...others.slice(1)]);
    await expect(ask([...ids, 'i-one-more'])).rejects.toBeInstanceOf(RefusalError);
  });

  it('is told when a joined caller adds that somebody is trapped', async () => {
    const at = { lon: 121.5, lat: 31.5 };
    const first = await called({ at, text: '垃圾房冒烟', type: 'fire.outdoor' });
    const second = await called({ at, text: '垃圾房烧起来了', type: 'fire.outdoor', minute: 1 });
    await merge(second, first);
    await rig.publish('ALARM', `alarm-${second}`, {
      ...{ type: 'alarm.updated', alarmId: second, segment: 1, speaker: 'caller', final: true },
      segmentText: '里面有个孩子被困',
    } as never);
    await until('attention', async () => (await incident(`i${first}`)).attention === 1);
  });

  it('takes a call out again: what it says from then on is its own incident’s, and the log keeps everything', async () => {
    const at = { lon: 121.6, lat: 31.6 };
    const first = await called({ at, text: '二楼着火', type: 'fire.building' });
    const second = await called({ at, text: '隔壁楼着火', type: 'fire.building', northM: 60, minute: 1 });
    await merge(second, first);
    expect(await split(`i${first}`, second)).toEqual({ incidentId: `i${second}` });
    expect(await incident(`i${first}`)).toMatchObject({ alarmIds: [first], state: 'open' });
    expect(await incident(`i${second}`)).toMatchObject({ alarmIds: [second], state: 'open', mergedInto: '' });
    await rig.started.likeness.settled();
    expect((await incident(`i${second}`)).similarIncidentIds, 'told apart by a human').toEqual([]);
    await rig.restart();
    await rig.publish('ALARM', `alarm-${second}`, {
      ...{ type: 'alarm.updated', alarmId: second, segment: 1, speaker: 'caller', final: true },
      segmentText: '有人被困',
    } as never);
    await until('attention', async () => (await incident(`i${second}`)).attention === 1);
    expect((await incident(`i${first}`)).attention).toBe(0);
    expect(await timelineOf(`i${first}`)).toEqual(
      expect.arrayContaining(['incident.alarm-joined', 'incident.alarm-split']),
    );
    expect(await timelineOf(`i${second}`)).toEqual(expect.arrayContaining(['incident.merged', 'incident.reopened']));
  });

  it('moves a call into another incident, and is refused what cannot be', async () => {
    const at = { lon: 121.7, lat: 31.7 };
    const [a, b, c] = [
      await called({ at, text: '打架', type: 'police.assault' }),
      await called({ at, text: '有人流血', type: 'police.assault' }),
      await called({ at, text: '偷东西', type: 'police.theft' }),
    ];
    await merge(b, a);
    expect(await split(`i${a}`, b, `i${c}`)).toEqual({ incidentId: `i${c}` });
    expect((await incident(`i${c}`)).alarmIds).toEqual([c, b]);
    await expect(split(`i${a}`, a)).rejects.toThrow(/only call/);
    await expect(split(`i${a}`, 'nobody')).rejects.toThrow(/not part of/);
    await expect(split(`i${c}`, b, 'i-not-there')).rejects.toThrow(/no incident/);
  });
});
