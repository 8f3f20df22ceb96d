import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { useIncidents } from '../live/live-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { Age, PriorityMark, useTypeName } from '../trade/marks.tsx';
import { selectIncident } from './console-store.ts';

/** Open incidents that may be the same event. The machine proposes; joining is a person's press. */
export function SimilarSection({ incident }: { incident: Incident }) {
  const t = useT();
  const typeName = useTypeName();
  const incidents = useIncidents();
  const similar = incident.similarIncidentIds.flatMap((id) => {
    const other = incidents.get(id);
    return other !== undefined && isOpen(other) && id !== incident.incidentId ? [other] : [];
  });
  if (similar.length === 0 || !isOpen(incident)) return null;
  const merge = (into: string) =>
    attempt(() => edge.merge(incident.incidentId, into)).then((ok) => ok && selectIncident(into));
  return (
    <section className="similar">
      <h2>{t('similar')}</h2>
      {similar.map((other) => (
        <div key={other.incidentId} className="row similar-row">
          <PriorityMark priority={other.priority} size={22} />
          <button type="button" className="similar-name" onClick={() => selectIncident(other.incidentId)}>
            <b>{typeName(incidentType(other))}</b>
            <small>{other.place?.text || other.summary}</small>
          </button>
          <Age sinceMs={other.receivedAtMs} />
          <button type="button" onClick={() => merge(other.incidentId)} data-testid="merge">
            {t('mergeInto')}
          </button>
        </div>
      ))}
    </section>
  );
}
