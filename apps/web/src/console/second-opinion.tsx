import type { SecondOpinion as Opinion } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useEffect, useState } from 'react';
import { contactApi } from '../api/contact-api.ts';
import { useT } from '../language/translate.ts';
import { useTypeName } from '../trade/marks.tsx';

/** It comes seconds after ours; then it is looked for again, a few times. */
const LOOK_AFTER_MS = [0, 3_000, 6_000, 12_000] as const;

interface Props {
  readonly alarmId: string;
  /** Changes with each proposal of ours: the other model is asked anew. */
  readonly about: string;
  /** Only what ours is unsure of is asked about. */
  readonly unsure: boolean;
}

/** What another model says of the call, one line beside ours; it decides nothing. */
export function SecondOpinion({ alarmId, about, unsure }: Props) {
  const t = useT();
  const typeName = useTypeName();
  const opinion = useSecondOpinion(alarmId, about, unsure);
  if (opinion === null) return null;
  const { type, priority, confidence, source, agrees, because } = opinion;
  return (
    <p className="fact-words second-opinion" title={because} data-testid="second-opinion">
      {t('secondOpinion', { type: typeName(type), priority, percent: Math.round(confidence * 100) })}
      {agrees && ` · ${t('secondOpinionAgrees')}`} <small>{source}</small>
    </p>
  );
}

function useSecondOpinion(alarmId: string, about: string, unsure: boolean): Opinion | null {
  const [held, setHeld] = useState<{ readonly key: string; readonly opinion: Opinion } | null>(null);
  const key = `${alarmId} ${about}`;
  useEffect(() => {
    if (alarmId === '' || !unsure) return;
    let found = false;
    const look = () =>
      void (
        !found &&
        contactApi.secondOpinion(alarmId).then(
          (opinion) => {
            if (opinion === null || found) return;
            found = true;
            setHeld({ key, opinion });
          },
          // The classification stands alone.
          () => undefined,
        )
      );
    const timers = LOOK_AFTER_MS.map((afterMs) => setTimeout(look, afterMs));
    return () => {
      found = true;
      for (const timer of timers) clearTimeout(timer);
    };
  }, [alarmId, unsure, key]);
  return held?.key === key ? held.opinion : null;
}
