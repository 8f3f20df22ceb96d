import type { Duty, Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { useHazardName } from '../language/resource-words.ts';
import { useT } from '../language/translate.ts';
import { useAlarms, useIncidents, useUnits } from '../live/live-store.ts';
import { unitIdsOf } from '../trade/incident-facts.ts';
import { Age, PinMark, PriorityMark, StatusTag, useTypeName } from '../trade/marks.tsx';

/** What the crew must know: what, where, who is hurt, what is dangerous, who else comes. */
export function JobCard({ job, duty }: { job: Incident; duty: Duty }) {
  const t = useT();
  const typeName = useTypeName();
  const hazardName = useHazardName();
  const alarms = useAlarms();
  const text = job.alarmIds.flatMap((id) => alarms.get(id)?.text ?? []).join('\n') || job.summary;
  const stacked = duty.stackedIncidentIds.length;
  return (
    <article className="job" data-testid="job" data-incident={job.incidentId}>
      <header>
        <PriorityMark priority={job.priority} size={46} />
        <h1>{typeName(incidentType(job))}</h1>
        <Age sinceMs={duty.assignedAtMs || job.receivedAtMs} />
      </header>
      <p className="job-place">
        <PinMark /> {job.place?.text || t('noPlace')}
      </p>
      {(job.persons >= 0 || job.hazards.length > 0) && (
        <p className="job-facts">
          {job.persons >= 0 && <em>{t('persons', { n: job.persons })}</em>}
          {job.hazards.map((hazard) => (
            <em key={hazard} className="danger">
              ⚠ {hazardName(hazard)}
            </em>
          ))}
        </p>
      )}
      <p className="job-text">{text}</p>
      {job.callerNumber !== '' && (
        <a className="job-call" href={`tel:${job.callerNumber}`}>
          ☎ {job.callerNumber}
        </a>
      )}
      <Others job={job} ownId={duty.unitId} />
      {stacked > 0 && <JobsAfter ids={duty.stackedIncidentIds} />}
    </article>
  );
}

function Others({ job, ownId }: { job: Incident; ownId: string }) {
  const units = useUnits();
  const others = unitIdsOf(job).flatMap((id) => (id === ownId ? [] : (units.get(id) ?? [])));
  if (others.length === 0) return null;
  return (
    <ul className="job-others">
      {others.map(({ unit, duty }) => (
        <li key={unit.unitId}>
          {unit.callSign} <StatusTag agency={unit.agency} status={duty.status} canonical={duty.canonical} />
        </li>
      ))}
    </ul>
  );
}

function JobsAfter({ ids }: { ids: readonly string[] }) {
  const t = useT();
  const typeName = useTypeName();
  const incidents = useIncidents();
  return (
    <div className="job-after">
      {t('stacked', { n: ids.length })}
      {ids.map((id) => {
        const next = incidents.get(id);
        return next === undefined ? null : (
          <span key={id}>
            <PriorityMark priority={next.priority} size={20} /> {typeName(incidentType(next))} · {next.place?.text}
          </span>
        );
      })}
    </div>
  );
}
