import type { Session } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { Popover } from 'antd';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { hasRole } from '../session/session-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { AGENCIES } from '../trade/colours.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { AgencyMark } from '../trade/marks.tsx';
import { ask } from './ask.ts';

/** What ends an incident or brings more in. Nothing here happens without a reason or a second press. */
export function IncidentActions({ incident, session }: { incident: Incident; session: Session }) {
  const t = useT();
  if (!isOpen(incident)) return null;
  const id = incident.incidentId;
  const missing = AGENCIES.filter((agency) => !incident.orders.some((order) => order.agency === agency));
  const everyOrderDone = incident.orders.every((order) => order.state === 'closed');
  const close = () =>
    everyOrderDone
      ? void attempt(() => edge.close(id, ''), t('done'))
      : ask({ title: t('closeIncident'), onAnswer: (reason) => void attempt(() => edge.close(id, reason), t('done')) });
  const cancel = () =>
    ask({ title: t('cancelIncident'), onAnswer: (reason) => void attempt(() => edge.cancel(id, reason), t('done')) });
  return (
    <footer className="detail-actions">
      <Popover
        trigger="click"
        content={
          <div className="agency-menu">
            {missing.map((agency) => (
              <button key={agency} type="button" onClick={() => attempt(() => edge.addAgency(id, agency))}>
                <AgencyMark agency={agency} size={20} /> {t(agency)}
              </button>
            ))}
          </div>
        }
      >
        <button type="button" disabled={missing.length === 0} data-testid="add-agency">
          ＋ {t('addAgency')}
        </button>
      </Popover>
      <span className="spacer" />
      {(everyOrderDone || hasRole(session, 'supervisor')) && (
        <button type="button" onClick={close} data-testid="close-incident">
          {t('closeIncident')}
        </button>
      )}
      <button type="button" className="danger" onClick={cancel} data-testid="cancel-incident">
        {t('cancelIncident')}
      </button>
    </footer>
  );
}
