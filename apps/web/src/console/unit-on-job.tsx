import type { UnitView } from '@muster/contracts/edge';
import { legalNext } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import { edge } from '../api/edge-api.ts';
import { named, useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { isUnanswering } from '../trade/incident-facts.ts';
import { Age, StatusTag } from '../trade/marks.tsx';
import { newKey } from '../trade/new-key.ts';
import { useSystem } from '../trade/system-store.ts';
import { ask } from './ask.ts';
import { selectUnit } from './console-store.ts';

/** A crew that says nothing for this long needs another way to be reached. */
const SILENT_LATE_S = 60;

/** One unit on an incident: where it stands, and what it says over the radio entered with one press. */
export function UnitOnJob({ view, incidentId }: { view: UnitView; incidentId: string }) {
  const t = useT();
  const { unit, duty } = view;
  const silent = isUnanswering(view) && duty.incidentId === incidentId;
  const takeOff = (title: string, action: (reason: string) => Promise<unknown>) =>
    ask({ title: `${unit.callSign} · ${title}`, onAnswer: (reason) => void attempt(() => action(reason)) });
  return (
    <div
      className={silent ? 'unit-row silent' : 'unit-row'}
      data-testid="unit-row"
      data-unit-id={unit.unitId}
      data-canonical={duty.canonical}
    >
      <button type="button" className="unit-name" onClick={() => selectUnit(unit.unitId)}>
        {unit.callSign}
      </button>
      <StatusTag agency={unit.agency} status={duty.status} canonical={duty.canonical} />
      {silent ? (
        <>
          <Age sinceMs={duty.assignedAtMs} lateS={SILENT_LATE_S} />
          <em className="flag flag-bad">
            {duty.escalation > 0 ? t('escalated', { level: duty.escalation }) : t('unanswered')}
          </em>
        </>
      ) : (
        <Age sinceMs={duty.statusAtMs || duty.assignedAtMs} />
      )}
      <span className="unit-buttons">
        <RadioButtons view={view} />
        <button
          type="button"
          className="danger"
          data-testid="stand-down"
          onClick={() => takeOff(t('standDown'), (reason) => edge.standDown(unit.unitId, reason))}
        >
          {t('standDown')}
        </button>
        {silent && (
          <button
            type="button"
            className="danger"
            onClick={() => takeOff(t('decline'), (reason) => edge.decline(unit.unitId, reason))}
          >
            {t('decline')}
          </button>
        )}
      </span>
    </div>
  );
}

/** The legal next statuses, marked as entered from radio. */
export function RadioButtons({ view: { unit, duty } }: { view: UnitView }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const statuses = useSystem((state) => state.system?.unitStatuses) ?? [];
  const enter = (status: string) =>
    attempt(() =>
      edge.setStatus(unit.unitId, { status, source: 'radio', deviceAtMs: Date.now(), idempotencyKey: newKey() }),
    );
  return legalNext(statuses, unit.agency as Agency, duty).map((row) => (
    <button
      key={row.code}
      type="button"
      title={t('radio')}
      data-testid={`radio-${row.code}`}
      onClick={() => enter(row.code)}
    >
      {named(language, row.zh, row.en)}
    </button>
  ));
}
