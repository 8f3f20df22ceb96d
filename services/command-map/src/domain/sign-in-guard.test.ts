import { describe, expect, it } from 'vitest';
import { SIGN_IN_LIMITS, SignInGuard } from './sign-in-guard.ts';

describe('the guard of signing in', () => {
  it('doubles the wait with each failure, up to a limit, and forgets in time', () => {
    const guard = new SignInGuard();
    for (let i = 0; i < SIGN_IN_LIMITS.freeTriesPerUser - 1; i++) guard.failed('li', 'a', 0);
    expect(guard.waitMs('li', 'a', 0)).toBe(0);
    guard.failed('li', 'a', 0);
    expect(guard.waitMs('li', 'a', 0)).toBe(1_000);
    guard.failed('li', 'a', 0);
    expect(guard.waitMs('li', 'other address', 0)).toBe(2_000);
    for (let i = 0; i < 20; i++) guard.failed('li', 'a', 0);
    expect(guard.waitMs('li', 'a', 0)).toBe(SIGN_IN_LIMITS.longestWaitMs);
    expect(guard.waitMs('wang', 'b', 0)).toBe(0);
    expect(guard.waitMs('li', 'a', SIGN_IN_LIMITS.forgetMs + 1)).toBe(0);
  });

  it('slows down an address that tries many names, whatever one of them knows', () => {
    const guard = new SignInGuard();
    for (let i = 0; i < SIGN_IN_LIMITS.freeTriesPerAddress; i++) guard.failed(`user${i}`, 'a', 0);
    guard.succeeded('user1');
    expect(guard.waitMs('fresh', 'a', 0)).toBeGreaterThan(0);
    expect(guard.waitMs('fresh', 'b', 0)).toBe(0);
  });
});
