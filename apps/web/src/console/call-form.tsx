import { useEffect, useRef, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { useAlarms } from '../live/live-store.ts';
import { attempt, notify } from '../shell/notice-store.ts';
import { followAlarm } from './after-submit.ts';
import { goToIncident } from './call-deeds.ts';
import { isEmpty } from './call-draft.ts';
import { CallPlace } from './call-place.tsx';
import {
  changeDraft,
  discardCall,
  flushWords,
  knowCall,
  preAlert,
  submitCall,
  typeText,
  useCall,
} from './call-store.ts';
import { CallType } from './call-type.tsx';
import { CallOnLine } from './calls/call-on-line.tsx';
import { GuidancePart } from './calls/guidance.tsx';
import { TransferBar } from './calls/transfer-bar.tsx';
import { useCommand } from './commands.ts';
import { goBack, useConsole } from './console-store.ts';
import { SimilarOpen } from './similar-open-list.tsx';

/**
 * The call-taker's form: of a call that came in, or of one that somebody types. Place before type; the rest fills itself
 * and can be overruled. Nothing that arrives moves the focus or changes what a person has put in.
 */
export function CallForm() {
  const alarmId = useCall((state) => state.alarmId);
  const alarm = useAlarms().get(alarmId);
  useEffect(() => {
    if (alarm !== undefined) knowCall(alarm);
  }, [alarm]);
  const { submit, busy } = useSubmit();
  return (
    <form
      className="detail call-form"
      data-testid="call-form"
      data-alarm-id={alarmId}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
      }}
    >
      {alarm === undefined ? <TypedHeader /> : <CallOnLine alarm={alarm} />}
      <div className="detail-body">
        <CallPlace alarm={alarm} />
        <CallType />
        <Words typed={alarmId === ''} />
        <GuidancePart alarm={alarm} />
        {alarmId === '' && <CallerFields />}
        {alarm !== undefined && <TransferBar alarm={alarm} />}
        <SimilarOpen />
      </div>
      <Actions busy={busy} />
    </form>
  );
}

function TypedHeader() {
  const t = useT();
  return (
    <header className="detail-header">
      <h1>{t('newCall')}</h1>
      <span className="spacer" />
      <button type="button" className="quiet" onClick={goBack} aria-label={t('close')}>
        ✕
      </button>
    </header>
  );
}

/** Reports a typed call; for one that stands already, sends what is unwritten and goes on to its incident. */
function useSubmit() {
  const t = useT();
  const [busy, setBusy] = useState(false);
  async function submit() {
    if (busy) return;
    setBusy(true);
    await attempt(async () => {
      await preAlert();
      const { alarmId, draft } = useCall.getState();
      if (alarmId !== '') {
        await flushWords();
        await goToIncident(alarmId);
        return;
      }
      if (isEmpty(draft)) return notify('error', t('callTextNeeded'));
      const made = await submitCall();
      // The person who typed it has answered it; a failure here must not keep the call back.
      void edge.answerAlarm(made).catch(() => undefined);
      discardCall();
      useConsole.setState({ panel: 'nothing', incidentId: '' });
      notify('done', t('callSubmitted'));
      void followAlarm(made, draft);
    });
    setBusy(false);
  }
  useCommand('submit-call', () => void submit());
  return { submit, busy };
}

function Words({ typed }: { typed: boolean }) {
  const t = useT();
  const { draft, suggestFailed, unsent } = useCall();
  const text = useRef<HTMLTextAreaElement>(null);
  useCommand('focus-note', () => text.current?.focus());
  // Somebody pressed the key for an empty form to type in. A call that comes in takes the focus from nobody.
  useEffect(() => {
    if (typed) text.current?.focus();
  }, []);
  return (
    <>
      <label className="field">
        {t(typed ? 'callText' : 'words')}
        <textarea
          ref={text}
          rows={typed ? 5 : 2}
          value={draft.text}
          onChange={(event) => typeText(event.target.value)}
          data-testid="call-text"
        />
      </label>
      {suggestFailed && <p className="gap">{t('suggestOff')}</p>}
      {unsent && <p className="gap gap-bad">{t('wordsUnsent')}</p>}
    </>
  );
}

function CallerFields() {
  const t = useT();
  const draft = useCall((state) => state.draft);
  return (
    <div className="row fields">
      <label className="field">
        {t('callerNumber')}
        <input
          inputMode="tel"
          value={draft.callerNumber}
          onChange={(event) => changeDraft((held) => ({ ...held, callerNumber: event.target.value }))}
          data-testid="caller-number"
        />
      </label>
      <label className="field">
        {t('callerName')}
        <input
          value={draft.callerName}
          onChange={(event) => changeDraft((held) => ({ ...held, callerName: event.target.value }))}
        />
      </label>
    </div>
  );
}

function Actions({ busy }: { busy: boolean }) {
  const t = useT();
  const typed = useCall((state) => state.alarmId === '');
  const [discarding, setDiscarding] = useState(false);
  return (
    <footer className="detail-actions">
      {typed && (
        <button
          type="button"
          className="danger"
          onBlur={() => setDiscarding(false)}
          onClick={() => {
            if (discarding) discardCall();
            setDiscarding(!discarding);
          }}
        >
          {t(discarding ? 'discardSure' : 'discard')}
        </button>
      )}
      <span className="spacer" />
      <button type="submit" className="primary big" disabled={busy} data-testid="submit-call">
        {t(typed ? 'submitCall' : 'finishCall')} <kbd>F2</kbd>
      </button>
    </footer>
  );
}
