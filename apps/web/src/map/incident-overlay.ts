import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import type { Map as MapLibre } from 'maplibre-gl';
import { named } from '../language/translate.ts';
import { useLive } from '../live/live-store.ts';
import { type Theme, useSettings } from '../settings/settings-store.ts';
import { priorityColour } from '../trade/colours.ts';
import { isOpen, isUnsent } from '../trade/incident-facts.ts';
import { useSystem } from '../trade/system-store.ts';
import { addSource, MAP_FONT, pointFeature, setFeatures } from './geo-features.ts';
import { labelColours, type Overlay } from './overlay.ts';

const SOURCE = 'muster-incidents';
const PULSE = 'muster-incident-pulse';
const PULSE_MS = 1_600;
const PULSE_STEP_MS = 100;

/** Open incidents by priority; those nobody was sent to pulse. */
export class IncidentOverlay implements Overlay {
  readonly #calm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  #drawn: unknown = null;
  #pulsing = false;
  #pulsedAtMs = 0;
  #selected = '';
  #only: string | null = null;

  /** Draws this one only; null draws all. */
  showOnly(incidentId: string | null): void {
    this.#only = incidentId;
    this.#drawn = null;
  }

  select(map: MapLibre, incidentId: string): void {
    this.#selected = incidentId;
    if (map.getLayer('muster-incident-selected')) {
      map.setFilter('muster-incident-selected', ['==', ['get', 'id'], incidentId]);
    }
  }

  install(map: MapLibre, theme: Theme): void {
    addSource(map, SOURCE);
    const colours = labelColours(theme);
    map.addLayer({
      id: PULSE,
      type: 'circle',
      source: SOURCE,
      filter: ['get', 'unsent'],
      paint: { 'circle-color': ['get', 'colour'], 'circle-radius': 22, 'circle-opacity': 0.28 },
    });
    map.addLayer({
      id: 'muster-incident-selected',
      type: 'circle',
      source: SOURCE,
      filter: ['==', ['get', 'id'], this.#selected],
      paint: {
        'circle-radius': 25,
        'circle-color': 'transparent',
        'circle-stroke-width': 3.5,
        'circle-stroke-color': colours.text,
      },
    });
    map.addLayer({
      id: 'muster-incidents',
      type: 'symbol',
      source: SOURCE,
      layout: {
        'icon-image': ['get', 'image'],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.5, 13, 0.8, 16, 1],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['-', 10, ['get', 'priority']],
        'text-field': ['step', ['zoom'], '', 13.4, ['get', 'label']],
        'text-font': MAP_FONT,
        'text-size': 13,
        'text-anchor': 'left',
        'text-offset': [1.5, 0],
        'text-optional': true,
      },
      paint: { 'text-color': colours.text, 'text-halo-color': colours.halo, 'text-halo-width': 1.8 },
    });
    this.#drawn = null;
  }

  tick(map: MapLibre, nowMs: number): void {
    const incidents = useLive.getState().picture?.incidents;
    if (incidents !== undefined && incidents !== this.#drawn) {
      this.#drawn = incidents;
      const shown = [...incidents.values()].filter(
        (incident) => isOpen(incident) && (this.#only === null || this.#only === incident.incidentId),
      );
      const features = shown.flatMap(featureOf);
      this.#pulsing = features.some(({ properties }) => properties.unsent);
      setFeatures(map, SOURCE, features);
    }
    this.#pulse(map, nowMs);
  }

  #pulse(map: MapLibre, nowMs: number): void {
    if (!this.#pulsing || this.#calm || nowMs - this.#pulsedAtMs < PULSE_STEP_MS) return;
    this.#pulsedAtMs = nowMs;
    const phase = (nowMs % PULSE_MS) / PULSE_MS;
    map.setPaintProperty(PULSE, 'circle-radius', 14 + 22 * phase);
    map.setPaintProperty(PULSE, 'circle-opacity', 0.45 * (1 - phase));
  }
}

function featureOf(incident: Incident) {
  if (incident.place === undefined) return [];
  const type = useSystem.getState().types.get(incidentType(incident));
  const { language } = useSettings.getState();
  return [
    pointFeature(incident.place.lon, incident.place.lat, {
      id: incident.incidentId,
      image: `incident-${Math.min(5, Math.max(1, incident.priority))}`,
      label: type === undefined ? '' : named(language, type.zh, type.en),
      colour: priorityColour(incident.priority),
      priority: incident.priority,
      unsent: isUnsent(incident),
    }),
  ];
}
