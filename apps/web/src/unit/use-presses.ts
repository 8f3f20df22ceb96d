import { useCallback, useEffect, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { ApiError } from '../api/http.ts';
import { translatorOf } from '../language/translate.ts';
import { recall, remember } from '../settings/device-memory.ts';
import { notify, sentenceOf } from '../shell/notice-store.ts';
import { newKey } from '../trade/new-key.ts';
import { type Press, PressQueue, type Sent, statusPress } from './press-queue.ts';

const KEY = 'muster.presses';
const RETRY_MS = 3_000;

/** Status buttons that never lose a press: kept on the phone until the edge has taken them. */
export function usePresses(unitId: string): { waiting: readonly Press[]; press(status: string): void } {
  const [queue] = useState(
    () =>
      new PressQueue({ load: () => recall<Press[]>(KEY) ?? [], save: (presses) => remember(KEY, presses) }, (presses) =>
        setWaiting(presses),
      ),
  );
  const [waiting, setWaiting] = useState(queue.presses);
  const flush = useCallback(() => void queue.flush(send), [queue]);
  useEffect(() => {
    flush();
    const timer = setInterval(flush, RETRY_MS);
    window.addEventListener('online', flush);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', flush);
    };
  }, [flush]);
  const press = (status: string) => {
    queue.add({ unitId, status, deviceAtMs: Date.now(), idempotencyKey: newKey() });
    flush();
  };
  return { waiting: waiting.filter((each) => each.unitId === unitId), press };
}

async function send(press: Press): Promise<Sent> {
  // Both languages: the reason is read by others than this crew.
  const late = `${translatorOf('zh')('sentLate')} ${translatorOf('en')('sentLate')}`;
  try {
    await edge.setStatus(press.unitId, statusPress(press, Date.now(), late));
    return 'taken';
  } catch (error) {
    if (error instanceof ApiError && WAITS.includes(error.code)) return 'no-network';
    notify('error', sentenceOf(error));
    return 'refused';
  }
}

/** Refusals that say nothing about the press itself: the same press may be taken later. */
const WAITS: readonly string[] = ['network', 'unauthenticated', 'unavailable', 'limit'];
