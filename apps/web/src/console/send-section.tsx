import type { Incident, RecommendedUnit } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useEffect, useRef, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { useCapabilityName } from '../language/resource-words.ts';
import { useT, wordOr } from '../language/translate.ts';
import { useUnits } from '../live/live-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { useCommand } from './commands.ts';
import { RecommendedRow } from './recommended-row.tsx';
import { type Recommendation, useRecommendation } from './use-recommendation.ts';

/** Whom to send and why; F2 sends what is ticked. */
export function SendSection({ incident }: { incident: Incident }) {
  const t = useT();
  const units = useUnits();
  const recommendation = useRecommendation(incident);
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [sending, setSending] = useState(false);
  const [all, setAll] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { incidentId } = incident;
  useEffect(() => setChosen(null), [incidentId]);
  const offered = recommendation?.units ?? [];
  const set = offered.filter((unit) => (chosen === null ? unit.proposed : chosen.has(unit.unitId)));
  const nameOf = (unitId: string) => units.get(unitId)?.unit.callSign ?? unitId;

  async function send(unitIds: readonly string[]) {
    if (unitIds.length === 0 || sending) return;
    setSending(true);
    const names = unitIds.map(nameOf).join('、');
    if (await attempt(() => edge.assign(incidentId, unitIds), t('sent', { names }))) setChosen(null);
    setSending(false);
  }
  const sendSet = () => void send(set.map((unit) => unit.unitId));
  useCommand('send', sendSet);
  useCommand('focus-send', () => button.current?.focus());

  const toggle = (unitId: string) => {
    const next = new Set(set.map((unit) => unit.unitId));
    if (!next.delete(unitId)) next.add(unitId);
    setChosen(next);
  };
  const rows = ordered(offered);
  const shown = all ? rows : rows.filter((unit) => set.includes(unit) || isAmongFirst(unit, rows));
  const single = set.length === 1 ? set[0] : undefined;
  return (
    <section className="send-section">
      <div className="row">
        <h2>{t('recommendation')}</h2>
        {recommendation !== null && <small>{t(recommendation.basis === 'road' ? 'byRoad' : 'straightLine')}</small>}
      </div>
      <Gaps incident={incident} recommendation={recommendation} />
      {offered.length > 0 && (
        <button
          ref={button}
          type="button"
          className="primary send"
          disabled={set.length === 0 || sending}
          onClick={sendSet}
          data-testid="send"
        >
          <span>
            {single !== undefined
              ? t('sendSetOne', { name: nameOf(single.unitId) })
              : set.length === 0
                ? t('send')
                : t('sendSet', { n: set.length })}
          </span>
          {set.length > 1 && <small>{set.map((unit) => nameOf(unit.unitId)).join('、')}</small>}
          <kbd>F2</kbd>
        </button>
      )}
      <ul>
        {shown.map((unit) => (
          <RecommendedRow
            key={unit.unitId}
            unit={unit}
            ticked={set.includes(unit)}
            onToggle={() => toggle(unit.unitId)}
            onSend={() => send([unit.unitId])}
            busy={sending}
          />
        ))}
      </ul>
      {shown.length < rows.length && (
        <button type="button" className="quiet" onClick={() => setAll(true)} data-testid="more-units">
          {t('moreUnits', { n: rows.length - shown.length })}
        </button>
      )}
    </section>
  );
}

/** Alternatives shown for each agency before one asks for more. */
const ALTERNATIVES = 2;

function isAmongFirst(unit: RecommendedUnit, rows: readonly RecommendedUnit[]): boolean {
  const alternatives = rows.filter((each) => each.agency === unit.agency && !each.proposed);
  return alternatives.indexOf(unit) < ALTERNATIVES;
}

/** The proposed set first, then the alternatives; agencies as they came, the quickest first. */
function ordered(units: readonly RecommendedUnit[]): RecommendedUnit[] {
  const agencies = [...new Set(units.map((unit) => unit.agency))];
  return units.toSorted(
    (a, b) =>
      Number(b.proposed) - Number(a.proposed) ||
      agencies.indexOf(a.agency) - agencies.indexOf(b.agency) ||
      a.travelTimeS - b.travelTimeS,
  );
}

function Gaps({ incident, recommendation }: { incident: Incident; recommendation: Recommendation | null }) {
  const t = useT();
  const capabilityName = useCapabilityName();
  if (recommendation === null) return null;
  const { problem, unmet, units } = recommendation;
  return (
    <>
      {problem !== '' && <p className="gap">{t('recommendFailed', { why: problem })}</p>}
      {incident.place === undefined && <p className="gap">{t('needsPlace')}</p>}
      {unmet.map(({ agency, capability, missing }) => (
        <p key={agency + capability} className="gap gap-bad">
          {t('nobodyAvailable', { agency: wordOr(t, agency), n: missing, capability: capabilityName(capability) })}
        </p>
      ))}
      {units.length === 0 && unmet.length === 0 && <p className="gap">{t('noRecommendation')}</p>}
    </>
  );
}
