import type { Place } from '@muster/contracts/gen/muster/common/v1/common';
import { incidentType } from '@muster/contracts/incident-view';
import { useMemo } from 'react';
import { useNameOf } from '../console/calls/use-name-of.ts';
import { useT } from '../language/translate.ts';
import { useIncidents } from '../live/live-store.ts';
import { timeText } from '../trade/clock.ts';
import { AgencyMark, PriorityMark, useTypeName } from '../trade/marks.tsx';

const SHOWN = 6;

/** The newest incidents, standing still: a wall is read from afar. */
export function Ticker() {
  const t = useT();
  const typeName = useTypeName();
  const incidents = useIncidents();
  const latest = useMemo(
    () => [...incidents.values()].sort((a, b) => b.receivedAtMs - a.receivedAtMs).slice(0, SHOWN),
    [incidents],
  );
  return (
    <footer className="ticker">
      {latest.map((incident) => (
        <article key={incident.incidentId} className={incident.state === 'open' ? '' : 'ticker-closed'}>
          <PriorityMark priority={incident.priority} size={30} />
          <div>
            <b>{typeName(incidentType(incident))}</b>
            <span>
              <time>{timeText(incident.receivedAtMs).slice(0, 5)}</time>{' '}
              {incident.place === undefined ? t('noPlace') : <PlaceName place={incident.place} />}
            </span>
          </div>
          <span className="ticker-agencies">
            {incident.orders.map((order) => (
              <AgencyMark key={order.agency} agency={order.agency} size={20} />
            ))}
          </span>
        </article>
      ))}
    </footer>
  );
}

/** Leadership does not get the words somebody said for it: then what the map calls the place. */
function PlaceName({ place }: { place: Place }) {
  const near = useNameOf(place.text === '' ? place : undefined);
  return place.text || near;
}
