import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Candidate, keyOf, MOST_CANDIDATES, type Numbered, numbered } from './numbered.ts';

const candidate = (n: number): Candidate => ({
  ...{ name: `place ${n}`, district: '', lon: 113 + n / 100, lat: 22, score: 0.5, from: 'words' },
});

test('a place keeps its number when better ones come in', () => {
  const first = numbered([], [candidate(1), candidate(2)]);
  const then = numbered(first, [candidate(3), candidate(2), candidate(1)]);
  expect(then.map(({ name, number }) => [name, number])).toEqual([
    ['place 1', 1],
    ['place 2', 2],
    ['place 3', 3],
  ]);
});

test('the number of a place that has gone is not given to another at once', () => {
  const first = numbered([], [candidate(1), candidate(2)]);
  expect(numbered(first, [candidate(2), candidate(3)]).map(({ number }) => number)).toEqual([2, 3]);
});

test('one place said and measured is one candidate, with the words', () => {
  const [only, ...more] = numbered([], [candidate(1), { ...candidate(1), name: 'the caller is near it' }]);
  expect([only?.name, more.length]).toEqual(['place 1', 0]);
});

test('no number ever passes from one place to another while a place stays in the list', () => {
  const lists = fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 7 }), { maxLength: 12 });
  fc.assert(
    fc.property(lists, (steps) => {
      let shown: Numbered[] = [];
      for (const step of steps) {
        const next = numbered(shown, step.map(candidate));
        const overlap = next.some((one) => shown.some((old) => keyOf(old) === keyOf(one)));
        expect(new Set(next.map(({ number }) => number)).size).toBe(next.length);
        expect(next.length).toBeLessThanOrEqual(MOST_CANDIDATES);
        for (const one of next) {
          const before = shown.find((old) => old.number === one.number);
          if (overlap && before !== undefined) expect(keyOf(before)).toBe(keyOf(one));
        }
        shown = next;
      }
    }),
  );
});
