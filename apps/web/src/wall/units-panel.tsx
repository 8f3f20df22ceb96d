import type { WallFigures } from '@muster/contracts/edge';
import { isAvailable } from '@muster/contracts/unit-status';
import { useT } from '../language/translate.ts';
import { AGENCIES, CANONICAL_ORDER, statusColour } from '../trade/colours.ts';
import { AgencyMark } from '../trade/marks.tsx';

/** One bar an agency, cut by what its units are doing; the number that matters is who can still be sent. */
export function UnitsPanel({ unitsByCanonical }: Pick<WallFigures, 'unitsByCanonical'>) {
  const t = useT();
  const shown = AGENCIES.filter((agency) => unitsByCanonical[agency] !== undefined);
  return (
    <section className="wall-panel">
      <h2>{t('unitsByStatus')}</h2>
      {shown.map((agency) => {
        const counts = unitsByCanonical[agency] ?? {};
        const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
        const free = CANONICAL_ORDER.filter(isAvailable).reduce((sum, canonical) => sum + (counts[canonical] ?? 0), 0);
        return (
          <div key={agency} className="units-row">
            <span className="units-name">
              <AgencyMark agency={agency} size={24} /> {t(agency)}
            </span>
            <span className="units-bar">
              {CANONICAL_ORDER.map((canonical) => {
                const count = counts[canonical] ?? 0;
                return count === 0 ? null : (
                  <i
                    key={canonical}
                    style={{ flexGrow: count, background: statusColour(canonical) }}
                    title={`${t(canonical)} ${count}`}
                  >
                    {count / total > 0.07 ? count : ''}
                  </i>
                );
              })}
            </span>
            <span className="units-free">
              <b>{free}</b>/{total}
            </span>
          </div>
        );
      })}
      <ul className="wall-legend">
        {CANONICAL_ORDER.filter((canonical) => AGENCIES.some((agency) => unitsByCanonical[agency]?.[canonical])).map(
          (canonical) => (
            <li key={canonical}>
              <i style={{ background: statusColour(canonical) }} />
              {t(canonical)}
            </li>
          ),
        )}
      </ul>
    </section>
  );
}
