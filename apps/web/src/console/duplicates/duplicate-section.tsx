import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { Popover } from 'antd';
import { useMemo, useState } from 'react';
import { edge } from '../../api/edge-api.ts';
import { named, useT } from '../../language/translate.ts';
import { useIncidents } from '../../live/live-store.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { attempt, notify } from '../../shell/notice-store.ts';
import { isOpen } from '../../trade/incident-facts.ts';
import { Age, PriorityMark, useTypeName } from '../../trade/marks.tsx';
import { useCommand } from '../commands.ts';
import { selectIncident } from '../console-store.ts';
import { joinableInto, nearbyOf, type Proposal, proposalsOf } from './duplicate-facts.ts';
import './duplicates.css';

/** Which known event this may be, and why. The machine proposes; joining is a person's press. */
export function DuplicateSection({ incident }: { incident: Incident }) {
  const t = useT();
  const incidents = useIncidents();
  const proposals = useMemo(() => proposalsOf(incident, incidents), [incident, incidents]);
  const target = proposals[0]?.incident ?? incident;
  const many = useMemo(() => joinableInto(target, incidents), [target, incidents]);
  if (!isOpen(incident)) return null;
  const isAlone = proposals.length === 0 && many.length === 0;
  return (
    <section className="duplicates" data-testid="duplicates">
      <div className="row">
        {!isAlone && <h2>{proposals.length > 0 ? t('duplicateOf') : t('duplicate')}</h2>}
        <span className="spacer" />
        <OtherIncident incident={incident} />
      </div>
      {proposals.map((proposal, i) => (
        <ProposedRow key={proposal.incident.incidentId} from={incident} proposal={proposal} isBest={i === 0} />
      ))}
      {(proposals.length === 0 ? many.length > 0 : many.length > 1) && (
        <JoinMany key={target.incidentId} target={target} isThis={target === incident} many={many} />
      )}
    </section>
  );
}

const join = (from: string, into: string, done: string): Promise<boolean> =>
  attempt(() => edge.merge(from, into), done).then((ok) => {
    if (ok) selectIncident(into);
    return ok;
  });

function ProposedRow({ from, proposal, isBest }: { from: Incident; proposal: Proposal; isBest: boolean }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const { incident, p, reasons } = proposal;
  const press = () => void join(from.incidentId, incident.incidentId, t('joinedInto'));
  return (
    <div className="duplicate-row" data-testid="duplicate" data-target={incident.incidentId}>
      <div className="row">
        <IncidentName incident={incident} />
        <b className="duplicate-p">{t('likely', { percent: Math.min(99, Math.round(100 * p)) })}</b>
        <button type="button" className={isBest ? 'primary' : ''} onClick={press} data-testid="join">
          {t('joinInto')} {isBest && <kbd>F3</kbd>}
        </button>
        {isBest && <JoinKey press={press} />}
      </div>
      <ul className="duplicate-reasons">
        {reasons.map(({ code, zh, en, against }) => (
          <li key={code + zh} className={against ? 'against' : ''}>
            {named(language, zh, en)}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The key is there only while there is something to join. */
function JoinKey({ press }: { press: () => void }) {
  useCommand('join', press);
  return null;
}

function IncidentName({ incident }: { incident: Incident }) {
  const typeName = useTypeName();
  return (
    <button type="button" className="similar-name" onClick={() => selectIncident(incident.incidentId)}>
      <PriorityMark priority={incident.priority} size={20} />
      <span>
        <b>{typeName(incidentType(incident))}</b> <Age sinceMs={incident.receivedAtMs} />
        {incident.alarmIds.length > 1 && <em className="flag">☎{incident.alarmIds.length}</em>}
        <small>{incident.place?.text || incident.summary}</small>
      </span>
    </button>
  );
}

/** A surge: everything that is likely this event, with one key; what does not belong is taken out first. */
function JoinMany({ target, isThis, many }: { target: Incident; isThis: boolean; many: readonly Proposal[] }) {
  const t = useT();
  const typeName = useTypeName();
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [isShown, setShown] = useState(false);
  const chosen = many.map(({ incident }) => incident.incidentId).filter((id) => !left.has(id));
  const press = () => void joinMany(chosen, target.incidentId, t);
  useCommand('join-all', press);
  const toggle = (id: string) => {
    const next = new Set(left);
    if (!next.delete(id)) next.add(id);
    setLeft(next);
  };
  const name = target.place?.text || typeName(incidentType(target));
  return (
    <div className="duplicate-many" data-testid="join-many">
      <div className="row">
        <button type="button" className="linklike" onClick={() => setShown(!isShown)} aria-expanded={isShown}>
          {isShown ? '▾' : '▸'}{' '}
          {isThis ? t('joinAllThis', { n: many.length }) : t('joinAllInto', { n: many.length, name })}
        </button>
        <span className="spacer" />
        <button type="button" className="primary" disabled={chosen.length === 0} onClick={press} data-testid="join-all">
          {t('joinAll', { n: chosen.length })} <kbd>F10</kbd>
        </button>
      </div>
      {isShown && (
        <ul className="duplicate-list">
          {many.map(({ incident, p }) => (
            <li key={incident.incidentId}>
              <label>
                <input
                  type="checkbox"
                  checked={!left.has(incident.incidentId)}
                  onChange={() => toggle(incident.incidentId)}
                />
                <span>{incident.summary || t('withoutWords')}</span>
                <small>{Math.round(100 * p)}%</small>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

async function joinMany(ids: readonly string[], into: string, t: ReturnType<typeof useT>): Promise<void> {
  if (ids.length === 0) return;
  await attempt(async () => {
    const { mergedIncidentIds, refused } = await edge.mergeAll(ids, into);
    if (mergedIncidentIds.length > 0) {
      notify('done', t('joinedMany', { n: mergedIncidentIds.length }));
      selectIncident(into);
    }
    const [first] = refused;
    if (first === undefined) return;
    const why = named(useSettings.getState().language, first.messageZh, first.message);
    notify('error', t('joinRefused', { n: refused.length, why }));
  });
}

/** Any open incident around, also one that nobody proposed. */
function OtherIncident({ incident }: { incident: Incident }) {
  const t = useT();
  const [isOpenMenu, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      open={isOpenMenu}
      onOpenChange={setOpen}
      content={
        <IncidentMenu
          incident={incident}
          onPick={(into) => {
            setOpen(false);
            void join(incident.incidentId, into, t('joinedInto'));
          }}
        />
      }
    >
      <button type="button" className="linklike" data-testid="join-other">
        {t('joinOther')}
      </button>
    </Popover>
  );
}

/** Open incidents near this one, to pick one. */
export function IncidentMenu({ incident, onPick }: { incident: Incident; onPick: (incidentId: string) => void }) {
  const t = useT();
  const typeName = useTypeName();
  const near = nearbyOf(incident, useIncidents());
  if (near.length === 0) return <p className="nothing">{t('noNearby')}</p>;
  return (
    <div className="duplicate-menu">
      {near.map((other) => (
        <button
          key={other.incidentId}
          type="button"
          onClick={() => onPick(other.incidentId)}
          data-testid="pick-incident"
        >
          <b>{typeName(incidentType(other))}</b> <small>{other.place?.text || other.summary}</small>
        </button>
      ))}
    </div>
  );
}
