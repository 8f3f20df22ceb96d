import { useEffect, useRef, useState } from 'react';
import { useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useSystem } from '../trade/system-store.ts';
import { exposeDebug } from './debug-window.ts';
import { MapScene, type SceneEvents } from './map-scene.ts';
import './live-map.css';

interface Props extends SceneEvents {
  readonly interactive?: boolean;
  /** By how much CSS enlarges the container: drawn that much finer. Constant; another one needs another map. */
  readonly scale?: number;
  readonly onReady?: (scene: MapScene | null) => void;
}

/** The live map in its container. The scene is made once the city is known, and handed out by `onReady`. */
export function LiveMap({ interactive = true, scale = 1, onReady, ...events }: Props) {
  const t = useT();
  const container = useRef<HTMLDivElement>(null);
  const latest = useRef(events);
  latest.current = events;
  const ready = useRef(onReady);
  const scene = useRef<MapScene | null>(null);
  const [baseFailed, setBaseFailed] = useState(false);
  const { language, theme } = useSettings();
  const cityId = useSystem((state) => (state.system === null ? null : (state.system.city?.id ?? '')));

  useEffect(() => {
    if (cityId === null || container.current === null) return;
    const made = new MapScene({
      container: container.current,
      city: useSystem.getState().system?.city ?? null,
      look: { language, theme },
      interactive,
      pixelRatio: window.devicePixelRatio * scale,
      events: {
        onIncident: (id) => latest.current.onIncident?.(id),
        onUnit: (id) => latest.current.onUnit?.(id),
        onPoint: (lon, lat) => latest.current.onPoint?.(lon, lat),
        onBaseMapFailed: () => setBaseFailed(true),
      },
    });
    scene.current = made;
    exposeDebug(made);
    ready.current?.(made);
    return () => {
      scene.current = null;
      ready.current?.(null);
      made.destroy();
    };
  }, [cityId, interactive, scale]);

  useEffect(() => scene.current?.setLook({ language, theme }), [language, theme]);

  return (
    <div className="live-map">
      <div className="live-map-canvas" ref={container} data-testid="map" />
      {baseFailed && <p className="live-map-problem">{t('mapFailed')}</p>}
    </div>
  );
}
