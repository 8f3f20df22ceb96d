import type { Palette, RoadColours } from './palette.ts';
import { SOURCE, type StyleLayer, widthAt } from './style-layer.ts';

interface RoadStyle {
  readonly name: string;
  readonly classes: readonly string[];
  readonly minZoom: number;
  /** Pixels at zoom 10, 14 and 18. */
  readonly widthPx: readonly [number, number, number];
  readonly colours: (palette: Palette) => RoadColours;
}

/** Small ones first: where they cross, the larger is drawn over the smaller. */
const ROADS: readonly RoadStyle[] = [
  { name: 'track', classes: ['track'], minZoom: 14, widthPx: [0.3, 0.8, 6], colours: (p) => p.minor },
  { name: 'service', classes: ['service'], minZoom: 13.5, widthPx: [0.3, 1.2, 9], colours: (p) => p.minor },
  { name: 'residential', classes: ['residential'], minZoom: 12, widthPx: [0.5, 2.6, 15], colours: (p) => p.minor },
  { name: 'tertiary', classes: ['tertiary'], minZoom: 11, widthPx: [0.8, 4, 19], colours: (p) => p.minor },
  { name: 'secondary', classes: ['secondary'], minZoom: 10, widthPx: [1, 5.2, 23], colours: (p) => p.minor },
  { name: 'primary', classes: ['primary'], minZoom: 9, widthPx: [1.4, 6.4, 27], colours: (p) => p.primary },
  { name: 'trunk', classes: ['trunk'], minZoom: 8, widthPx: [1.8, 7.2, 30], colours: (p) => p.trunk },
  { name: 'motorway', classes: ['motorway'], minZoom: 8, widthPx: [2.1, 8, 33], colours: (p) => p.motorway },
];
/** A casing around less than this is a smudge. */
const CASING_FROM_ZOOM = 11;
const CASING_PX: readonly [number, number, number] = [0.6, 1.4, 2.6];

type Level = 'tunnel' | 'ground' | 'bridge';

/** Tunnels under everything, then the ground's casings and fills, then each bridge over what it crosses. */
export function roadLayers(palette: Palette): StyleLayer[] {
  return [...levelLayers('tunnel', palette), ...levelLayers('ground', palette), ...levelLayers('bridge', palette)];
}

function levelLayers(level: Level, palette: Palette): StyleLayer[] {
  const casings = ROADS.map((road) => casing(road, level, palette));
  return [...casings, ...ROADS.map((road) => fill(road, level, palette))];
}

const levelFilter = (level: Level): unknown => {
  const bridge = ['==', ['get', 'bridge'], true];
  const tunnel = ['==', ['get', 'tunnel'], true];
  if (level === 'bridge') return bridge;
  return level === 'tunnel' ? ['all', tunnel, ['!', bridge]] : ['all', ['!', bridge], ['!', tunnel]];
};

function casing(road: RoadStyle, level: Level, palette: Palette): StyleLayer {
  const widths = road.widthPx.map((px, i) => px + 2 * (CASING_PX[i] as number)) as [number, number, number];
  return {
    id: `road-${level}-${road.name}-casing`,
    type: 'line',
    source: SOURCE,
    'source-layer': 'road',
    minzoom: Math.max(road.minZoom, CASING_FROM_ZOOM),
    filter: ['all', ['in', ['get', 'class'], ['literal', road.classes]], levelFilter(level)],
    // A bridge's casing ends square, so that it shows where the bridge ends.
    layout: { 'line-join': 'round', 'line-cap': level === 'bridge' ? 'butt' : 'round' },
    paint: {
      'line-color': road.colours(palette).casing,
      'line-width': widthAt(widths),
      ...(level === 'tunnel' ? { 'line-dasharray': [3, 2], 'line-opacity': 0.7 } : {}),
    },
  };
}

function fill(road: RoadStyle, level: Level, palette: Palette): StyleLayer {
  return {
    id: `road-${level}-${road.name}`,
    type: 'line',
    source: SOURCE,
    'source-layer': 'road',
    minzoom: road.minZoom,
    filter: ['all', ['in', ['get', 'class'], ['literal', road.classes]], levelFilter(level)],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': [
        'interpolate',
        ['linear'],
        ['zoom'],
        CASING_FROM_ZOOM - 0.5,
        road.colours(palette).far,
        CASING_FROM_ZOOM + 0.5,
        road.colours(palette).fill,
      ],
      'line-width': widthAt(road.widthPx),
      ...(level === 'tunnel' ? { 'line-opacity': 0.45 } : {}),
    },
  };
}
