import { expect, test } from 'vitest';
import { inOrder } from './in-order.ts';

test('what was done first is told first, also when it takes longer or fails', async () => {
  const told: number[] = [];
  const run = inOrder();
  const tell = (n: number, turns: number, fails = false) =>
    run(async () => {
      for (let turn = 0; turn < turns; turn++) await Promise.resolve();
      told.push(n);
      if (fails) throw new Error('lost');
    });
  const all = await Promise.allSettled([tell(1, 9), tell(2, 0, true), tell(3, 3)]);
  expect(told).toEqual([1, 2, 3]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});
