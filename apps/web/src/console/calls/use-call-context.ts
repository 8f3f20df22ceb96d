import type { Alarm, GetCallContextResponse } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useEffect, useState } from 'react';
import { contactApi } from '../../api/contact-api.ts';

export type CallContext =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'known'; readonly context: GetCallContextResponse };

const LOADING: CallContext = { kind: 'loading' };
/** Kept so that the panel has at the answer what the card had at the ring. */
const MOST_KEPT = 30;
const kept = new Map<string, CallContext>();

/** What is known of this number and this place; asked again when the caller's position gets better. */
export function useCallContext(alarm: Alarm): CallContext {
  const { alarmId, place } = alarm;
  const key = `${alarmId}|${place?.lon ?? ''}|${place?.lat ?? ''}`;
  const [held, setHeld] = useState<{ readonly key: string; readonly context: CallContext } | null>(null);
  useEffect(() => {
    if (kept.get(key)?.kind === 'known') return;
    let wanted = true;
    const put = (context: CallContext) => {
      kept.set(key, context);
      const oldest = kept.keys().next().value;
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      if (wanted) setHeld({ key, context });
    };
    contactApi.context(alarmId).then(
      (context) => put({ kind: 'known', context }),
      () => put({ kind: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [key, alarmId]);
  return kept.get(key) ?? (held?.key === key ? held.context : LOADING);
}
