import type { Map as MapLibre } from 'maplibre-gl';
import type { Theme } from '../settings/settings-store.ts';
import {
  addSource,
  circleFeature,
  type LonLat,
  lineFeature,
  MAP_FONT,
  pointFeature,
  setFeatures,
} from './geo-features.ts';
import { labelColours, type Overlay } from './overlay.ts';

export interface MarkedPlace {
  readonly lon: number;
  readonly lat: number;
  readonly label: string;
  /** 1–9: drawn in the pin, the same as in the list that is read back. */
  readonly number?: number;
}

/** What the person at this screen is working on: candidate places, the uncertainty of one, the way to it. */
export class PlaceOverlay implements Overlay {
  #places: readonly MarkedPlace[] = [];
  #uncertainty: unknown[] = [];
  #route: readonly LonLat[] = [];
  #changed = true;

  setPlaces(places: readonly MarkedPlace[]): void {
    this.#places = places;
    this.#changed = true;
  }

  /** Metres; 0 shows none. */
  setUncertainty(lon: number, lat: number, radiusM: number): void {
    this.#uncertainty = radiusM > 0 ? [circleFeature(lon, lat, radiusM)] : [];
    this.#changed = true;
  }

  setRoute(line: readonly LonLat[]): void {
    this.#route = line;
    this.#changed = true;
  }

  install(map: MapLibre, theme: Theme): void {
    const colours = labelColours(theme);
    for (const id of ['muster-uncertainty', 'muster-route', 'muster-places']) addSource(map, id);
    map.addLayer({
      id: 'muster-uncertainty-fill',
      type: 'fill',
      source: 'muster-uncertainty',
      paint: { 'fill-color': '#4c8dff', 'fill-opacity': 0.13 },
    });
    map.addLayer({
      id: 'muster-uncertainty-line',
      type: 'line',
      source: 'muster-uncertainty',
      paint: { 'line-color': '#4c8dff', 'line-width': 1.6, 'line-dasharray': [3, 2] },
    });
    const round = { 'line-cap': 'round', 'line-join': 'round' } as const;
    map.addLayer({
      id: 'muster-route-case',
      type: 'line',
      source: 'muster-route',
      layout: round,
      paint: { 'line-color': '#06306e', 'line-width': 9, 'line-opacity': 0.75 },
    });
    map.addLayer({
      id: 'muster-route',
      type: 'line',
      source: 'muster-route',
      layout: round,
      paint: { 'line-color': '#3d8bff', 'line-width': 5.5 },
    });
    map.addLayer({
      id: 'muster-places',
      type: 'symbol',
      source: 'muster-places',
      layout: {
        'icon-image': ['get', 'pin'],
        'icon-anchor': 'bottom',
        'icon-allow-overlap': true,
        'text-field': ['get', 'label'],
        'text-font': MAP_FONT,
        'text-size': 13,
        'text-anchor': 'top',
        'text-offset': [0, 0.2],
        'text-optional': true,
      },
      paint: { 'text-color': colours.text, 'text-halo-color': colours.halo, 'text-halo-width': 1.8 },
    });
    this.#changed = true;
  }

  tick(map: MapLibre): void {
    if (!this.#changed) return;
    this.#changed = false;
    setFeatures(map, 'muster-uncertainty', this.#uncertainty);
    setFeatures(map, 'muster-route', this.#route.length > 1 ? [lineFeature(this.#route)] : []);
    setFeatures(
      map,
      'muster-places',
      this.#places.map(({ lon, lat, label, number }) =>
        pointFeature(lon, lat, { label, pin: number === undefined ? 'pin' : `pin-${number}` }),
      ),
    );
  }
}
