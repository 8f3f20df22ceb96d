import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DueTimes } from './due-times.ts';

it('gives out each id once, at its last time, the earliest first', () => {
  const sets = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }).map(String), fc.integer({ min: 0, max: 20 })));
  fc.assert(
    fc.property(sets, (list) => {
      const times = new DueTimes();
      const model = new Map<string, number>();
      for (const [id, atMs] of list) {
        const at = atMs === 20 ? Number.POSITIVE_INFINITY : atMs;
        times.set(id, at);
        if (at === Number.POSITIVE_INFINITY) model.delete(id);
        else model.set(id, at);
      }
      expect(times.size).toBe(model.size);
      for (let nowMs = 0; nowMs < 20; nowMs++) {
        const due = times.takeDue(nowMs, 100).sort();
        expect(due).toEqual([...model].flatMap(([id, at]) => (at === nowMs ? [id] : [])).sort());
      }
      expect(times.firstMs()).toBe(Number.POSITIVE_INFINITY);
    }),
  );
});
it('takes no more than it is asked for', () => {
  const times = new DueTimes();
  for (let i = 0; i < 5; i++) times.set(`${i}`, i);
  expect(times.takeDue(9, 2)).toEqual(['0', '1']);
  expect(times.firstMs()).toBe(2);
});
