import { describe, expect, it } from 'vitest';
import { loadClassifier } from '../adapters/sources.ts';
import { classify } from '../domain/classify.ts';

const classifier = loadClassifier();
const typeOf = (text: string) => classify(classifier, text).type;
const slice = (text: string, start: number, end: number) => [...text].slice(start, end).join('');

describe('a call is classified', () => {
  it('by what the caller names, in both languages', () => {
    expect(typeOf('我家厨房着火了,火很大,快来')).toBe('fire.building');
    expect(typeOf('电梯停在半空,我们困在里面出不来')).toBe('rescue.elevator');
    expect(typeOf('my husband collapsed, he is not breathing and there is no pulse')).toBe('medical.cardiac-arrest');
    expect(typeOf('someone broke into my house last night and took the jewelry')).toBe('police.burglary');
  });

  it('when the caller never names the thing', () => {
    const { type, alternatives, priority } = classify(classifier, '他捂着胸口脸都灰了');
    expect([type, ...alternatives.slice(0, 2).map((a) => a.type)]).toContain('medical.chest-pain');
    expect(priority).toBe(1);
  });

  it('not as the thing that is denied', () => {
    expect(typeOf('没有着火,就是邻居太吵了,大半夜放音乐睡不着')).toBe('police.noise');
    const { type, alternatives } = classify(
      classifier,
      'no fire and no smoke, my neighbor is playing loud music, cant sleep',
    );
    const firstTwo = [type, alternatives[0]?.type];
    expect(firstTwo).toContain('police.noise');
    expect(firstTwo).not.toContain('fire.building');
  });

  it('through a recogniser that mishears', () => {
    expect(typeOf('孩子校喘犯了,喘不上气')).toBe('medical.breathing');
    expect(typeOf('老人中峰了,嘴歪了,半边身子动不了')).toBe('medical.stroke');
  });
});

describe('an answer', () => {
  it('counts code points, also behind an emoji and full-width signs', () => {
    const text = '😱😱快来！ＡＢＣ大厦３号楼着火了，浓烟滚滚，地址是锦绣路１２号';
    const { location, evidence } = classify(classifier, text);
    expect(location).not.toBeNull();
    if (location !== null) expect(slice(text, location.start, location.end)).toBe(location.text);
    expect(evidence.length).toBeGreaterThan(0);
    for (const { start, end } of evidence) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThan(start);
      expect(end).toBeLessThanOrEqual([...text].length);
    }
    expect(evidence.map(({ start, end }) => slice(text, start, end)).join('')).toMatch(/火|烟/);
  });

  it('never repeats its type among the alternatives, which fall and are five at most', () => {
    const { type, alternatives } = classify(classifier, '路口两车追尾,有人受伤');
    expect(alternatives.length).toBeLessThanOrEqual(5);
    expect(alternatives.map((a) => a.type)).not.toContain(type);
    const confidences = alternatives.map((a) => a.confidence);
    expect(confidences).toEqual(confidences.toSorted((a, b) => b - a));
  });

  it('asks for a human where there are no words, unknown words, or a film', () => {
    for (const text of ['', '   ', '\u0000\u0001', 'zxqv wkjh', '我们在拍戏,有人拿刀追人,别担心']) {
      expect(classify(classifier, text).needsHuman).toBe(true);
    }
  });

  it('is the same for the same text', () => {
    const text = '他拿刀砍人了 in front of the mall';
    expect(classify(classifier, text)).toEqual(classify(classifier, text));
  });

  it('comes for any text at all', () => {
    const texts = [
      '💥'.repeat(5_000),
      'a'.repeat(100_000),
      '\ud800',
      "'; DROP TABLE calls; --",
      '<script>',
      '火'.repeat(9_000),
    ];
    for (const text of texts) expect(classify(classifier, text).modelVersion).toBe(classifier.version);
  });
});
