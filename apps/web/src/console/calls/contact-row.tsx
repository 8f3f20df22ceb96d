import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { contactApi } from '../../api/contact-api.ts';
import { named, useT, wordOr } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { attempt } from '../../shell/notice-store.ts';
import { durationText, timeText, useNow } from '../../trade/clock.ts';
import { openCall, ownId } from '../call-deeds.ts';
import { useCall } from '../call-store.ts';
import { useConsole } from '../console-store.ts';
import { isDiscreet, isUnclaimed, rangAtMs, standingFlags, standingOf, waitedMs } from './contact-facts.ts';
import type { Section } from './contact-list.ts';
import { NextStepBar } from './next-step-bar.tsx';
import { TransferState } from './transfer-bar.tsx';

interface Props {
  readonly alarm: Alarm;
  readonly section: Section;
  readonly supervisor: boolean;
}

/** One caller: number, whose they are, how long they waited, what is due, and the key to do it. */
export function ContactRow({ alarm, section, supervisor }: Props) {
  const t = useT();
  const shown = useConsole((state) => state.panel === 'call') && alarm.alarmId === useCall.getState().alarmId;
  const waited = waitedMs(alarm);
  const standing = standingOf(alarm);
  return (
    <li
      className={isDiscreet(alarm) ? 'contact discreet' : 'contact'}
      data-testid="contact-row"
      data-alarm-id={alarm.alarmId}
    >
      <button type="button" className="contact-main" aria-current={shown} onClick={() => openCall(alarm)}>
        <span className="line-tag">{alarm.line || wordOr(t, `channel-${alarm.channel}`)}</span>
        <b>{alarm.callerNumber || t('unknownCaller')}</b>
        <time>{timeText(rangAtMs(alarm))}</time>
        <span className="contact-words">{alarm.text || t('noWords')}</span>
        <small className="contact-times">
          {t(`standing-${standing}`)}
          {waited !== null && alarm.legs.length > 0 && ` · ${t('waited', { time: durationText(waited) })}`}
        </small>
        <Owner alarm={alarm} />
      </button>
      {standingFlags(alarm).length > 0 && (
        <span className="flags">
          {standingFlags(alarm).map(({ flag }) => (
            <em key={flag} className={`flag flag-of-${flag}`}>
              {wordOr(t, `flag-${flag}`)}
            </em>
          ))}
        </span>
      )}
      {alarm.transfer !== undefined && (section === 'transfer-in' || section === 'supervisor') && (
        <TransferState alarm={alarm} transfer={alarm.transfer} />
      )}
      {section === 'held' ? <CallAgain alarm={alarm} /> : alarm.nextStep && <NextStepBar alarm={alarm} keyed={false} />}
      {supervisor && alarm.owner !== undefined && alarm.owner.id !== ownId() && (
        <button
          type="button"
          className="quiet"
          data-testid="take-over"
          onClick={() => attempt(() => contactApi.claim(alarm.alarmId, true))}
        >
          {t('takeOver')}
        </button>
      )}
    </li>
  );
}

function Owner({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const mine = alarm.owner?.id === ownId();
  if (alarm.owner === undefined)
    return <em className="owner owner-none">{isUnclaimed(alarm) ? t('unclaimed') : t('nobodyHas')}</em>;
  return (
    <em className={mine ? 'owner owner-me' : 'owner'} data-testid="owner">
      {alarm.owner.name}
    </em>
  );
}

/** Somebody who waits for a unit is called again; when. */
function CallAgain({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const now = useNow();
  const step = alarm.nextStep;
  if (step === undefined) return null;
  if (step.kind !== 'call-again' || step.dueAtMs <= now) return <NextStepBar alarm={alarm} keyed={false} />;
  return (
    <p className="call-again" data-testid="call-again" title={named(language, step.zh, step.en)}>
      {t('nextCallAt', { time: timeText(step.dueAtMs), left: durationText(step.dueAtMs - now) })}
    </p>
  );
}
