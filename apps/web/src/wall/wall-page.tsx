import type { Session, WallFigures } from '@muster/contracts/edge';
import { useEffect, useMemo } from 'react';
import { named, useT, type Word } from '../language/translate.ts';
import { useLive } from '../live/live-store.ts';
import { LiveMap } from '../map/live-map.tsx';
import { useSettings } from '../settings/settings-store.ts';
import { BrandMark } from '../shell/brand.tsx';
import { ConnectionChip } from '../shell/connection-chip.tsx';
import { dateText, timeText, useNow } from '../trade/clock.ts';
import { useSystem } from '../trade/system-store.ts';
import { CallsChart } from './calls-chart.tsx';
import { OpenPanel } from './open-panel.tsx';
import { StagesPanel } from './stages-panel.tsx';
import { targetsFrom } from './targets.ts';
import { Ticker } from './ticker.tsx';
import { UnitsPanel } from './units-panel.tsx';
import { UnusualPanel } from './unusual-panel.tsx';
import { useFigures } from './use-figures.ts';
import { useWallScale } from './use-wall-scale.ts';
import './wall.css';
import './panels.css';

const NO_STAGES: WallFigures['stages'] = [];

/** The whole city at a glance, read from across a room; nobody touches it. */
export function WallPage(_props: { session: Session }) {
  const t = useT();
  const { figures, old } = useFigures();
  const targets = useMemo(() => targetsFrom(window.location.search), []);
  const stale = useLive((state) => state.freshness.kind === 'stale');
  const scale = useWallScale();
  const stages = figures?.stages ?? NO_STAGES;
  useEffect(() => {
    document.title = `${t('wall')} · ${t('product')}`;
  }, [t]);
  return (
    <main
      className={stale ? 'wall wall-old' : 'wall'}
      style={{ '--scale': scale } as React.CSSProperties}
      data-testid="wall"
    >
      <WallHeader />
      <aside className="wall-left">
        <BigFigures figures={figures} old={old} />
        <OpenPanel />
        <section className="wall-panel wall-calls">
          <h2>{t('callsPerMinute')}</h2>
          {figures !== null && <CallsChart perMinute={figures.callsPerMinute} />}
        </section>
      </aside>
      <div className="wall-map">
        <LiveMap key={scale} interactive={false} scale={scale} />
      </div>
      <aside className="wall-right">
        <UnusualPanel stages={stages} targets={targets} />
        <UnitsPanel unitsByCanonical={figures?.unitsByCanonical ?? {}} />
        <StagesPanel stages={stages} targets={targets} />
      </aside>
      <Ticker />
    </main>
  );
}

function WallHeader() {
  const t = useT();
  const now = useNow();
  const language = useSettings((settings) => settings.language);
  const system = useSystem((state) => state.system);
  return (
    <header className="wall-header">
      <BrandMark />
      <h1>
        {system?.city && <b>{named(language, system.city.nameZh, system.city.nameEn)}</b>} {t('wallTitle')}
      </h1>
      {system !== null && system.mode !== 'live' && <span className="mode-badge">{t(system.mode)}</span>}
      <span className="wall-space" />
      <ConnectionChip />
      <span className="wall-date">{dateText(now, language)}</span>
      <time className="wall-clock">{timeText(now)}</time>
    </header>
  );
}

function BigFigures({ figures, old }: { figures: WallFigures | null; old: boolean }) {
  const t = useT();
  const shown: readonly (readonly [Word, number | undefined, string])[] = [
    ['callsToday', figures?.calls, ''],
    ['incidentsToday', figures?.incidentsToday, ''],
    ['incidentsOpen', figures?.incidentsOpen, 'figure-open'],
    ['waitingSend', figures?.waiting, figures !== null && figures.waiting > 0 ? 'figure-warn' : ''],
  ];
  return (
    <section className="wall-panel figures">
      {shown.map(([word, value, look]) => (
        <div key={word} className={look} data-testid={`figure-${word}`}>
          <b>{value ?? '—'}</b>
          <span>{t(word)}</span>
        </div>
      ))}
      {old && <p className="figures-old">{t('figuresOld')}</p>}
    </section>
  );
}
