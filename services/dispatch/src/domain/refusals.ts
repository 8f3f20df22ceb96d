import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import type { IncidentId, UnitId } from '@muster/kernel/ids';
import { type Refused, refuse } from '@muster/kernel/result';

export const noIncident = (id: IncidentId): Refused =>
  refuse('not-found', `there is no incident ${id}`, `没有警情 ${id}`);

export const noUnit = (id: UnitId): Refused =>
  refuse(
    'not-found',
    `there is no unit ${id}: the registry has not announced it`,
    `没有出警单元 ${id}：资源登记中不存在`,
  );

const STATES: Readonly<Record<string, readonly [string, string]>> = {
  merged: ['has been joined into another incident', '已并入其他警情'],
  cancelled: ['has been cancelled', '已取消'],
  closed: ['is closed', '已结案'],
};

/** Nothing more is done on an incident that is over; a joined one says where to go on. */
export function notOpen(view: Incident): Refused {
  const [en, zh] = STATES[view.state] ?? ['is not open', '未打开'];
  const into = view.mergedInto === '' ? '' : ` (${view.mergedInto})`;
  return refuse(
    'precondition',
    `incident ${view.incidentId} ${en}${into}`,
    `警情 ${view.incidentId} ${zh}${into}`,
    view.mergedInto === '' ? { state: view.state } : { state: view.state, mergedInto: view.mergedInto },
  );
}

export const needsReason = (en: string, zh: string): Refused =>
  refuse('invalid', `${en} needs a reason`, `${zh}须填写原因`);

/** "Chest pain, 12 Haibin Road": how people know an incident; its id where nothing is known yet. */
export function called(view: Incident | undefined, id: IncidentId): { en: string; zh: string } {
  const type = view === undefined ? undefined : INCIDENT_TYPES.get(incidentType(view));
  const place = view?.place?.text ?? '';
  const words = (name: string | undefined) => [name, place].filter(Boolean).join(', ') || id;
  return { en: words(type?.en), zh: words(type?.zh).replace(', ', '，') };
}
