import type { Palette } from './palette.ts';
import { SOURCE, type StyleLayer, widthAt } from './style-layer.ts';

/** Everything under the roads. */
export function groundLayers(palette: Palette): StyleLayer[] {
  return [
    { id: 'land', type: 'background', paint: { 'background-color': palette.land } },
    {
      id: 'green',
      type: 'fill',
      source: SOURCE,
      'source-layer': 'green',
      paint: {
        'fill-color': ['match', ['get', 'kind'], 'forest', palette.forest, 'grass', palette.grass, palette.park],
        'fill-antialias': false,
      },
    },
    {
      id: 'water',
      type: 'fill',
      source: SOURCE,
      'source-layer': 'water',
      paint: { 'fill-color': palette.water },
    },
    {
      id: 'water-shore',
      type: 'line',
      source: SOURCE,
      'source-layer': 'water',
      minzoom: 11,
      // Rivers run on into the sea: their edge would be drawn across it.
      filter: ['==', ['get', 'kind'], 'lake'],
      paint: { 'line-color': palette.shore, 'line-width': widthAt([0.3, 0.8, 1.4]), 'line-opacity': 0.6 },
    },
    {
      id: 'building',
      type: 'fill',
      source: SOURCE,
      'source-layer': 'building',
      minzoom: 13,
      paint: {
        'fill-color': palette.building,
        'fill-outline-color': ['step', ['zoom'], palette.building, 15, palette.buildingEdge],
        'fill-opacity': ['interpolate', ['linear'], ['zoom'], 13, 0, 14, 0.9],
      },
    },
    ...railLayers(palette),
  ];
}

function railLayers(palette: Palette): StyleLayer[] {
  return [
    {
      id: 'metro',
      type: 'line',
      source: SOURCE,
      'source-layer': 'rail',
      minzoom: 12,
      filter: ['==', ['get', 'kind'], 'metro'],
      paint: { 'line-color': palette.metro, 'line-width': widthAt([0.6, 1.4, 3]), 'line-dasharray': [4, 2] },
    },
    {
      id: 'rail',
      type: 'line',
      source: SOURCE,
      'source-layer': 'rail',
      minzoom: 10,
      filter: ['==', ['get', 'kind'], 'rail'],
      paint: { 'line-color': palette.rail, 'line-width': widthAt([0.5, 1.2, 3]) },
    },
    {
      id: 'rail-sleepers',
      type: 'line',
      source: SOURCE,
      'source-layer': 'rail',
      minzoom: 13,
      filter: ['==', ['get', 'kind'], 'rail'],
      paint: { 'line-color': palette.rail, 'line-width': widthAt([2, 4, 8]), 'line-dasharray': [0.3, 3] },
    },
  ];
}

/** Over the roads, under the labels. */
export function districtLayers(palette: Palette): StyleLayer[] {
  return [
    {
      id: 'district-outline',
      type: 'line',
      source: SOURCE,
      'source-layer': 'district',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.district,
        'line-width': widthAt([0.8, 1.4, 2.4]),
        'line-dasharray': [6, 2, 1.5, 2],
        'line-opacity': 0.55,
      },
    },
  ];
}
