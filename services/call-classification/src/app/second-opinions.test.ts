import type { ClassificationFact, SecondOpinionFact } from '@muster/contracts/events/classification';
import { ManualClock } from '@muster/kernel/clock';
import { describe, expect, it } from 'vitest';
import { type Opinion, SECOND_OPINION_LIMITS, SecondOpinions } from './second-opinions.ts';

const fact = {
  type: 'police.noise',
  priority: 4,
  confidence: 0.3,
  needsHuman: true,
  location: { text: '锦绣路12号', start: 0, end: 7, candidates: [] },
} as unknown as ClassificationFact;
const opinion: Opinion = { type: 'police.domestic-violence', priority: 2, confidence: 0.7, because: '打人' };
const tick = () => new Promise((resolve) => setTimeout(resolve, 0));

function rig(answer: (text: string) => Promise<Opinion>, atOnce = 1) {
  const kept: [string, number, SecondOpinionFact][] = [];
  const sent: string[] = [];
  const clock = new ManualClock(1);
  const opinions = new SecondOpinions({
    port: {
      source: 'tiny',
      ask: (text) => {
        sent.push(text);
        return answer(text);
      },
    },
    ...{ clock, atOnce, maskPlaces: true, log: { warn: () => {} } },
    keep: async (...one) => kept.push(one) > 0,
  });
  const call = (alarmId: string, text = '锦绣路12号楼上一直在打,我叫王小红', more = {}) =>
    opinions.classified({ alarmId, text, fact: { ...fact, ...more }, about: 1 });
  return { opinions, kept, sent, clock, call };
}

describe('second opinions', () => {
  it('are asked only of what we are unsure of, masked, and stand beside our answer', async () => {
    const { call, kept, sent } = rig(async () => opinion);
    call('sure', '着火了着火了', { needsHuman: false });
    call('a');
    await tick();
    expect(sent).toEqual(['[地点]楼上一直在打,我叫[姓名]']);
    expect(kept).toEqual([['a', 1, { ...opinion, source: 'tiny', agrees: false }]]);
  });

  it('never lower a priority', async () => {
    const { call, kept } = rig(async () => ({ ...opinion, priority: 5 }));
    call('a', undefined, { priority: 1 });
    await tick();
    expect(kept[0]?.[2].priority).toBe(1);
  });

  it('leave our answer alone when they fail, and after some failures nobody is asked for a while', async () => {
    const { call, kept, sent, clock } = rig(async () => {
      throw new Error('late');
    });
    for (let i = 0; i < 9; i++) {
      call(`a${i}`);
      await tick();
    }
    expect(sent).toHaveLength(SECOND_OPINION_LIMITS.breaker.failures);
    expect(kept).toEqual([]);
    clock.advance(SECOND_OPINION_LIMITS.breaker.openMs);
    call('later');
    await tick();
    expect(sent).toHaveLength(SECOND_OPINION_LIMITS.breaker.failures + 1);
  });

  it('are asked so many at once and no more, the newest words of a call, and the oldest calls make room', async () => {
    const answers: ((value: Opinion) => void)[] = [];
    const { call, sent, kept } = rig(() => new Promise((resolve) => answers.push(resolve)), 2);
    for (let i = 0; i < SECOND_OPINION_LIMITS.waiting + 12; i++) call(`a${i}`, `第${i}个电话`);
    call('a70', '第70个电话说得更多了');
    expect(sent).toEqual(['第0个电话', '第1个电话']);
    while (answers.length > 0) {
      answers.shift()?.(opinion);
      await tick();
    }
    expect(sent).toHaveLength(2 + SECOND_OPINION_LIMITS.waiting);
    expect(kept).toHaveLength(sent.length);
    expect(sent).not.toContain('第2个电话');
    expect(sent).not.toContain('第70个电话');
    expect(sent.at(-1)).toBe('第70个电话说得更多了');
  });

  it('are asked a few times for a growing transcript and then no more', async () => {
    const { call, sent } = rig(async () => opinion);
    for (let i = 0; i < 9; i++) {
      call('a', `说了${i}句话了`);
      await tick();
    }
    expect(sent).toHaveLength(SECOND_OPINION_LIMITS.asksPerAlarm);
  });

  it('end with what is under way', async () => {
    let go = (_: Opinion) => {};
    const { opinions, call, kept, sent } = rig(
      () =>
        new Promise((resolve) => {
          go = resolve;
        }),
    );
    call('a');
    call('b');
    const stopped = opinions.stop();
    go(opinion);
    await stopped;
    call('c');
    expect([sent.length, kept.length]).toEqual([1, 1]);
  });
});
