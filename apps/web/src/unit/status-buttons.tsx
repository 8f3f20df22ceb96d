import type { UnitView } from '@muster/contracts/edge';
import { named, useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { statusColour } from '../trade/colours.ts';
import { legalStatuses } from '../trade/legal-statuses.ts';
import { useSystem } from '../trade/system-store.ts';

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
  const next = legalStatuses(statuses, unit.agency, duty);
  return (
    <footer className="status-buttons" data-testid="status-buttons">
      {next.map((row, index) => (
        <button
          key={row.code}
          type="button"
          className={index === 0 && duty.incidentId !== '' ? 'status-button first' : 'status-button'}
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
