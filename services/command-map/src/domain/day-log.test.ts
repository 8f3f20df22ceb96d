import { describe, expect, it } from 'vitest';
import { dayStartMs } from './day-log.ts';

describe("the city's day", () => {
  it('begins at midnight in its time zone', () => {
    const noonUtc = Date.UTC(2026, 0, 2, 12, 34, 56, 789);
    expect(dayStartMs(noonUtc, 'Asia/Shanghai')).toBe(Date.UTC(2026, 0, 1, 16));
    expect(dayStartMs(noonUtc, 'America/New_York')).toBe(Date.UTC(2026, 0, 2, 5));
    expect(dayStartMs(Date.UTC(2026, 0, 1, 16), 'Asia/Shanghai')).toBe(Date.UTC(2026, 0, 1, 16));
  });
});
