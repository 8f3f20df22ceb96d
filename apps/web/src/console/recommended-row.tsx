import type { RecommendedUnit } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { named, useT } from '../language/translate.ts';
import { useUnits } from '../live/live-store.ts';
import { useSettings } from '../settings/settings-store.ts';
import { durationText } from '../trade/clock.ts';
import { distanceText } from '../trade/distance.ts';
import { AgencyMark } from '../trade/marks.tsx';
import { selectUnit } from './console-store.ts';

interface Props {
  readonly unit: RecommendedUnit;
  readonly ticked: boolean;
  readonly busy: boolean;
  onToggle(): void;
  onSend(): void;
}

/** The travel time has its own place in the row; it need not be said twice. */
const SHOWN_ELSEWHERE = 'travel-time';

export function RecommendedRow({ unit, ticked, busy, onToggle, onSend }: Props) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const view = useUnits().get(unit.unitId);
  const reasons = unit.reasons
    .filter(({ code }) => code !== SHOWN_ELSEWHERE)
    .map(({ zh, en }) => named(language, zh, en));
  if (unit.distanceM > 0) reasons.push(distanceText(unit.distanceM, { m: t('metres'), km: t('kilometres') }));
  const name = view?.unit.callSign ?? unit.unitId;
  return (
    <li
      className={ticked ? 'recommended ticked' : 'recommended'}
      data-testid="recommendation-row"
      data-unit-id={unit.unitId}
    >
      <label>
        <input type="checkbox" checked={ticked} onChange={onToggle} aria-label={name} />
        <AgencyMark agency={unit.agency} size={20} />
      </label>
      <button type="button" className="recommended-name" onClick={() => selectUnit(unit.unitId)}>
        <b>{name}</b>
        <small title={reasons.join(' · ')}>{reasons.join(' · ')}</small>
      </button>
      {unit.travelTimeS > 0 && <span className="recommended-time">{durationText(unit.travelTimeS * 1_000)}</span>}
      <button type="button" disabled={busy} onClick={onSend} data-testid="send-one">
        {t('send')}
      </button>
    </li>
  );
}
