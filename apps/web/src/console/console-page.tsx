import type { Session } from '@muster/contracts/edge';
import { useEffect } from 'react';
import { useT } from '../language/translate.ts';
import { useLive } from '../live/live-store.ts';
import { stopAsking, useQuestion } from './ask.ts';
import { CallForm } from './call-form.tsx';
import { useCall } from './call-store.ts';
import { ConsoleMap } from './console-map.tsx';
import { useConsole } from './console-store.ts';
import { ConsoleTheme } from './console-theme.tsx';
import { IncidentPanel } from './incident-panel.tsx';
import { KeysHelp } from './keys-help.tsx';
import { QueuePanel } from './queue-panel.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { TopBar } from './top-bar.tsx';
import { UnitPanel } from './unit-panel.tsx';
import './console.css';
import './queue.css';
import './detail.css';
import './orders.css';
import './calls/calls.css';
import './calls/contacts.css';
import './calls/guidance.css';

/** Call-takers and dispatchers: queue, map, and what is being worked on. */
export function ConsolePage({ session }: { session: Session }) {
  const old = useLive((state) => state.freshness.kind === 'stale');
  const question = useQuestion((state) => state.question);
  const t = useT();
  useEffect(() => {
    document.title = `${t('console')} · ${t('product')}`;
  }, [t]);
  return (
    <ConsoleTheme>
      <div className={old ? 'console console-old' : 'console'} data-testid="console">
        <TopBar session={session} />
        <QueuePanel session={session} />
        <ConsoleMap />
        <RightPanel session={session} />
      </div>
      <KeysHelp />
      {question !== null && <ReasonDialog key={question.title} question={question} onClose={stopAsking} />}
    </ConsoleTheme>
  );
}

/** Another call is another form; a typed one that becomes an alarm stays the same one, with its focus. */
const useFormKey = (): string => useCall((state) => state.idempotencyKey);

function RightPanel({ session }: { session: Session }) {
  const t = useT();
  const { panel, incidentId, unitId } = useConsole();
  const callId = useFormKey();
  return (
    <aside className="right-panel">
      {panel === 'call' && <CallForm key={callId} />}
      {panel === 'incident' && <IncidentPanel key={incidentId} incidentId={incidentId} session={session} />}
      {panel === 'unit' && <UnitPanel unitId={unitId} />}
      {panel === 'nothing' && (
        <div className="nothing">
          <p>{t('pickIncident')}</p>
          <p>
            <kbd>F1</kbd> {t('newCall')} · <kbd>↑</kbd> <kbd>↓</kbd> {t('queue')} · <kbd>?</kbd> {t('help')}
          </p>
        </div>
      )}
    </aside>
  );
}
