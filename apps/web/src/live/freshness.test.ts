import { expect, test } from 'vitest';
import { freshness, HEARTBEAT_MS } from './freshness.ts';

const nowMs = 1_000_000;

test('before the first picture it is connecting', () => {
  expect(freshness({ connected: true, confirmedAtMs: 0, nowMs }).kind).toBe('connecting');
});

test('a connection that answers is live', () => {
  expect(freshness({ connected: true, confirmedAtMs: nowMs - HEARTBEAT_MS, nowMs }).kind).toBe('live');
});

test('an open connection that answers nothing is not live', () => {
  expect(freshness({ connected: true, confirmedAtMs: nowMs - 3 * HEARTBEAT_MS, nowMs }).kind).toBe('reconnecting');
});

test('a lost connection is reconnecting at once and stale later, since the last confirmation', () => {
  expect(freshness({ connected: false, confirmedAtMs: nowMs - 100, nowMs }).kind).toBe('reconnecting');
  expect(freshness({ connected: false, confirmedAtMs: nowMs - 60_000, nowMs })).toEqual({
    kind: 'stale',
    sinceMs: nowMs - 60_000,
  });
});
