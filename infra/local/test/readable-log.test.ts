import { expect, test } from 'vitest';
import { readableLine } from '../readable-log.ts';

test('a JSON line is shown as time, level, message and the rest', () => {
  const line =
    '{"level":50,"time":"2026-01-02T03:04:05.678Z","service":"dispatch","unitId":"u1","msg":"a request failed"}';
  expect(readableLine(line)).toBe('2026-01-02T03:04:05.678Z ERROR a request failed unitId=u1');
});

test('the stack of an error follows on its own lines', () => {
  expect(readableLine('{"level":60,"msg":"cannot start","err":{"stack":"Error: no\\n  at x"}}')).toBe(
    'FATAL cannot start \nError: no\n  at x',
  );
});

test('a line that is no JSON, or half of it, stays as it is', () => {
  for (const line of ['plain', '{"level":', '']) expect(readableLine(line)).toBe(line);
});
