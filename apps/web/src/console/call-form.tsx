import { useEffect, useRef, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { attempt, notify } from '../shell/notice-store.ts';
import { followAlarm } from './after-submit.ts';
import { isEmpty } from './call-draft.ts';
import { CallPlace } from './call-place.tsx';
import { changeDraft, discardCall, submitCall, typeText, useCall } from './call-store.ts';
import { CallType } from './call-type.tsx';
import { useCommand } from './commands.ts';
import { goBack, useConsole } from './console-store.ts';
import { SimilarOpen } from './similar-open-list.tsx';

/** The call-taker's form: one field to type in, the rest fills itself and can be overruled. */
export function CallForm() {
  const t = useT();
  const { draft, suggestFailed } = useCall();
  const [busy, setBusy] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => text.current?.focus(), []);

  async function submit() {
    if (busy) return;
    if (isEmpty(useCall.getState().draft)) return notify('error', t('callTextNeeded'));
    setBusy(true);
    await attempt(async () => {
      const taken = useCall.getState().draft;
      const alarmId = await submitCall();
      // The person who typed it has answered it; a failure here must not keep the call back.
      void edge.answerAlarm(alarmId).catch(() => undefined);
      discardCall();
      useConsole.setState({ panel: 'nothing', incidentId: '' });
      followAlarm(alarmId, taken);
    }, t('callSubmitted'));
    setBusy(false);
  }
  useCommand('submit-call', () => void submit());

  return (
    <form
      className="detail call-form"
      data-testid="call-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
      }}
    >
      <header className="detail-header">
        <h1>{t('newCall')}</h1>
        <span className="spacer" />
        <button type="button" className="quiet" onClick={goBack} aria-label={t('close')}>
          ✕
        </button>
      </header>
      <div className="detail-body">
        <label className="field">
          {t('callText')}
          <textarea
            ref={text}
            rows={5}
            value={draft.text}
            onChange={(event) => typeText(event.target.value)}
            data-testid="call-text"
          />
        </label>
        {suggestFailed && <p className="gap">{t('suggestOff')}</p>}
        <CallType />
        <CallPlace />
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
        <SimilarOpen />
      </div>
      <footer className="detail-actions">
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
        <span className="spacer" />
        <button type="submit" className="primary big" disabled={busy} data-testid="submit-call">
          {t('submitCall')} <kbd>F2</kbd>
        </button>
      </footer>
    </form>
  );
}
