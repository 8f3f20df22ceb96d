import type { Palette } from './palette.ts';
import { MEDIUM, REGULAR, SOURCE, type StyleLayer } from './style-layer.ts';

export type Lang = 'zh' | 'en';

/** The name in the reader's language, else the other one. */
const nameOf = (lang: Lang): unknown =>
  lang === 'zh' ? ['coalesce', ['get', 'name'], ['get', 'nameEn']] : ['coalesce', ['get', 'nameEn'], ['get', 'name']];

const sizes = (...stops: readonly number[]): unknown => ['interpolate', ['linear'], ['zoom'], ...stops];

const halo = (palette: Palette, widthPx = 1.4) => ({ 'text-halo-color': palette.halo, 'text-halo-width': widthPx });

/** In the order of their worth from the least: MapLibre gives room to the last layer first. */
export function labelLayers(palette: Palette, lang: Lang): StyleLayer[] {
  return [
    onewayArrows(palette),
    poiLayer('poi-minor', palette, lang, MINOR, 15.5),
    poiLayer('poi-major', palette, lang, MAJOR, 14),
    roadLabels('road-label-minor', palette, lang, ['residential', 'service', 'tertiary'], 14.5),
    roadLabels('road-label-major', palette, lang, ['motorway', 'trunk', 'primary', 'secondary'], 11.5),
    ...placeLabels(palette, lang),
  ];
}

const MAJOR = ['hospital', 'station', 'metro', 'transport', 'government', 'school', 'mall', 'park'];
const MINOR = ['compound', 'building', 'hotel', 'market', 'office', 'factory', 'metro-exit', 'water', 'poi'];

function poiLayer(id: string, palette: Palette, lang: Lang, kinds: readonly string[], minzoom: number): StyleLayer {
  const colour = ['match', ['get', 'kind'], 'hospital', palette.poiMedical, 'station', palette.poiStation, palette.poi];
  return {
    id,
    type: 'symbol',
    source: SOURCE,
    'source-layer': 'poi',
    minzoom,
    filter: ['in', ['get', 'kind'], ['literal', kinds]],
    layout: {
      // A dot and a name in one label: without sprites the dot is a character.
      'text-field': ['format', '●\n', { 'font-scale': 0.55, 'text-color': colour }, nameOf(lang), {}],
      'text-font': REGULAR,
      'text-size': sizes(14, 10, 18, 12.5),
      'text-max-width': 8,
      'text-padding': 6,
      'text-line-height': 1.15,
      'symbol-sort-key': ['match', ['get', 'kind'], 'hospital', 0, 'station', 1, 'metro', 2, 'transport', 3, 5],
    },
    paint: { 'text-color': palette.labelQuiet, ...halo(palette, 1.2) },
  };
}

function roadLabels(id: string, palette: Palette, lang: Lang, classes: readonly string[], minzoom: number): StyleLayer {
  return {
    id,
    type: 'symbol',
    source: SOURCE,
    'source-layer': 'road',
    minzoom,
    filter: ['in', ['get', 'class'], ['literal', classes]],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 320,
      'text-field': nameOf(lang),
      'text-font': REGULAR,
      'text-size': sizes(12, 10, 15, 11.5, 18, 14),
      'text-letter-spacing': lang === 'zh' ? 0.12 : 0.02,
      'text-max-angle': 35,
      'text-padding': 8,
      'text-rotation-alignment': 'map',
    },
    paint: { 'text-color': palette.label, ...halo(palette, 1.6) },
  };
}

const onewayArrows = (palette: Palette): StyleLayer => ({
  id: 'road-oneway',
  type: 'symbol',
  source: SOURCE,
  'source-layer': 'road',
  minzoom: 15.5,
  filter: ['==', ['get', 'oneway'], true],
  layout: {
    'symbol-placement': 'line',
    'symbol-spacing': 120,
    'text-field': '→',
    'text-font': REGULAR,
    'text-size': sizes(15, 10, 18, 15),
    'text-keep-upright': false,
    'text-rotation-alignment': 'map',
    'text-padding': 10,
  },
  paint: { 'text-color': palette.labelQuiet, 'text-opacity': 0.7 },
});

function placeLabels(palette: Palette, lang: Lang): StyleLayer[] {
  const layer = (id: string, filter: unknown, more: { minzoom: number; maxzoom?: number; size: unknown }) => ({
    id,
    type: 'symbol',
    source: SOURCE,
    'source-layer': 'place',
    minzoom: more.minzoom,
    ...(more.maxzoom === undefined ? {} : { maxzoom: more.maxzoom }),
    filter,
    layout: {
      'text-field': nameOf(lang),
      'text-font': MEDIUM,
      'text-size': more.size,
      'text-letter-spacing': lang === 'zh' ? 0.2 : 0.06,
      'text-max-width': 9,
      'text-padding': 12,
      'symbol-sort-key': ['coalesce', ['get', 'rank'], 3],
    },
    paint: { 'text-color': palette.labelDistrict, ...halo(palette, 1.8) },
  });
  const rank = ['coalesce', ['get', 'rank'], 3];
  return [
    layer('place-neighbourhood', ['>=', rank, 2], { minzoom: 13, maxzoom: 16.5, size: sizes(13, 10.5, 16, 13) }),
    layer('place-suburb', ['==', rank, 1], { minzoom: 11, maxzoom: 15.5, size: sizes(11, 11, 15, 15) }),
    layer('place-district', ['==', rank, 0], { minzoom: 8, maxzoom: 14.5, size: sizes(8, 12, 12, 16, 14, 18) }),
  ];
}
