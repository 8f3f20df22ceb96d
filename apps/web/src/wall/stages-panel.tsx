import type { WallFigures } from '@muster/contracts/edge';
import { useT, type Word } from '../language/translate.ts';
import { durationText } from '../trade/clock.ts';
import { STAGES, type Stage } from './targets.ts';

export const STAGE_WORDS: Readonly<Record<Stage, Word>> = {
  answer: 'stageAnswer',
  process: 'stageProcess',
  acknowledge: 'stageAcknowledge',
  turnout: 'stageTurnout',
  travel: 'stageTravel',
  total: 'stageTotal',
};

interface Props {
  readonly stages: WallFigures['stages'];
  readonly targets: Readonly<Record<Stage, number>>;
}

/** How far each bar goes: its target stands at two thirds. */
const TARGET_AT = 2 / 3;

/** Each stage's median against its target, with the 90th percentile as a thin mark. */
export function StagesPanel({ stages, targets }: Props) {
  const t = useT();
  return (
    <section className="wall-panel">
      <h2>{t('stages')}</h2>
      {STAGES.map((stage) => {
        const found = stages.find((each) => each.stage === stage);
        const targetS = targets[stage];
        const share = (seconds: number) => `${Math.min(100, (seconds / targetS) * TARGET_AT * 100)}%`;
        const late = found?.p50S != null && found.p50S > targetS;
        return (
          <div key={stage} className={late ? 'stage stage-late' : 'stage'}>
            <span>{t(STAGE_WORDS[stage])}</span>
            <span className="stage-bar">
              {found?.p50S != null && <i style={{ width: share(found.p50S) }} />}
              {found?.p90S != null && <u style={{ left: share(found.p90S) }} />}
              <em style={{ left: `${TARGET_AT * 100}%` }} />
            </span>
            <b>{found?.p50S == null ? '—' : durationText(found.p50S * 1_000)}</b>
            <small>{t('target', { time: durationText(targetS * 1_000) })}</small>
          </div>
        );
      })}
    </section>
  );
}
