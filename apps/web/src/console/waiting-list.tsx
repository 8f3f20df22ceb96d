import { useMemo } from 'react';
import { useT } from '../language/translate.ts';
import { useAlarms } from '../live/live-store.ts';
import { Age } from '../trade/marks.tsx';
import { takeAlarm } from './call-deeds.ts';
import { isDiscreet, rangAtMs, waitingCalls } from './calls/contact-facts.ts';

const SHOWN = 5;
/** Answering within ten seconds is the aim shown to users. */
const LATE_S = 10;

/** Calls that ring, the longest first; F4 takes the one that is shown over the map. */
export function WaitingList() {
  const t = useT();
  const alarms = useAlarms();
  const waiting = useMemo(() => waitingCalls(alarms.values()), [alarms]);
  if (waiting.length === 0) return null;
  return (
    <section className="waiting" data-testid="waiting-calls">
      <h2>
        {t('waitingCalls')} <b>{waiting.length}</b>
      </h2>
      <ul>
        {waiting.slice(0, SHOWN).map((alarm) => (
          <li key={alarm.alarmId} data-alarm-id={alarm.alarmId} className={isDiscreet(alarm) ? 'discreet' : ''}>
            <span className="line-tag">{alarm.line || alarm.channel}</span>
            <span className="waiting-text">{alarm.text || alarm.callerNumber || t('unknownCaller')}</span>
            <Age sinceMs={rangAtMs(alarm)} lateS={LATE_S} />
            <button type="button" data-testid="answer" onClick={() => void takeAlarm(alarm)}>
              {t('answer')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
