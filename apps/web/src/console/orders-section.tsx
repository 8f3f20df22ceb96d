import type { Incident, Order } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { edge } from '../api/edge-api.ts';
import { useT, wordOr } from '../language/translate.ts';
import { useUnits } from '../live/live-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { durationText } from '../trade/clock.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { AgencyMark } from '../trade/marks.tsx';
import { ask } from './ask.ts';
import { UnitOnJob } from './unit-on-job.tsx';

/** One order an agency, with its units, their statuses and the stamps so far. */
export function OrdersSection({ incident }: { incident: Incident }) {
  const t = useT();
  return (
    <section className="orders">
      <h2>{t('orders')}</h2>
      {incident.orders.map((order) => (
        <OrderCard key={order.agency} incident={incident} order={order} />
      ))}
    </section>
  );
}

function OrderCard({ incident, order }: { incident: Incident; order: Order }) {
  const t = useT();
  const units = useUnits();
  const giveFeedback = () =>
    ask({
      title: `${wordOr(t, order.agency)} · ${t('feedback')}`,
      hint: t('feedbackText'),
      onAnswer: (text) => void attempt(() => edge.feedback(incident.incidentId, order.agency, text)),
    });
  return (
    <div className="order" data-testid="order" data-agency={order.agency} data-state={order.state}>
      <div className="row">
        <AgencyMark agency={order.agency} size={20} />
        <b>{wordOr(t, order.agency)}</b>
        <Stamps order={order} fromMs={incident.receivedAtMs} />
        <span className="spacer" />
        {order.state === 'open' && isOpen(incident) ? (
          <button type="button" onClick={giveFeedback} data-testid="feedback">
            {t('feedback')}
          </button>
        ) : (
          <em className="flag flag-good">{t('orderClosed')}</em>
        )}
      </div>
      {order.unitIds.map((unitId) => {
        const view = units.get(unitId);
        return view === undefined ? null : <UnitOnJob key={unitId} view={view} incidentId={incident.incidentId} />;
      })}
      {order.unitIds.length === 0 && order.firstSentAtMs === 0 && <p className="gap">{t('nobodySent')}</p>}
      {order.feedback !== '' && <p className="feedback-text">{order.feedback}</p>}
    </div>
  );
}

/** Time from the call to each first stage: the figures this order will be judged by. */
function Stamps({ order, fromMs }: { order: Order; fromMs: number }) {
  const t = useT();
  const stamps = [
    ['dispatched', order.firstSentAtMs],
    ['acknowledged', order.firstAcknowledgedAtMs],
    ['en-route', order.firstRollingAtMs],
    ['on-scene', order.firstOnSceneAtMs],
  ] as const;
  return (
    <span className="stamps">
      {stamps.map(([stage, atMs]) =>
        atMs === 0 ? null : (
          <span key={stage} title={t(stage)}>
            {t(stage)} {durationText(atMs - fromMs)}
          </span>
        ),
      )}
    </span>
  );
}
