import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { unwrap } from '@muster/kernel/result';
import { describe, expect, it } from 'vitest';
import { loadGuidance } from '../adapters/guidance-files.ts';
import { loadClassifier } from '../adapters/sources.ts';
import { guideCaller } from './guide-caller.ts';

const classifier = loadClassifier();
const guidance = loadGuidance(classifier.lexicon);
const guide = (type: string, text = '', known: string[] = []) => {
  const { questions, instructions, facts } = unwrap(guideCaller({ classifier, ...guidance }, { type, text, known }));
  return { asks: questions.map(({ id }) => id), tells: instructions.map(({ id }) => id), facts };
};
const HARMLESS = ['traffic.parking'];

describe('guidance for a caller', () => {
  it('asks the place first for every type, then something of its kind, and tells something to do', () => {
    for (const type of INCIDENT_TYPES.keys()) {
      const { asks, tells } = guide(type);
      expect(asks[0], type).toBe('place');
      expect(asks.length, type).toBeGreaterThan(1);
      if (!HARMLESS.includes(type)) expect(tells.length, type).toBeGreaterThan(0);
    }
  });

  it('asks for the place and what has happened when nothing is known', () => {
    expect(guide('').asks).toEqual(['place', 'what']);
  });

  it('puts resuscitation first for a cardiac arrest, with a beat, and none where he breathes', () => {
    const { instructions } = unwrap(
      guideCaller({ classifier, ...guidance }, { type: 'medical.cardiac-arrest', text: '', known: [] }),
    );
    expect(instructions[0]).toMatchObject({ id: 'cpr-adult', metronomePerMinute: 110 });
    expect(guide('medical.cardiac-arrest', '', ['age:infant']).tells[0]).toBe('cpr-infant');
    expect(guide('medical.cardiac-arrest', '', ['breathing:yes']).tells[0]).toBe('recovery-position');
  });

  it.each(['我爸没呼吸了', '叫他没反应,也没有呼吸', 'my husband is not breathing'])(
    'does not ask who said "%s" about breathing, and starts with compressions',
    (text) => {
      for (const type of ['medical.cardiac-arrest', 'medical.unconscious', 'rescue.water', 'police.assault']) {
        const { asks, tells } = guide(type, text);
        expect(asks).not.toContain('breathing');
        expect(tells[0]).toBe('cpr-adult');
      }
    },
  );

  it.each([
    ['他刚六个月大的宝宝没呼吸了', 'cpr-infant'],
    ['孩子7岁,没有呼吸', 'cpr-child'],
    ['my daughter is 4 years old and not breathing', 'cpr-child'],
    ['83岁老太太没呼吸', 'cpr-adult'],
    ['18个月大的孩子没有呼吸', 'cpr-child'],
  ])('"%s" is told %s', (text, first) => {
    expect(guide('medical.cardiac-arrest', text).tells[0]).toBe(first);
  });

  it.each([
    ['medical.unconscious', '他触电了,叫不醒', 'electrocution'],
    ['rescue.trapped', '下化粪池的人晕在里面了', 'carbon-monoxide'],
    ['medical.carbon-monoxide', '屋里烧炭,都头晕', 'carbon-monoxide'],
    ['fire.building', '楼道全是烟我们出不去', 'fire-stay'],
    ['fire.building', '厨房着火了', 'fire-leave'],
    ['medical.choking', '8个月大的宝宝噎住了,哭不出声', 'choking-infant'],
    ['medical.bite-sting', '在山上被蛇咬了', 'snake-bite'],
    ['rescue.water', '有小孩掉河里了', 'water-rescue'],
    ['police.domestic-violence', '他在打我,我躲在厕所不敢出声', 'whisper'],
    ['police.suicide-threat', '她坐在天台边上', 'suicide-talk'],
  ])('%s, "%s": first %s', (type, text, first) => {
    expect(guide(type, text).tells[0]).toBe(first);
  });

  it('does not ask again what was said, and repeats a place to be sure of it', () => {
    const { asks } = guide('police.assault', '有人拿刀砍人,人还在,三个人受伤,锦绣路12号');
    for (const known of ['place', 'weapon', 'suspect', 'persons', 'hurt']) expect(asks).not.toContain(known);
    expect(asks[0]).toBe('place-detail');
    expect(guide('police.assault', '', ['weapon:no', 'place']).asks).not.toContain('weapon');
  });

  it('takes a denial for an answer', () => {
    expect(guide('police.weapon', '他手里没有刀').facts.get('weapon')).toBe('no');
    expect(guide('fire.building', '里面没人,人都出来了').facts.get('inside')).toBe('no');
    expect(guide('traffic.crash-property', '追尾了,没人受伤').facts.get('hurt')).toBe('no');
  });

  it('believes the human before the words', () => {
    const { tells } = guide('medical.unconscious', '他没呼吸了', ['breathing:yes']);
    expect(tells).not.toContain('cpr-adult');
    expect(guide('medical.unconscious', '他没呼吸了', ['breathing']).tells[0]).toBe('cpr-adult');
  });

  it('finds the type itself where none is given', () => {
    expect(guide('', '我家厨房着火了,烟很大').tells).toContain('fire-leave');
  });

  it('refuses what is no type, and passes over facts that nobody knows', () => {
    const query = { type: 'fire.nothing', text: '', known: [] };
    expect(guideCaller({ classifier, ...guidance }, query)).toMatchObject({ refusal: { code: 'invalid' } });
    expect(guide('fire.building', '', ['no-such-thing:x', ':', '']).asks[0]).toBe('place');
  });

  it('tells every figure of resuscitation as the guidelines have it', () => {
    const words = (id: string) =>
      guidance.book.instructions
        .get(id)
        ?.steps.map(({ zh, en }) => zh + en)
        .join() ?? '';
    expect(words('cpr-adult')).toMatch(/5到6厘米.*5 to 6 cm.*100到120.*100 to 120/);
    expect(words('cpr-child')).toMatch(/约5厘米.*about 5 cm/);
    expect(words('cpr-infant')).toMatch(/约4厘米.*about 4 cm/);
  });
});
