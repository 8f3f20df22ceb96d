import type { ConfidenceBand } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useT } from '../language/translate.ts';
import { percent, shareOf } from './figures.ts';

/** What the machine claimed, and what humans said of it. */
export function ConfidenceSection({ bands }: { bands: readonly ConfidenceBand[] }) {
  const t = useT();
  return (
    <section className="reports-section" data-testid="confidence">
      <h2>{t('confidenceTitle')}</h2>
      <p>{t('confidenceNote')}</p>
      <div className="bands">
        {bands.map(({ least, below, calls, judged, right, meanConfidence }) => {
          const share = shareOf(right, judged);
          const words = `${percent(least)}–${percent(below)}: ${t('callsCol')} ${calls}, ${t('rightCol')} ${right}/${judged}`;
          return (
            <div key={least} className="band" title={words}>
              <span className="band-column">
                {share !== null && <b style={{ height: percent(share.share) }} />}
                {calls > 0 && <i style={{ bottom: percent(meanConfidence) }} />}
              </span>
              <span>{judged > 0 ? `${right}/${judged}` : '\u00a0'}</span>
              <small>{percent(least)}</small>
            </div>
          );
        })}
      </div>
    </section>
  );
}
