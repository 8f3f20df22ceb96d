import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useMemo } from 'react';
import { contactApi } from '../../api/contact-api.ts';
import { useT, wordOr } from '../../language/translate.ts';
import { attempt } from '../../shell/notice-store.ts';
import { durationText, timeText, useNow } from '../../trade/clock.ts';
import { ask } from '../ask.ts';
import { ownId } from '../call-deeds.ts';
import { useCall } from '../call-store.ts';
import { classificationOf } from '../classification.ts';
import { useCommand } from '../commands.ts';
import { goBack } from '../console-store.ts';
import { useIncidentOfAlarm } from '../incident-of-alarm.ts';
import { hasFlag, isDiscreet, liveLeg, standingOf, waitedMs } from './contact-facts.ts';
import { FlagsRow } from './flags-row.tsx';
import { NextStepBar } from './next-step-bar.tsx';
import { ScriptPanel } from './script-panel.tsx';
import { Transcript } from './transcript.tsx';

/** The upper half of the form of a call that came in: who, what is due, what is known, what is said. */
export function CallOnLine({ alarm }: { alarm: Alarm }) {
  const incident = useIncidentOfAlarm(alarm.alarmId);
  const evidence = useMemo(
    () => (incident === undefined ? [] : (classificationOf(incident)?.evidence ?? [])),
    [incident],
  );
  // Of several calls joined to one incident the classifier's words are those of the newest one it read.
  const own = incident === undefined || incident.alarmIds.length < 2;
  const guess = useCall((state) => (state.alarmId === alarm.alarmId ? state.guess : null));
  return (
    <div className={isDiscreet(alarm) ? 'on-line discreet' : 'on-line'} data-testid="call-on-line">
      <Header alarm={alarm} />
      <NextStepBar alarm={alarm} />
      <FlagsRow alarm={alarm} />
      <ScriptPanel alarm={alarm} />
      <Transcript alarm={alarm} evidence={guess?.evidence ?? (own ? evidence : [])} />
    </div>
  );
}

function Header({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const now = useNow();
  const standing = standingOf(alarm);
  const leg = liveLeg(alarm);
  const waited = waitedMs(alarm);
  const since = leg?.answeredAtMs || leg?.ringingAtMs || alarm.answeredAtMs || alarm.receivedAtMs;
  return (
    <header className="call-header">
      <div className="row">
        <span className="line-tag">{alarm.line || wordOr(t, `channel-${alarm.channel}`)}</span>
        <h1 data-testid="call-number">{alarm.callerNumber || t('unknownCaller')}</h1>
        <b className={`standing standing-${standing}`} data-testid="standing">
          {t(`standing-${standing}`)} {standing !== 'gone' && durationText(now - since)}
        </b>
        <span className="spacer" />
        <button type="button" className="quiet" onClick={goBack} aria-label={t('close')}>
          ✕
        </button>
      </div>
      <div className="row call-header-keys">
        <OwnerLine alarm={alarm} />
        {waited !== null && alarm.legs.length > 0 && <span>{t('waited', { time: durationText(waited) })}</span>}
        <span className="spacer" />
        <HoldKey alarm={alarm} />
        <DuressKey alarm={alarm} />
      </div>
    </header>
  );
}

function OwnerLine({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const release = () =>
    ask({
      title: t('releaseReason'),
      onAnswer: (reason) => void attempt(() => contactApi.release(alarm.alarmId, reason)),
    });
  return (
    <span title={`${t('owner')} · ${timeText(alarm.receivedAtMs)}`}>
      {alarm.owner?.name ?? t('nobodyHas')}
      {alarm.owner?.id === ownId() && (
        <button type="button" className="quiet inline" onClick={release} data-testid="release">
          {t('release')}
        </button>
      )}
    </span>
  );
}

function HoldKey({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const standing = standingOf(alarm);
  const action =
    alarm.legs.length === 0 ? null : standing === 'talking' ? 'hold' : standing === 'held' ? 'resume' : null;
  const press = () => {
    if (action !== null) void attempt(() => contactApi.control(alarm.alarmId, action));
  };
  useCommand('hold', press, action !== null);
  if (action === null) return null;
  return (
    <button type="button" onClick={press} data-testid="hold">
      {t(action)} <kbd>H</kbd>
    </button>
  );
}

/** One key: what is said does not fit, somebody may be listening. */
function DuressKey({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const marked = hasFlag(alarm, 'duress');
  const mark = () => void attempt(() => contactApi.raiseFlag(alarm.alarmId, 'duress'));
  useCommand('duress', mark, !marked);
  if (marked) return null;
  return (
    <button type="button" onClick={mark} data-testid="mark-duress">
      {t('markDuress')} <kbd>F9</kbd>
    </button>
  );
}
