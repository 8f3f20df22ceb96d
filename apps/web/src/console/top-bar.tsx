import type { Session } from '@muster/contracts/edge';
import { useMemo } from 'react';
import { useT } from '../language/translate.ts';
import { useAlarms, useIncidents, useUnits } from '../live/live-store.ts';
import { signOut } from '../session/session-store.ts';
import { Brand } from '../shell/brand.tsx';
import { ConnectionChip } from '../shell/connection-chip.tsx';
import { ReportsLink } from '../shell/reports-link.tsx';
import { SettingsSwitches } from '../shell/settings-switches.tsx';
import { timeText, useNow } from '../trade/clock.ts';
import { isOpen, isUnanswering, isUnsent } from '../trade/incident-facts.ts';
import { isWaiting } from './calls/contact-facts.ts';
import { setFilter, showHelp } from './console-store.ts';

export function TopBar({ session }: { session: Session }) {
  const t = useT();
  const now = useNow();
  return (
    <header className="top-bar">
      <Brand />
      <Counts />
      <span className="spacer" />
      <ConnectionChip />
      <time className="clock">{timeText(now)}</time>
      <button type="button" className="quiet" onClick={() => showHelp(true)} title={t('help')}>
        <kbd>?</kbd>
        <span className="visually-hidden">{t('help')}</span>
      </button>
      <ReportsLink session={session} />
      <SettingsSwitches />
      <span className="who">{session.displayName}</span>
      <button type="button" className="quiet" onClick={signOut} data-testid="sign-out">
        {t('signOut')}
      </button>
    </header>
  );
}

function Counts() {
  const t = useT();
  const incidents = useIncidents();
  const alarms = useAlarms();
  const units = useUnits();
  const counts = useMemo(() => {
    const list = [...incidents.values()];
    return {
      open: list.filter(isOpen).length,
      unsent: list.filter(isUnsent).length,
      waiting: [...alarms.values()].filter(isWaiting).length,
      silent: [...units.values()].filter(isUnanswering).length,
    };
  }, [incidents, alarms, units]);
  return (
    <nav className="counts">
      <span className={counts.waiting > 0 ? 'count count-bad' : 'count'}>
        <b data-testid="count-waiting">{counts.waiting}</b>
        {t('waitingCount')}
      </span>
      <button type="button" className="count" onClick={() => setFilter({ show: 'open' })}>
        <b data-testid="count-open">{counts.open}</b>
        {t('openCount')}
      </button>
      <button
        type="button"
        className={counts.unsent > 0 ? 'count count-warn' : 'count'}
        onClick={() => setFilter({ show: 'unsent' })}
      >
        <b data-testid="count-unsent">{counts.unsent}</b>
        {t('nobodySent')}
      </button>
      <button
        type="button"
        className={counts.silent > 0 ? 'count count-warn' : 'count'}
        onClick={() => setFilter({ show: 'attention' })}
      >
        <b>{counts.silent}</b>
        {t('unansweredCount')}
      </button>
    </nav>
  );
}
