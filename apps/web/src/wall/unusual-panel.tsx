import type { WallFigures } from '@muster/contracts/edge';
import { type Translate, useT, wordOr } from '../language/translate.ts';
import { useIncidents, useUnits } from '../live/live-store.ts';
import { durationText, useNow } from '../trade/clock.ts';
import { AgencyMark, PriorityMark, useTypeName } from '../trade/marks.tsx';
import { STAGE_WORDS } from './stages-panel.tsx';
import type { Stage } from './targets.ts';
import { type Unusual, unusual } from './unusual.ts';

const SHOWN = 7;

interface Props {
  readonly stages: WallFigures['stages'];
  readonly targets: Readonly<Record<Stage, number>>;
}

/** What is out of the ordinary: a quiet list most of the time, and meant to be. */
export function UnusualPanel({ stages, targets }: Props) {
  const t = useT();
  const typeName = useTypeName();
  const incidents = useIncidents();
  const units = useUnits();
  const nowMs = useNow();
  const found = unusual({ incidents: incidents.values(), units: units.values(), stages, targets, nowMs });
  return (
    <section className={found.length > 0 ? 'wall-panel unusual' : 'wall-panel'} data-testid="unusual">
      <h2>
        {t('unusual')} {found.length > 0 && <b className="unusual-count">{found.length}</b>}
      </h2>
      {found.length === 0 && <p className="all-normal">✓ {t('nothingUnusual')}</p>}
      <ul>
        {found.slice(0, SHOWN).map((each) => (
          <li key={keyOf(each)}>
            <Mark unusual={each} />
            {sentence(each, t, typeName)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mark({ unusual: each }: { unusual: Unusual }) {
  if (each.kind === 'unsent') return <PriorityMark priority={each.priority} size={26} />;
  if (each.kind === 'few-free') return <AgencyMark agency={each.agency} size={26} />;
  return <span className="unusual-mark">!</span>;
}

function keyOf(each: Unusual): string {
  switch (each.kind) {
    case 'unsent':
      return each.incidentId;
    case 'silent':
      return each.unitId;
    case 'few-free':
      return each.agency;
    case 'slow':
      return each.stage;
  }
}

function sentence(each: Unusual, t: Translate, typeName: (code: string) => string): string {
  switch (each.kind) {
    case 'unsent':
      return t('unsentFor', { type: typeName(each.type), time: durationText(each.waitedMs) });
    case 'silent':
      return t('unansweredFor', { unit: each.callSign, time: durationText(each.waitedMs) });
    case 'few-free':
      return t(each.free === 0 ? 'nobodyFree' : 'fewFree', { agency: wordOr(t, each.agency), n: each.free });
    case 'slow':
      return t('slowStage', {
        stage: t(STAGE_WORDS[each.stage]),
        time: durationText(each.p50S * 1_000),
        target: durationText(each.targetS * 1_000),
      });
  }
}
