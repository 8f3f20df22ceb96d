import type { Map as MapLibre } from 'maplibre-gl';
import type { Theme } from '../settings/settings-store.ts';

/** One kind of thing drawn over the base map. Installed anew whenever the base style changes. */
export interface Overlay {
  install(map: MapLibre, theme: Theme): void;
  /** Called on every drawn frame; `nowMs` is performance.now(). Does as little as it can. */
  tick(map: MapLibre, nowMs: number): void;
}

export const labelColours = (theme: Theme) =>
  theme === 'dark' ? ({ text: '#f2f6fb', halo: '#0b1118' } as const) : ({ text: '#15202c', halo: '#ffffff' } as const);
