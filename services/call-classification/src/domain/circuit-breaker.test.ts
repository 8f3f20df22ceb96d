import { expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

const limits = { failures: 3, openMs: 100, openMaxMs: 400 };

it('opens after failures in a row, lets one trial through, waits longer each time, and closes on success', () => {
  const breaker = new CircuitBreaker(limits);
  expect([breaker.failedAt(0), breaker.failedAt(1)]).toEqual([false, false]);
  breaker.succeeded();
  expect([breaker.failedAt(2), breaker.failedAt(3), breaker.failedAt(4)]).toEqual([false, false, true]);
  expect(breaker.mayAsk(50)).toBe(false);
  expect([breaker.mayAsk(104), breaker.mayAsk(104)]).toEqual([true, false]);
  expect(breaker.failedAt(110)).toBe(false);
  expect([breaker.mayAsk(309), breaker.mayAsk(310)]).toEqual([false, true]);
  breaker.failedAt(310);
  expect([breaker.mayAsk(709), breaker.mayAsk(710)]).toEqual([false, true]);
  breaker.succeeded();
  expect([breaker.mayAsk(711), breaker.mayAsk(711)]).toEqual([true, true]);
});
