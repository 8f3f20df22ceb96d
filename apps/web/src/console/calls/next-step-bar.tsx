import type { CallBackKind, CallBackOutcome } from '@muster/contracts/events/contact';
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
import { dial } from './dial.ts';
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
            ✕ {t('noVoice')}
          </strong>
        )}
      </div>
      {step !== undefined && <StepDeed key={step.kind} alarm={alarm} step={step} keyed={keyed} />}
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
  const [byHand, setByHand] = useState<CallBackKind | null>(null);
  const deed = deedOf(step, alarm);
  const run = async () => {
    if (deed === null || deed.do === 'ask-yes-no') return;
    const kind = deed.do === 'ring' ? 'voice' : deed.do === 'record' ? deed.kind : null;
    if (kind === null) await doDeed(deed, alarm);
    else if ((await dial(alarm.alarmId, kind)) === 'by-hand') setByHand(kind);
  };
  useCommand('next-step', () => void run(), keyed);
  if (deed === null || deed.do === 'ask-yes-no') return null;
  if (alarm.pendingCallBacks.length > 0) return <span data-testid="step-pending">{t('dialling')}</span>;
  const outcome = (kind: CallBackKind, of: CallBackOutcome) =>
    void attempt(() => contactApi.callBack(alarm.alarmId, kind, of)).then((well) => well && setByHand(null));
  if (byHand !== null) {
    const outcomes = byHand === 'voice' ? (['reached', 'no-answer', 'busy'] as const) : (['sent', 'failed'] as const);
    return (
      <div className="next-step-keys" title={t('byHandHint')}>
        <span>{t('cameOf', { number: alarm.callerNumber })}</span>
        {outcomes.map((of) => (
          <button key={of} type="button" onClick={() => outcome(byHand, of)} data-testid={`outcome-${of}`}>
            {t(`outcome-${of}`)}
          </button>
        ))}
      </div>
    );
  }
  return (
    <button type="button" className="primary" onClick={() => void run()} data-testid="do-step">
      {t(deed.do === 'record' ? `deed-${deed.kind}` : `deed-${deed.do}`)} {keyed && <kbd>F6</kbd>}
    </button>
  );
}

function doDeed(deed: Deed, alarm: Alarm): Promise<unknown> {
  switch (deed.do) {
    case 'tell-supervisor':
      return tellSupervisor(alarm);
    case 'open-incident':
      return goToIncident(alarm.alarmId);
    case 'claim':
      return attempt(() => contactApi.claim(alarm.alarmId));
    default:
      return Promise.resolve();
  }
}
