import type { UnitView } from '@muster/contracts/edge';
import { endsJob, legalNext } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import { named, useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { statusColour } from '../trade/colours.ts';
import { type StatusInfo, useSystem } from '../trade/system-store.ts';

interface Props {
  readonly view: UnitView;
  press(status: string): void;
  onDecline?(): void;
}

/** The legal next statuses, big enough for gloves; the first is the usual one. */
export function StatusButtons({ view: { unit, duty }, press, onDecline }: Props) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const statuses = useSystem((state) => state.system?.unitStatuses) ?? [];
  const next = legalNext(statuses, unit.agency as Agency, duty);
  return (
    <footer className="status-buttons" data-testid="status-buttons">
      {next.map((row, index) => (
        <button
          key={row.code}
          type="button"
          className={lookOf(index, row, duty.incidentId !== '')}
          style={{ '--status': statusColour(row.canonical) } as React.CSSProperties}
          data-testid={`status-${row.code}`}
          data-canonical={row.canonical}
          onClick={() => press(row.code)}
        >
          {named(language, row.zh, row.en)}
        </button>
      ))}
      {onDecline !== undefined && (
        <button type="button" className="status-button refuse" onClick={onDecline} data-testid="decline">
          {t('declineJob')}
        </button>
      )}
    </footer>
  );
}

/** On a job the next step stands out, and what ends the job does not invite a slip. */
function lookOf(index: number, row: StatusInfo, onJob: boolean): string {
  if (!onJob) return 'status-button';
  if (index === 0) return 'status-button first';
  return endsJob(row) ? 'status-button ends' : 'status-button';
}
