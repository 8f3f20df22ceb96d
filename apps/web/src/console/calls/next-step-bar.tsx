import type { Alarm, NextStep } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useState } from 'react';
import { contactApi } from '../../api/contact-api.ts';
import { named, useT } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { attempt } from '../../shell/notice-store.ts';
import { durationText, useNow } from '../../trade/clock.ts';
import { goToIncident, tellSupervisor } from '../call-deeds.ts';
import { useCommand } from '../commands.ts';
import { voiceForbidden } from './contact-facts.ts';
import { type Deed, deedOf, hasClock, urgencyOf } from './next-step.ts';

/**
 * What the protocol asks for next: its words, how long is left, and F6 to do it. It keeps its place also while nothing
 * is due. Where a ring could betray the caller it says so and offers none.
 */
export function NextStepBar({ alarm, keyed = true }: { alarm: Alarm; keyed?: boolean }) {
  const t = useT();
  const now = useNow();
  const step = alarm.nextStep;
  const forbidden = voiceForbidden(alarm);
  const urgency = step === undefined ? 'later' : urgencyOf(step, now);
  return (
    <div className={`next-step next-step-${step === undefined ? 'none' : urgency}`} data-testid="next-step">
      <div className="next-step-words">
        {step === undefined ? <span>{t('nothingDue')}</span> : <StepWords step={step} now={now} />}
        {forbidden && (
          <strong className="no-voice" data-testid="no-voice">
            ⦸ {t('noVoice')}
          </strong>
        )}
      </div>
      {step !== undefined && <StepDeed key={`${step.kind}-${step.attempt}`} alarm={alarm} step={step} keyed={keyed} />}
    </div>
  );
}

function StepWords({ step, now }: { step: NextStep; now: number }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const leftMs = step.dueAtMs - now;
  return (
    <>
      <b data-kind={step.kind}>{named(language, step.zh, step.en)}</b>
      {step.of > 0 && <small>{t('attempt', { attempt: step.attempt, of: step.of })}</small>}
      {hasClock(step) && (
        <time data-testid="step-due">
          {leftMs >= 0 ? t('dueIn', { time: durationText(leftMs) }) : t('overdueBy', { time: durationText(-leftMs) })}
        </time>
      )}
    </>
  );
}

function StepDeed({ alarm, step, keyed }: { alarm: Alarm; step: NextStep; keyed: boolean }) {
  const t = useT();
  const [rung, setRung] = useState(false);
  const deed = deedOf(step, alarm);
  const run = () => {
    if (deed === null || deed.do === 'ask-yes-no') return;
    if (deed.do === 'ring') setRung(true);
    else void doDeed(deed, alarm);
  };
  useCommand('next-step', run, keyed);
  if (deed === null || deed.do === 'ask-yes-no') return null;
  const outcome = (of: 'reached' | 'no-answer' | 'busy') =>
    void attempt(() => contactApi.callBack(alarm.alarmId, 'voice', of)).then((well) => well && setRung(false));
  if (rung) {
    return (
      <div className="next-step-keys">
        <span>{t('cameOf', { number: alarm.callerNumber })}</span>
        {(['reached', 'no-answer', 'busy'] as const).map((of) => (
          <button key={of} type="button" onClick={() => outcome(of)} data-testid={`outcome-${of}`}>
            {t(`outcome-${of}`)}
          </button>
        ))}
      </div>
    );
  }
  return (
    <button type="button" className="primary" onClick={run} data-testid="do-step">
      {t(deed.do === 'record' ? `deed-${deed.kind}` : `deed-${deed.do}`)} {keyed && <kbd>F6</kbd>}
    </button>
  );
}

function doDeed(deed: Exclude<Deed, { do: 'ring' } | { do: 'ask-yes-no' }>, alarm: Alarm): Promise<unknown> {
  switch (deed.do) {
    case 'record':
      return attempt(() => contactApi.callBack(alarm.alarmId, deed.kind, 'sent'));
    case 'tell-supervisor':
      return tellSupervisor(alarm);
    case 'open-incident':
      return goToIncident(alarm.alarmId);
    case 'claim':
      return attempt(() => contactApi.claim(alarm.alarmId));
  }
}
