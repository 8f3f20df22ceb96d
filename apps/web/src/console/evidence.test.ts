import { expect, test } from 'vitest';
import { markEvidence } from './evidence.ts';

test('evidence is marked and the rest stays', () => {
  expect(markEvidence('有人被困火很大', [{ start: 2, end: 4, says: 'trapped' }])).toEqual([
    { text: '有人', says: null },
    { text: '被困', says: 'trapped' },
    { text: '火很大', says: null },
  ]);
});

test('offsets count code points, not UTF-16 units', () => {
  expect(markEvidence('🔥着火', [{ start: 1, end: 3, says: 'fire' }])).toEqual([
    { text: '🔥', says: null },
    { text: '着火', says: 'fire' },
  ]);
});

test('ranges that overlap or lie outside never lose or repeat text', () => {
  const text = 'abcdef';
  const parts = markEvidence(text, [
    { start: 3, end: 99, says: 'x' },
    { start: 1, end: 4, says: 'y' },
    { start: 2, end: 5, says: 'z' },
  ]);
  expect(parts.map((part) => part.text).join('')).toBe(text);
  expect(parts.filter((part) => part.says !== null)).toEqual([{ text: 'bcd', says: 'y' }]);
});
