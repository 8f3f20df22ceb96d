import { useMemo } from 'react';
import { useT } from '../language/translate.ts';
import { useIncidents } from '../live/live-store.ts';
import { AGENCIES, agencyColour, priorityColour } from '../trade/colours.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { AgencyMark, PriorityMark } from '../trade/marks.tsx';

const PRIORITIES = [1, 2, 3, 4, 5] as const;

/** Open incidents by priority and by agency, straight from the live picture. */
export function OpenPanel() {
  const t = useT();
  const incidents = useIncidents();
  const open = useMemo(() => [...incidents.values()].filter(isOpen), [incidents]);
  const byPriority = PRIORITIES.map((priority) => open.filter((incident) => incident.priority === priority).length);
  const byAgency = AGENCIES.map(
    (agency) => open.filter((incident) => incident.orders.some((order) => order.agency === agency)).length,
  );
  const most = Math.max(1, ...byAgency);
  return (
    <section className="wall-panel">
      <h2>{t('byPriority')}</h2>
      <div className="priorities">
        {PRIORITIES.map((priority, index) => (
          <span key={priority} style={{ '--priority': priorityColour(priority) } as React.CSSProperties}>
            <PriorityMark priority={priority} size={30} />
            <b>{byPriority[index]}</b>
          </span>
        ))}
      </div>
      <h2>{t('byAgency')}</h2>
      {AGENCIES.map((agency, index) => (
        <div key={agency} className="open-row">
          <span className="units-name">
            <AgencyMark agency={agency} size={24} /> {t(agency)}
          </span>
          <span className="open-bar">
            <i style={{ width: `${((byAgency[index] ?? 0) / most) * 100}%`, background: agencyColour(agency) }} />
          </span>
          <b>{byAgency[index]}</b>
        </div>
      ))}
    </section>
  );
}
