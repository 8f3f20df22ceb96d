import type { Session } from '@muster/contracts/edge';
import type { ReportInUseResponse } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useEffect, useState } from 'react';
import { useT } from '../language/translate.ts';
import { navigate } from '../route.ts';
import { hasRole, landingOf } from '../session/session-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { Brand } from '../shell/brand.tsx';
import { SettingsSwitches } from '../shell/settings-switches.tsx';
import { ConfidenceSection } from './confidence-section.tsx';
import { ConfusedSection } from './confused-section.tsx';
import { CountsTable } from './counts-table.tsx';
import { DriftSection } from './drift-section.tsx';
import { Summary } from './summary.tsx';
import { useReport } from './use-report.ts';
import './reports.css';

const RANGES_DAYS = [7, 30, 90] as const;

/** How the classifier does, in the words and figures of those who work with it. */
export function ReportsPage({ session }: { session: Session }) {
  const t = useT();
  const [days, setDays] = useState<number>(30);
  const may = hasRole(session, 'supervisor');
  useEffect(() => {
    document.title = `${t('reportTitle')} · ${t('product')}`;
  }, [t]);
  return (
    <main className="reports" data-testid="reports">
      <header className="reports-bar">
        <Brand />
        <h1>{t('reportTitle')}</h1>
        <span className="spacer" />
        {RANGES_DAYS.map((range) => (
          <button
            key={range}
            type="button"
            className={range === days ? 'range range-on' : 'range'}
            aria-pressed={range === days}
            onClick={() => setDays(range)}
          >
            {t('lastDays', { n: range })}
          </button>
        ))}
        <SettingsSwitches />
        <button type="button" className="quiet" onClick={() => navigate(landingOf(session) ?? '/')}>
          {t('backToConsole')}
        </button>
      </header>
      {may ? <Report days={days} /> : <p className="reports-note">{t('notAllowed')}</p>}
    </main>
  );
}

function Report({ days }: { days: number }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const { state, reload } = useReport(days);
  if (state.kind === 'failed') {
    return (
      <p className="reports-note" role="alert">
        {language === 'zh' ? state.error.messageZh : state.error.message}{' '}
        <button type="button" className="range" onClick={reload}>
          {t('reload')}
        </button>
      </p>
    );
  }
  if (state.report === null) return <div className="page-loading" />;
  return <Sections report={state.report} busy={state.kind === 'loading'} />;
}

function Sections({ report, busy }: { report: ReportInUseResponse; busy: boolean }) {
  const t = useT();
  return (
    <div className={busy ? 'reports-body reports-busy' : 'reports-body'} aria-busy={busy}>
      <Summary report={report} />
      {(report.all?.calls ?? 0) === 0 ? (
        <p className="reports-note" data-testid="no-calls">
          {t('noCalls')}
        </p>
      ) : (
        <>
          <CountsTable title={t('byType')} of="type" rows={report.byType} />
          <div className="reports-column">
            <CountsTable title={t('byChannel')} of="channel" rows={report.byChannel} />
            <ConfusedSection confusions={report.confusions} />
            <ConfidenceSection bands={report.bands} />
          </div>
        </>
      )}
      {report.drift && <DriftSection drift={report.drift} calls={report.all?.calls ?? 0} />}
      <p className="reports-foot">
        {t('learnMore')} {t('model')} {report.modelVersion}
      </p>
    </div>
  );
}
