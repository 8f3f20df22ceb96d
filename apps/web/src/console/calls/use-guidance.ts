import type { CallGuidance } from '@muster/contracts/edge';
import { useEffect, useState } from 'react';
import { contactApi } from '../../api/contact-api.ts';

const PAUSE_MS = 400;
const RETRY_MS = 2_000;
/** What is said last says most; a long call need not go over the line again and again. */
const MOST_WORDS = 600;

/** What to ask and what to read out for this type; null where there is no guidance, or none that is known. */
export function useGuidance(type: string, known: readonly string[], text: string): CallGuidance | null {
  const [held, setHeld] = useState<{ readonly type: string; readonly guidance: CallGuidance | null } | null>(null);
  const facts = known.join(',');
  const words = Array.from(text).slice(-MOST_WORDS).join('');
  useEffect(() => {
    let wanted = true;
    let timer: ReturnType<typeof setTimeout>;
    const load = () =>
      contactApi.guidance(type, facts === '' ? [] : facts.split(','), words).then(
        (guidance) => wanted && setHeld({ type, guidance }),
        // The last one stays meanwhile: a question too many does less harm than none.
        () => {
          if (wanted) timer = setTimeout(load, RETRY_MS);
        },
      );
    timer = setTimeout(load, PAUSE_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [type, facts, words]);
  return held?.type === type ? held.guidance : null;
}
