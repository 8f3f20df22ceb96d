import { describe, expect, it } from 'vitest';
import { chineseNumber, personsOf } from './persons.ts';

const count = (text: string, type = 'police.dispute', said: string[] = []) => personsOf(text, type, new Set(said));

describe('the number of people', () => {
  it('is read from numerals in both languages', () => {
    expect(['两', '十', '十二', '三十', '二十五', '40'].map(chineseNumber)).toEqual([2, 10, 12, 30, 25, 40]);
    expect(count('三个人受伤')).toBe(3);
    expect(count('我们四个困在里面')).toBe(4);
    expect(count('five people are hurt')).toBe(5);
  });

  it('is one for a patient, none where nobody is hurt, and else unknown', () => {
    expect(count('头晕', 'medical.sick-person')).toBe(1);
    expect(count('人没事', 'traffic.crash-injury', ['nohurt'])).toBe(0);
    expect(count('他们在吵架')).toBe(0);
    expect(count('人越来越多', 'police.mass-incident')).toBeNull();
  });
});
