import type { Session } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { useT } from '../language/translate.ts';
import { useIncidents } from '../live/live-store.ts';
import { timeText } from '../trade/clock.ts';
import { isOpen, isUnsent } from '../trade/incident-facts.ts';
import { Age, PriorityMark, useTypeName } from '../trade/marks.tsx';
import { CallerText } from './caller-text.tsx';
import { IncidentContacts } from './calls/incident-contacts.tsx';
import { selectIncident } from './console-store.ts';
import { DuplicateSection } from './duplicates/duplicate-section.tsx';
import { JoinedCalls } from './duplicates/joined-calls.tsx';
import { IncidentActions } from './incident-actions.tsx';
import { OrdersSection } from './orders-section.tsx';
import { PlaceSection } from './place-section.tsx';
import { SendSection } from './send-section.tsx';
import { TimelineSection } from './timeline-section.tsx';
import { TypeSection } from './type-section.tsx';

/** Everything about one incident; what a dispatcher does first comes first. */
export function IncidentPanel({ incidentId, session }: { incidentId: string; session: Session }) {
  const t = useT();
  const incident = useIncidents().get(incidentId);
  if (incident === undefined) return <p className="nothing">{t('pickIncident')}</p>;
  const open = isOpen(incident);
  // While somebody is still needed that comes first, afterwards those who are on it do.
  const unsent = isUnsent(incident);
  return (
    <article className="detail" data-testid="incident-detail" data-incident={incidentId} key={incidentId}>
      <Header incident={incident} />
      <div className="detail-body">
        <IncidentContacts incident={incident} />
        <CallerText incident={incident} />
        <DuplicateSection key={`duplicates-${incidentId}`} incident={incident} />
        <TypeSection incident={incident} />
        <PlaceSection incident={incident} />
        {unsent && <SendSection incident={incident} />}
        <OrdersSection incident={incident} />
        {open && !unsent && <SendSection incident={incident} />}
        <JoinedCalls incident={incident} />
        <TimelineSection incident={incident} />
      </div>
      <IncidentActions incident={incident} session={session} />
    </article>
  );
}

function Header({ incident }: { incident: Incident }) {
  const t = useT();
  const typeName = useTypeName();
  return (
    <header className="detail-header">
      <PriorityMark priority={incident.priority} size={40} />
      <div>
        <h1 data-testid="incident-type">{typeName(incidentType(incident))}</h1>
        <p>
          <span title={incident.incidentId}>#{incident.incidentId.slice(-6)}</span>
          <time>{timeText(incident.receivedAtMs)}</time>
          {incident.callerNumber !== '' && (
            <span>
              {t('caller')} {incident.callerNumber}
            </span>
          )}
        </p>
      </div>
      <State incident={incident} />
    </header>
  );
}

function State({ incident }: { incident: Incident }) {
  const t = useT();
  switch (incident.state) {
    case 'open':
      return <Age sinceMs={incident.receivedAtMs} />;
    case 'merged':
      return (
        <button type="button" onClick={() => selectIncident(incident.mergedInto)}>
          {t('mergedInto', { id: incident.mergedInto.slice(-6) })}
        </button>
      );
    default:
      return <em className="flag">{t(incident.state === 'cancelled' ? 'cancelled' : 'closed')}</em>;
  }
}
