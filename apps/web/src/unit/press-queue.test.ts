import { expect, test } from 'vitest';
import { type Press, PressQueue, type Sent, statusPress } from './press-queue.ts';

const press = (status: string): Press => ({ unitId: 'u1', status, deviceAtMs: 1_000, idempotencyKey: `k-${status}` });

function queue(saved: readonly Press[] = []) {
  const store = {
    saved,
    load: () => store.saved,
    save(presses: readonly Press[]) {
      store.saved = presses;
    },
  };
  return { store, presses: new PressQueue(store, () => {}) };
}

test('without network presses wait, and go out in order when it is back', async () => {
  const { presses, store } = queue();
  presses.add(press('rolling'));
  presses.add(press('at-scene'));
  await presses.flush(async () => 'no-network');
  expect(store.saved).toHaveLength(2);
  const sent: string[] = [];
  await presses.flush(async ({ status }) => {
    sent.push(status);
    return 'taken';
  });
  expect(sent).toEqual(['rolling', 'at-scene']);
  expect(store.saved).toEqual([]);
});

test('presses survive a reload of the page', () => {
  expect(queue([press('rolling')]).presses.presses).toHaveLength(1);
});

test('a retry carries the same key', async () => {
  const { presses } = queue();
  presses.add(press('rolling'));
  const keys: string[] = [];
  const answers: Sent[] = ['no-network', 'taken'];
  const send = async (each: Press): Promise<Sent> => {
    keys.push(each.idempotencyKey);
    return answers.shift() as Sent;
  };
  await presses.flush(send);
  await presses.flush(send);
  expect(keys).toEqual(['k-rolling', 'k-rolling']);
});

test('a refused press is dropped and the next one is sent', async () => {
  const { presses, store } = queue();
  presses.add(press('rolling'));
  presses.add(press('at-scene'));
  await presses.flush(async ({ status }) => (status === 'rolling' ? 'refused' : 'taken'));
  expect(store.saved).toEqual([]);
});

test('two flushes at once send each press once', async () => {
  const { presses } = queue();
  presses.add(press('rolling'));
  let sent = 0;
  const send = async (): Promise<Sent> => {
    sent++;
    await Promise.resolve();
    return 'taken';
  };
  await Promise.all([presses.flush(send), presses.flush(send)]);
  expect(sent).toBe(1);
});

test('a press says that it is late only when it waited', () => {
  expect(statusPress(press('x'), 2_000, 'late')).not.toHaveProperty('lateReason');
  expect(statusPress(press('x'), 60_000, 'late').lateReason).toBe('late');
});
