import type { Session, UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { Segmented } from 'antd';
import { useMemo, useRef } from 'react';
import { type Translate, useT } from '../language/translate.ts';
import { useAlarms, useIncidents, useUnits } from '../live/live-store.ts';
import { useNow } from '../trade/clock.ts';
import { AGENCIES } from '../trade/colours.ts';
import { type QueueFilter, queueOf, unitIdsOf } from '../trade/incident-facts.ts';
import { AgencyMark } from '../trade/marks.tsx';
import { openNewCall } from './call-deeds.ts';
import { contactList, needingSomebody } from './calls/contact-list.ts';
import { ContactPanel } from './calls/contact-panel.tsx';
import { useCommand } from './commands.ts';
import { setFilter, showList, useConsole } from './console-store.ts';
import { isLikelyDuplicate } from './duplicates/duplicate-facts.ts';
import { QueueRow } from './queue-row.tsx';
import { useKeys } from './use-keys.ts';
import { WaitingList } from './waiting-list.tsx';

/** More rows than a person can look through; the rest is found by filters. */
const MAX_ROWS = 300;
const NEEDING_EVERY_MS = 5_000;

export function QueuePanel({ session }: { session: Session }) {
  const t = useT();
  const incidents = useIncidents();
  const units = useUnits();
  const filter = useConsole((state) => state.filter);
  const list = useConsole((state) => state.list);
  const queue = useMemo(() => queueOf(incidents.values(), filter, units), [incidents, filter, units]);
  const ids = useMemo(() => queue.map(({ incidentId }) => incidentId), [queue]);
  useKeys(ids);
  return (
    <aside className="queue-panel">
      <button type="button" className="primary new-call" onClick={openNewCall} data-testid="new-call">
        ＋ {t('newCall')} <kbd>F1</kbd>
      </button>
      <WaitingList />
      <ListTabs incidents={queue.length} />
      {list === 'contacts' && <ContactPanel session={session} />}
      {list === 'incidents' && (
        <>
          <Filters filter={filter} t={t} />
          <div className="queue" data-testid="queue">
            {queue.slice(0, MAX_ROWS).map((incident) => (
              <Row key={incident.incidentId} incident={incident} units={units} />
            ))}
            {queue.length === 0 && <p className="nothing">{t('noIncidents')}</p>}
          </div>
        </>
      )}
    </aside>
  );
}

/** Incidents or callers; the number says how many callers need somebody now. */
function ListTabs({ incidents }: { incidents: number }) {
  const t = useT();
  const list = useConsole((state) => state.list);
  const alarms = useAlarms();
  const slowNow = Math.floor(useNow() / NEEDING_EVERY_MS) * NEEDING_EVERY_MS;
  const needing = useMemo(() => needingSomebody(contactList(alarms.values(), slowNow)), [alarms, slowNow]);
  return (
    <div className="list-tabs" role="tablist">
      <button type="button" role="tab" aria-selected={list === 'incidents'} onClick={() => showList('incidents')}>
        {t('incidentsTab')} <b>{incidents}</b>
      </button>
      <button
        type="button"
        role="tab"
        aria-selected={list === 'contacts'}
        onClick={() => showList('contacts')}
        data-testid="contacts-tab"
      >
        {t('contactsTab')} <b className={needing > 0 ? 'bad' : ''}>{needing}</b> <kbd>C</kbd>
      </button>
    </div>
  );
}

/** Hands a row only what it shows, and the same object while nothing in it changed: the others need no redraw. */
function Row({ incident, units }: { incident: Incident; units: ReadonlyMap<string, UnitView> }) {
  const selected = useConsole((state) => state.incidentId === incident.incidentId && state.panel === 'incident');
  const held = useRef<readonly UnitView[]>([]);
  const own = unitIdsOf(incident).flatMap((id) => units.get(id) ?? []);
  const same = own.length === held.current.length && own.every((view, i) => view === held.current[i]);
  if (!same) held.current = own;
  const isDuplicate = isLikelyDuplicate(incident, useIncidents());
  return <QueueRow incident={incident} units={held.current} selected={selected} isDuplicate={isDuplicate} />;
}

function Filters({ filter, t }: { filter: QueueFilter; t: Translate }) {
  const search = useRef<HTMLInputElement>(null);
  useCommand('focus-search', () => search.current?.focus());
  const shows = ['open', 'unsent', 'attention', 'closed'] as const;
  return (
    <div className="filters">
      <Segmented
        block
        value={filter.show}
        options={shows.map((value) => ({ value, label: t(value) }))}
        onChange={(show) => setFilter({ show })}
      />
      <div className="agency-filter">
        {AGENCIES.map((agency) => (
          <button
            key={agency}
            type="button"
            title={t(agency)}
            aria-pressed={filter.agency === agency}
            onClick={() => setFilter({ agency: filter.agency === agency ? '' : agency })}
          >
            <AgencyMark agency={agency} size={20} />
            <span className="visually-hidden">{t(agency)}</span>
          </button>
        ))}
        <input
          ref={search}
          type="search"
          value={filter.text}
          placeholder={t('search')}
          aria-label={t('search')}
          onChange={(event) => setFilter({ text: event.target.value })}
          data-testid="queue-search"
        />
      </div>
    </div>
  );
}
