import { expect, test } from 'vitest';
import { reasonsOf } from './reasons.ts';

test('the strongest come first, in both languages, and say which way they speak', () => {
  const reasons = reasonsOf([
    { code: 'prior', logOdds: -6 },
    { code: 'time', logOdds: 0.1, minutes: 3 },
    { code: 'place', logOdds: 3.2, metres: 118 },
    { code: 'contradiction', logOdds: -4, zh: ['方向'], en: ['heading'] },
    { code: 'words', logOdds: 1.5, zh: ['公交', '腿'], en: ['bus', 'leg'] },
  ]);
  expect(reasons).toEqual([
    { code: 'contradiction', zh: '不一致：方向', en: 'contradicts: heading', against: true },
    { code: 'place', zh: '相距约 120 米', en: 'about 120 m apart', against: false },
    { code: 'words', zh: '都说到：公交、腿', en: 'both speak of: bus, leg', against: false },
  ]);
});
