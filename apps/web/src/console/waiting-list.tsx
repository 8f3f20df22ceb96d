import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useMemo } from 'react';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { useAlarms, useLive } from '../live/live-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { Age } from '../trade/marks.tsx';
import { useCommand } from './commands.ts';
import { selectIncident } from './console-store.ts';
import { waitingCalls } from './waiting-calls.ts';

const SHOWN = 5;
/** Answering within ten seconds is the aim shown to users. */
const LATE_S = 10;

/** Calls that ring. F4 takes the one that rang first. */
export function WaitingList() {
  const t = useT();
  const alarms = useAlarms();
  const waiting = useMemo(() => waitingCalls(alarms.values()), [alarms]);
  useCommand('answer', () => {
    if (waiting[0] !== undefined) void answer(waiting[0]);
  });
  if (waiting.length === 0) return null;
  return (
    <section className="waiting" data-testid="waiting-calls">
      <h2>
        {t('waitingCalls')} <b>{waiting.length}</b>
      </h2>
      <ul>
        {waiting.slice(0, SHOWN).map((alarm, index) => (
          <li key={alarm.alarmId} data-alarm-id={alarm.alarmId}>
            <span className="line-tag">{alarm.line || alarm.channel}</span>
            <span className="waiting-text">{alarm.text || alarm.callerNumber || t('unknownCaller')}</span>
            <Age sinceMs={alarm.receivedAtMs} lateS={LATE_S} />
            <button type="button" data-testid="answer" onClick={() => answer(alarm)}>
              {t('answer')}
              {index === 0 && <kbd>F4</kbd>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

async function answer(alarm: Alarm): Promise<void> {
  if (!(await attempt(() => edge.answerAlarm(alarm.alarmId)))) return;
  const incidents = useLive.getState().picture?.incidents.values() ?? [];
  const own = [...incidents].find((incident) => incident.alarmIds.includes(alarm.alarmId));
  if (own !== undefined) selectIncident(own.incidentId);
}
