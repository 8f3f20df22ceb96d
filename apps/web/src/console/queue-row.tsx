import type { UnitView } from '@muster/contracts/edge';
import type { Incident, Order } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { memo } from 'react';
import { useT, wordOr } from '../language/translate.ts';
import { useAlarms } from '../live/live-store.ts';
import { timeText } from '../trade/clock.ts';
import { priorityColour, statusColour } from '../trade/colours.ts';
import { isOpen, isUnanswering } from '../trade/incident-facts.ts';
import { Age, AgencyMark, PriorityMark, useTypeName } from '../trade/marks.tsx';
import { liveLeg, standingFlags } from './calls/contact-facts.ts';
import { selectIncident } from './console-store.ts';

interface Props {
  readonly incident: Incident;
  /** Those on its orders, in the order of the orders. */
  readonly units: readonly UnitView[];
  readonly selected: boolean;
  /** Likely an event that is known. */
  readonly isDuplicate: boolean;
}

/** Nobody sent after this long is late. */
const UNSENT_LATE_S = 60;

export const QueueRow = memo(function QueueRow({ incident, units, selected, isDuplicate }: Props) {
  const t = useT();
  const typeName = useTypeName();
  const unsent = incident.orders.every((order) => order.firstSentAtMs === 0);
  const silent = units.filter(isUnanswering);
  return (
    <button
      type="button"
      className={selected ? 'queue-row selected' : 'queue-row'}
      style={{ '--priority': priorityColour(incident.priority) } as React.CSSProperties}
      data-testid="queue-row"
      data-incident-id={incident.incidentId}
      aria-current={selected}
      onClick={() => selectIncident(incident.incidentId)}
    >
      <PriorityMark priority={incident.priority} />
      <span className="queue-main">
        <span className="queue-title">
          <b>{typeName(incidentType(incident))}</b>
          {isOpen(incident) ? (
            <Age sinceMs={incident.receivedAtMs} {...(unsent ? { lateS: UNSENT_LATE_S } : {})} />
          ) : (
            <time>{timeText(incident.closedAtMs)}</time>
          )}
        </span>
        <span className="queue-place">{incident.place?.text || t('noPlace')}</span>
        <span className="queue-foot">
          {incident.orders.map((order) => (
            <OrderSummary key={order.agency} order={order} units={units} />
          ))}
          <span className="flags">
            {incident.attention > 0 && <em className="flag flag-bad">!{incident.attention}</em>}
            <CallerFlags alarmIds={incident.alarmIds} />
            {incident.needsHuman && <em className="flag">{t('needsHuman')}</em>}
            {silent.length > 0 && <em className="flag flag-bad">{t('unanswered')}</em>}
            {isDuplicate && <em className="flag">{t('duplicate')}</em>}
            {incident.alarmIds.length > 1 && <em className="flag">☎{incident.alarmIds.length}</em>}
          </span>
        </span>
      </span>
    </button>
  );
});

/** A caller on the line, and what a caller is flagged with. */
function CallerFlags({ alarmIds }: { alarmIds: readonly string[] }) {
  const t = useT();
  const alarms = useAlarms();
  const own = alarmIds.flatMap((id) => alarms.get(id) ?? []);
  const flags = new Set(own.flatMap((alarm) => standingFlags(alarm).map(({ flag }) => flag)));
  return (
    <>
      {own.some((alarm) => liveLeg(alarm)?.state === 'answered') && <em className="flag">{t('standing-talking')}</em>}
      {[...flags].map((flag) => (
        <em key={flag} className={`flag flag-of-${flag}`}>
          {wordOr(t, `flag-${flag}`)}
        </em>
      ))}
    </>
  );
}

function OrderSummary({ order, units }: { order: Order; units: readonly UnitView[] }) {
  const t = useT();
  const own = units.filter(({ unit }) => order.unitIds.includes(unit.unitId));
  return (
    <span className={order.state === 'open' ? 'order-summary' : 'order-summary order-summary-done'}>
      <AgencyMark agency={order.agency} size={16} />
      {own.map(({ unit, duty }) => (
        <i key={unit.unitId} title={unit.callSign} style={{ background: statusColour(duty.canonical) }} />
      ))}
      {order.state === 'open' && order.firstSentAtMs === 0 && <small>{t('nobodySent')}</small>}
    </span>
  );
}
