import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { COME_BACK_MS, comeBack } from './come-back.ts';

class FakeConnection extends EventEmitter {
  active = true;
  tries = 0;
  connect(): void {
    this.tries++;
  }
}

let connection: FakeConnection;
let end: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  connection = new FakeConnection();
  end = comeBack(connection);
});
afterEach(() => {
  end();
  vi.useRealTimers();
});

test('a goodbye or a refusal of the edge is followed by another try, again and again', () => {
  connection.active = false;
  connection.emit('disconnect');
  vi.advanceTimersByTime(COME_BACK_MS);
  expect(connection.tries).toBe(1);
  connection.emit('connect_error');
  vi.advanceTimersByTime(COME_BACK_MS);
  expect(connection.tries).toBe(2);
});

test('a lost connection is left to the one that takes it up by itself', () => {
  connection.emit('disconnect');
  vi.advanceTimersByTime(10 * COME_BACK_MS);
  expect(connection.tries).toBe(0);
});

test('who has left does not come back', () => {
  connection.active = false;
  connection.emit('disconnect');
  end();
  connection.emit('disconnect');
  vi.advanceTimersByTime(10 * COME_BACK_MS);
  expect(connection.tries).toBe(0);
});
