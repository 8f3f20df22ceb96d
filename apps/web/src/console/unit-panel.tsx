import type { UnitView } from '@muster/contracts/edge';
import { isAvailable } from '@muster/contracts/unit-status';
import { edge } from '../api/edge-api.ts';
import { useCapabilityName, useKindName } from '../language/resource-words.ts';
import { named, useT, wordOr } from '../language/translate.ts';
import { positions, serverNowMs, useIncidents, useStations, useUnits } from '../live/live-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { durationText, useNow } from '../trade/clock.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { Age, AgencyMark, StatusTag } from '../trade/marks.tsx';
import { goBack, selectIncident, useConsole } from './console-store.ts';
import { RadioButtons, UnitOnJob } from './unit-on-job.tsx';

/** One unit: who, where, on what; can be sent to the incident last looked at. */
export function UnitPanel({ unitId }: { unitId: string }) {
  const t = useT();
  const kindName = useKindName();
  const view = useUnits().get(unitId);
  if (view === undefined) return <p className="nothing">—</p>;
  const { unit, duty } = view;
  return (
    <article className="detail unit-panel" data-testid="unit-detail">
      <header className="detail-header">
        <AgencyMark agency={unit.agency} size={38} />
        <div>
          <h1>{unit.callSign}</h1>
          <p>
            {wordOr(t, unit.agency)} · {kindName(unit.kind)}
          </p>
        </div>
        <button type="button" className="quiet" onClick={goBack} aria-label={t('close')}>
          ✕
        </button>
      </header>
      <div className="detail-body">
        <p className="unit-status-line">
          <StatusTag agency={unit.agency} status={duty.status} canonical={duty.canonical} />
          <Age sinceMs={Math.max(duty.statusAtMs, duty.assignedAtMs) || serverNowMs()} />
        </p>
        <UnitFacts view={view} />
        <UnitJob view={view} />
        <SendHere view={view} />
      </div>
    </article>
  );
}

function UnitFacts({ view: { unit } }: { view: UnitView }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const capabilityName = useCapabilityName();
  const station = useStations().get(unit.stationId);
  const now = useNow();
  const at = { lon: 0, lat: 0, headingDeg: 0, speedKmh: 0, observedAtMs: 0 };
  const heard = positions.read(unit.unitNo, performance.now(), at);
  return (
    <dl className="unit-facts">
      <dt>{t('station')}</dt>
      <dd>{station === undefined ? '—' : named(language, station.nameZh, station.nameEn)}</dd>
      <dt>{t('crew')}</dt>
      <dd>
        {unit.crew} {t('people')}
      </dd>
      <dt>GPS</dt>
      <dd>{heard ? t('lastHeard', { time: durationText(now - at.observedAtMs) }) : t('noPosition')}</dd>
      <dt>{t('capabilities')}</dt>
      <dd>{unit.capabilities.map(capabilityName).join(' · ') || '—'}</dd>
    </dl>
  );
}

function UnitJob({ view }: { view: UnitView }) {
  const t = useT();
  const { incidentId } = view.duty;
  if (incidentId === '') {
    return (
      <p className="unit-buttons">
        <RadioButtons view={view} />
      </p>
    );
  }
  return (
    <>
      <UnitOnJob view={view} incidentId={incidentId} />
      <button type="button" onClick={() => selectIncident(incidentId)}>
        {t('goToJob')} #{incidentId.slice(-6)}
      </button>
    </>
  );
}

function SendHere({ view: { unit, duty } }: { view: UnitView }) {
  const t = useT();
  const incident = useIncidents().get(useConsole((state) => state.incidentId));
  if (incident === undefined || !isOpen(incident) || duty.incidentId === incident.incidentId) return null;
  if (unit.exclusive && !isAvailable(duty.canonical)) return null;
  const send = () =>
    attempt(() => edge.assign(incident.incidentId, [unit.unitId]), t('sent', { names: unit.callSign })).then(
      (ok) => ok && selectIncident(incident.incidentId),
    );
  return (
    <button type="button" className="primary send" onClick={send} data-testid="send-this-unit">
      {t('sendSetOne', { name: unit.callSign })} → #{incident.incidentId.slice(-6)}
    </button>
  );
}
