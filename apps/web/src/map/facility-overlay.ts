import type { Map as MapLibre } from 'maplibre-gl';
import { named } from '../language/translate.ts';
import { useLive } from '../live/live-store.ts';
import { type Theme, useSettings } from '../settings/settings-store.ts';
import { addSource, MAP_FONT, pointFeature, setFeatures } from './geo-features.ts';
import { labelColours, type Overlay } from './overlay.ts';

const SOURCE = 'muster-facilities';

/** Stations and hospitals: they hardly ever change, and stay behind everything else. */
export class FacilityOverlay implements Overlay {
  #drawn: unknown = null;

  install(map: MapLibre, theme: Theme): void {
    addSource(map, SOURCE);
    const colours = labelColours(theme);
    map.addLayer({
      id: 'muster-facilities',
      type: 'symbol',
      source: SOURCE,
      minzoom: 10.5,
      layout: {
        'icon-image': ['get', 'image'],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 10.5, 0.55, 14, 0.85, 16, 1],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'text-field': ['step', ['zoom'], '', 14.2, ['get', 'label']],
        'text-font': MAP_FONT,
        'text-size': 11.5,
        'text-anchor': 'top',
        'text-offset': [0, 0.95],
        'text-optional': true,
      },
      paint: {
        'icon-opacity': 0.9,
        'text-color': colours.text,
        'text-halo-color': colours.halo,
        'text-halo-width': 1.4,
        'text-opacity': 0.85,
      },
    });
    this.#drawn = null;
  }

  tick(map: MapLibre): void {
    const { picture } = useLive.getState();
    if (picture === null || picture.stations === this.#drawn) return;
    this.#drawn = picture.stations;
    const { language } = useSettings.getState();
    setFeatures(map, SOURCE, [
      ...[...picture.stations.values()].map((station) =>
        pointFeature(station.lon, station.lat, {
          image: `station-${station.agency}`,
          label: named(language, station.nameZh, station.nameEn),
        }),
      ),
      ...[...picture.hospitals.values()].map((hospital) =>
        pointFeature(hospital.lon, hospital.lat, {
          image: 'hospital',
          label: named(language, hospital.nameZh, hospital.nameEn),
        }),
      ),
    ]);
  }
}
