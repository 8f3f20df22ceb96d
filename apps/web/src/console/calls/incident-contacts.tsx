import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useT } from '../../language/translate.ts';
import { useAlarms } from '../../live/live-store.ts';
import { openCall } from '../call-deeds.ts';
import { isDiscreet, liveLeg, standingFlags, standingOf, transferWaits } from './contact-facts.ts';
import { FlagsRow } from './flags-row.tsx';
import { NextStepBar } from './next-step-bar.tsx';

/** The callers of an incident who still need somebody: what they are flagged with, and what is due. */
export function IncidentContacts({ incident }: { incident: Incident }) {
  const t = useT();
  const alarms = useAlarms();
  const all = incident.alarmIds.flatMap((id) => alarms.get(id) ?? []);
  const needing = all.filter(needsSomebody);
  if (needing.length === 0) return null;
  return (
    <section className="incident-contacts" data-testid="incident-contacts">
      {needing.map((alarm, index) => (
        <div key={alarm.alarmId} className={isDiscreet(alarm) ? 'discreet' : ''}>
          <div className="row">
            <b>{alarm.callerNumber || t('unknownCaller')}</b>
            <small>
              {t(`standing-${standingOf(alarm)}`)} {alarm.owner?.name}
            </small>
            <span className="spacer" />
            <button type="button" onClick={() => openCall(alarm)} data-testid="open-call">
              {t('openCall')}
            </button>
          </div>
          {standingFlags(alarm).length > 0 && <FlagsRow alarm={alarm} />}
          {alarm.nextStep !== undefined && <NextStepBar alarm={alarm} keyed={index === 0} />}
        </div>
      ))}
    </section>
  );
}

const needsSomebody = (alarm: Alarm): boolean =>
  alarm.nextStep !== undefined ||
  standingFlags(alarm).length > 0 ||
  liveLeg(alarm) !== undefined ||
  transferWaits(alarm);
