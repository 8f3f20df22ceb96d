import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { useMemo } from 'react';
import { useT } from '../language/translate.ts';
import { serverNowMs, useIncidents } from '../live/live-store.ts';
import { distanceText } from '../trade/distance.ts';
import { Age, PriorityMark, useTypeName } from '../trade/marks.tsx';
import { useCall } from './call-store.ts';
import { selectIncident } from './console-store.ts';
import { similarOpen } from './similar-open.ts';

/** A call is not like the incident it opened itself. */
const othersThan = (alarmId: string, incidents: ReadonlyMap<string, Incident>): Incident[] =>
  [...incidents.values()].filter(({ alarmIds }) => alarmId === '' || !alarmIds.includes(alarmId));

/** Shown while typing, so that the fifth caller about one fire does not become a fifth fire. */
export function SimilarOpen() {
  const t = useT();
  const typeName = useTypeName();
  const incidents = useIncidents();
  const draft = useCall((state) => state.draft);
  const alarmId = useCall((state) => state.alarmId);
  const similar = useMemo(
    () => similarOpen(draft, othersThan(alarmId, incidents), serverNowMs()),
    [draft, alarmId, incidents],
  );
  if (similar.length === 0) return null;
  return (
    <section className="similar" data-testid="similar-open">
      <h2>{t('similarOpen')}</h2>
      {similar.map(({ incident, distanceM, sameCaller }) => (
        <button
          key={incident.incidentId}
          type="button"
          className="row similar-row similar-name"
          onClick={() => selectIncident(incident.incidentId)}
        >
          <PriorityMark priority={incident.priority} size={22} />
          <span>
            <b>{typeName(incidentType(incident))}</b>
            <small>{incident.place?.text || incident.summary}</small>
          </span>
          <span className="spacer" />
          <small>
            {sameCaller
              ? t('sameCaller')
              : t('away', { distance: distanceText(distanceM, { m: t('metres'), km: t('kilometres') }) })}
          </small>
          <Age sinceMs={incident.receivedAtMs} />
        </button>
      ))}
    </section>
  );
}
