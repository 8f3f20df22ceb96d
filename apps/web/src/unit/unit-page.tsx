import { isUnanswered } from '@muster/contracts/duty-view';
import type { Session, UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { answerCode } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import { useEffect, useState } from 'react';
import { useT } from '../language/translate.ts';
import { useLive } from '../live/live-store.ts';
import { signOut } from '../session/session-store.ts';
import { ConnectionChip } from '../shell/connection-chip.tsx';
import { SettingsSwitches } from '../shell/settings-switches.tsx';
import { timeText, useNow } from '../trade/clock.ts';
import { AgencyMark, StatusTag } from '../trade/marks.tsx';
import { useSystem } from '../trade/system-store.ts';
import { allowSound } from './alert-sound.ts';
import { DeclineSheet } from './decline-sheet.tsx';
import { JobCard } from './job-card.tsx';
import { JobMap } from './job-map.tsx';
import { NewJob } from './new-job.tsx';
import { afterPresses, useOwnDuty } from './own-duty.ts';
import type { Press } from './press-queue.ts';
import { StatusButtons } from './status-buttons.tsx';
import { useOwnPosition } from './use-own-position.ts';
import { usePresses } from './use-presses.ts';
import './unit.css';
import './buttons.css';

/** The crew's phone: the job, the way, and buttons that work with gloves and without network. */
export function UnitPage({ session }: { session: Session }) {
  const t = useT();
  const duty = useOwnDuty(session.unitId);
  const loading = useLive((state) => state.picture === null);
  useEffect(() => {
    document.title = `${t('unitPage')} · ${t('product')}`;
    window.addEventListener('pointerdown', allowSound);
    return () => window.removeEventListener('pointerdown', allowSound);
  }, [t]);
  if (duty === null) {
    return (
      <main className="unit-page unit-empty">
        <p>{loading && session.unitId !== '' ? t('connecting') : t('noUnit')}</p>
        <button type="button" onClick={signOut} data-testid="sign-out">
          {t('signOut')}
        </button>
      </main>
    );
  }
  return <OwnUnit view={duty.view} job={duty.job} />;
}

function OwnUnit({ view, job }: { view: UnitView; job: Incident | null }) {
  const { unitId, agency } = view.unit;
  const { waiting, press } = usePresses(unitId);
  const locating = useOwnPosition(unitId);
  const [declining, setDeclining] = useState(false);
  const shown = afterPresses(view, waiting);
  const current = shown.duty.incidentId === '' ? null : job;
  const unanswered = current !== null && isUnanswered(shown.duty);
  return (
    <main className="unit-page" data-testid="unit-page">
      <TopStrip view={shown} locating={locating} />
      <OfflineBanner waiting={waiting} />
      <div className="unit-scroll">
        {current === null ? <StandingBy /> : <JobCard job={current} duty={shown.duty} />}
        <JobMap unitId={unitId} job={current} />
      </div>
      <StatusButtons view={shown} press={press} {...(unanswered ? { onDecline: () => setDeclining(true) } : {})} />
      {unanswered && !declining && (
        <NewJob
          job={current}
          onAnswer={() => press(answerCode(agency as Agency))}
          onDecline={() => setDeclining(true)}
        />
      )}
      {declining && <DeclineSheet unitId={unitId} onClose={() => setDeclining(false)} />}
    </main>
  );
}

function TopStrip({ view: { unit, duty }, locating }: { view: UnitView; locating: boolean }) {
  const t = useT();
  const now = useNow();
  const mode = useSystem((state) => state.system?.mode ?? 'live');
  return (
    <header className="unit-top">
      <div className="unit-who">
        <AgencyMark agency={unit.agency} size={30} />
        <b data-testid="own-call-sign">{unit.callSign}</b>
        {mode !== 'live' && <span className="mode-badge">{t(mode)}</span>}
        <time>{timeText(now).slice(0, 5)}</time>
      </div>
      <div className="unit-state">
        <span data-testid="own-status" data-status={duty.status}>
          <StatusTag agency={unit.agency} status={duty.status} canonical={duty.canonical} />
        </span>
        <span className="locating" title={t(locating ? 'locating' : 'notLocating')}>
          {locating ? '◉' : '○'} GPS
        </span>
        <ConnectionChip />
      </div>
    </header>
  );
}

/** Says what the network does to this crew's work, and that nothing they pressed is lost. */
function OfflineBanner({ waiting }: { waiting: readonly Press[] }) {
  const t = useT();
  const kind = useLive((state) => state.freshness.kind);
  const offline = kind === 'reconnecting' || kind === 'stale';
  if (!offline && waiting.length === 0) return null;
  return (
    <p className="offline" role="alert" data-testid="offline">
      {offline && t('offline')}
      {waiting.length > 0 && <b>{t('queued', { n: waiting.length })}</b>}
    </p>
  );
}

function StandingBy() {
  const t = useT();
  return (
    <section className="standing-by">
      <div>
        <b>{t('standingBy')}</b>
        <span>{t('noJob')}</span>
      </div>
      <div>
        <SettingsSwitches />
        <button type="button" className="quiet" onClick={signOut} data-testid="sign-out">
          {t('signOut')}
        </button>
      </div>
    </section>
  );
}
