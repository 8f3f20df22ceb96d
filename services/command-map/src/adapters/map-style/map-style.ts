import type { CityMeta } from '@muster/city/pack/format';
import { MAX_ZOOM, MIN_ZOOM } from '@muster/city/pack/tile-plan';
import { districtLayers, groundLayers } from './ground-layers.ts';
import { type Lang, labelLayers } from './label-layers.ts';
import { DAY, NIGHT } from './palette.ts';
import { roadLayers } from './road-layers.ts';
import { SOURCE } from './style-layer.ts';

/**
 * The MapLibre style of the base map. Needs nothing from elsewhere: tiles come from `origin`, letters from the reader's
 * own fonts (no `glyphs`), and there are no pictures (no `sprite`).
 *
 * @param meta null draws bare ground
 * @param origin of the page, because workers cannot resolve a path
 */
export function mapStyle(options: {
  readonly meta: CityMeta | null;
  /** In the tiles' address, so that nobody sees the tiles of an earlier pack. */
  readonly packTag: string;
  readonly lang: Lang;
  readonly theme: 'day' | 'night';
  readonly origin: string;
}): object {
  const { meta, packTag, lang, theme, origin } = options;
  const palette = theme === 'night' ? NIGHT : DAY;
  const ground = groundLayers(palette);
  const about = { version: 8, name: `muster-${theme}-${lang}` };
  if (meta === null) return { ...about, sources: {}, layers: ground.filter((layer) => layer.type === 'background') };
  return {
    ...about,
    center: meta.center,
    zoom: 12,
    sources: {
      [SOURCE]: {
        type: 'vector',
        tiles: [`${origin}/map/tiles/{z}/{x}/{y}.pbf?v=${packTag}`],
        minzoom: MIN_ZOOM,
        maxzoom: MAX_ZOOM,
        bounds: meta.bounds,
        attribution: meta.attribution,
      },
    },
    layers: [...ground, ...roadLayers(palette), ...districtLayers(palette), ...labelLayers(palette, lang)],
  };
}
