import type { UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { Segmented } from 'antd';
import { useMemo, useRef } from 'react';
import { type Translate, useT } from '../language/translate.ts';
import { useIncidents, useUnits } from '../live/live-store.ts';
import { AGENCIES } from '../trade/colours.ts';
import { type QueueFilter, queueOf, unitIdsOf } from '../trade/incident-facts.ts';
import { AgencyMark } from '../trade/marks.tsx';
import { useCommand } from './commands.ts';
import { openCallForm, setFilter, useConsole } from './console-store.ts';
import { QueueRow } from './queue-row.tsx';
import { useKeys } from './use-keys.ts';
import { WaitingList } from './waiting-list.tsx';

/** More rows than a person can look through; the rest is found by filters. */
const MAX_ROWS = 300;

export function QueuePanel() {
  const t = useT();
  const incidents = useIncidents();
  const units = useUnits();
  const filter = useConsole((state) => state.filter);
  const queue = useMemo(() => queueOf(incidents.values(), filter, units), [incidents, filter, units]);
  const ids = useMemo(() => queue.map(({ incidentId }) => incidentId), [queue]);
  useKeys(ids);
  return (
    <aside className="queue-panel">
      <button type="button" className="primary new-call" onClick={openCallForm} data-testid="new-call">
        ＋ {t('newCall')} <kbd>F1</kbd>
      </button>
      <WaitingList />
      <Filters filter={filter} t={t} />
      <div className="queue" data-testid="queue">
        {queue.slice(0, MAX_ROWS).map((incident) => (
          <Row key={incident.incidentId} incident={incident} units={units} />
        ))}
        {queue.length === 0 && <p className="nothing">{t('noIncidents')}</p>}
      </div>
    </aside>
  );
}

/** Hands a row only what it shows, and the same object while nothing in it changed: the others need no redraw. */
function Row({ incident, units }: { incident: Incident; units: ReadonlyMap<string, UnitView> }) {
  const selected = useConsole((state) => state.incidentId === incident.incidentId && state.panel === 'incident');
  const held = useRef<readonly UnitView[]>([]);
  const own = unitIdsOf(incident).flatMap((id) => units.get(id) ?? []);
  const same = own.length === held.current.length && own.every((view, i) => view === held.current[i]);
  if (!same) held.current = own;
  return <QueueRow incident={incident} units={held.current} selected={selected} />;
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
