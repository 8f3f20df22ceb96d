import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { Popover } from 'antd';
import { useEffect, useState } from 'react';
import { edge } from '../../api/edge-api.ts';
import { useT } from '../../language/translate.ts';
import { attempt } from '../../shell/notice-store.ts';
import { timeText } from '../../trade/clock.ts';
import { isOpen } from '../../trade/incident-facts.ts';
import { callsOf, type JoinedCall } from './duplicate-facts.ts';
import { IncidentMenu } from './duplicate-section.tsx';
import './duplicates.css';

/** Who called about this incident; each call can be taken out again. Nobody's words are hidden by joining. */
export function JoinedCalls({ incident }: { incident: Incident }) {
  const t = useT();
  const calls = useCalls(incident);
  if (calls.length < 2) return null;
  return (
    <section className="joined-calls" data-testid="joined-calls">
      <h2>{t('callsOfIncident', { n: calls.length })}</h2>
      <ul>
        {calls.map((call) => (
          <CallRow key={call.alarmId} incident={incident} call={call} />
        ))}
      </ul>
    </section>
  );
}

function CallRow({ incident, call }: { incident: Incident; call: JoinedCall }) {
  const t = useT();
  const [isMenuOpen, setMenuOpen] = useState(false);
  const split = (into: string) =>
    void attempt(
      () => edge.split(incident.incidentId, call.alarmId, into),
      into === '' ? t('splitDone') : t('movedDone'),
    );
  return (
    <li data-testid="joined-call" data-alarm-id={call.alarmId}>
      <time>{timeText(call.receivedAtMs)}</time>
      <span className="joined-words" title={call.text}>
        {call.text || t('withoutWords')}
      </span>
      {isOpen(incident) && (
        <>
          <button type="button" title={t('splitOffHint')} onClick={() => split('')} data-testid="split">
            {t('splitOff')}
          </button>
          <Popover
            trigger="click"
            open={isMenuOpen}
            onOpenChange={setMenuOpen}
            content={
              <IncidentMenu
                incident={incident}
                onPick={(into) => {
                  setMenuOpen(false);
                  split(into);
                }}
              />
            }
          >
            <button type="button" data-testid="move-call">
              {t('moveTo')}
            </button>
          </Popover>
        </>
      )}
    </li>
  );
}

function useCalls({ incidentId, version, alarmIds }: Incident): readonly JoinedCall[] {
  const [held, setHeld] = useState<{ incidentId: string; calls: readonly JoinedCall[] } | null>(null);
  const isJoined = alarmIds.length > 1;
  useEffect(() => {
    if (!isJoined) return undefined;
    let wanted = true;
    edge
      .incident(incidentId)
      .then(({ timeline }) => wanted && setHeld({ incidentId, calls: callsOf(timeline) }))
      // The last ones stay; the next change asks again.
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [incidentId, version, isJoined]);
  return isJoined && held?.incidentId === incidentId ? held.calls : [];
}
