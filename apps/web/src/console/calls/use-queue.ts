import type { GetQueueResponse } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useEffect, useState } from 'react';
import { contactApi } from '../../api/contact-api.ts';

const EVERY_MS = 4_000;

/** How the telephones are doing, asked while somebody looks at it; null until the first answer. */
export function useQueue(): GetQueueResponse | null {
  const [queue, setQueue] = useState<GetQueueResponse | null>(null);
  useEffect(() => {
    let wanted = true;
    const load = () => {
      if (document.visibilityState !== 'visible') return;
      // The last figures stay; the next round asks again.
      contactApi.queue().then(
        (now) => wanted && setQueue(now),
        () => undefined,
      );
    };
    load();
    const timer = setInterval(load, EVERY_MS);
    document.addEventListener('visibilitychange', load);
    return () => {
      wanted = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', load);
    };
  }, []);
  return queue;
}
