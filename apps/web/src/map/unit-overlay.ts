import type { UnitView } from '@muster/contracts/edge';
import { isAvailable } from '@muster/contracts/unit-status';
import type { Map as MapLibre } from 'maplibre-gl';
import { positions, serverNowMs, useLive } from '../live/live-store.ts';
import type { ShownPosition } from '../live/position-table.ts';
import type { Theme } from '../settings/settings-store.ts';
import { addSource, MAP_FONT, type PointFeature, pointFeature, setFeatures } from './geo-features.ts';
import { labelColours, type Overlay } from './overlay.ts';

export interface UnitFilter {
  readonly agency: string;
  readonly availableOnly: boolean;
  /** Only these, whatever else; null is everybody. */
  readonly only: ReadonlySet<string> | null;
}

interface UnitProperties {
  readonly id: string;
  readonly image: string;
  readonly label: string;
  readonly sort: number;
  readonly busy: boolean;
  heading: number;
  course: boolean;
  old: boolean;
}

const SOURCE = 'muster-units';
/** A few units glide at the pace of the screen, thousands five times a second. */
const INTERVAL_MS = { few: 50, many: 200 } as const;
const FEW_UNITS = 250;
const BUSY_WAIT_MS = 3_000;
/** After this long without a fix, a unit is drawn faint. */
const OLD_AFTER_MS = 120_000;
/** Statuses that must not be hidden under others. */
const BUSY_SORT = 10;

/** Every unit with a known position, gliding between fixes. */
export class UnitOverlay implements Overlay {
  readonly #features = new Map<string, { view: UnitView; feature: PointFeature<UnitProperties> }>();
  readonly #shown: ShownPosition = { lon: 0, lat: 0, headingDeg: 0, speedKmh: 0, observedAtMs: 0 };
  #filter: UnitFilter = { agency: '', availableOnly: false, only: null };
  #drawnUnits: unknown = null;
  #drawnAtMs = 0;
  #stale = true;

  setFilter(filter: UnitFilter): void {
    this.#filter = filter;
    this.#stale = true;
  }

  install(map: MapLibre, theme: Theme): void {
    addSource(map, SOURCE);
    // From far away those on a job stand out from the many that are free.
    const far = (busy: number, free: number) => ['case', ['get', 'busy'], busy, free];
    const size = ['interpolate', ['linear'], ['zoom'], 9, far(0.38, 0.24), 12, far(0.62, 0.48), 15, 0.9, 17, 1.05];
    const colours = labelColours(theme);
    map.addLayer({
      id: 'muster-unit-heading',
      type: 'symbol',
      source: SOURCE,
      minzoom: 11.5,
      filter: ['get', 'course'],
      layout: {
        'icon-image': 'heading',
        'icon-rotate': ['get', 'heading'],
        'icon-rotation-alignment': 'map',
        'icon-size': size as never,
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
      paint: { 'icon-opacity': ['case', ['get', 'old'], 0.3, 0.95] },
    });
    map.addLayer({
      id: 'muster-units',
      type: 'symbol',
      source: SOURCE,
      layout: {
        'icon-image': ['get', 'image'],
        'icon-size': size as never,
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'symbol-sort-key': ['get', 'sort'],
        'text-field': [
          'step',
          ['zoom'],
          '',
          13.2,
          ['case', ['get', 'busy'], ['get', 'label'], ''],
          14.4,
          ['get', 'label'],
        ],
        'text-font': MAP_FONT,
        'text-size': 12,
        'text-anchor': 'top',
        'text-offset': [0, 1.25],
        'text-optional': true,
      },
      paint: {
        'icon-opacity': ['case', ['get', 'old'], 0.42, 1],
        'text-color': colours.text,
        'text-halo-color': colours.halo,
        'text-halo-width': 1.6,
      },
    });
    this.#stale = true;
  }

  tick(map: MapLibre, nowMs: number): void {
    const units = useLive.getState().picture?.units;
    if (units === undefined) return;
    const interval = units.size > FEW_UNITS ? INTERVAL_MS.many : INTERVAL_MS.few;
    const waitedMs = nowMs - this.#drawnAtMs;
    if (waitedMs < interval) return;
    // A slow machine draws fewer frames instead of queueing them until it draws none.
    if (waitedMs < BUSY_WAIT_MS && !map.isSourceLoaded(SOURCE)) return;
    const atRest = this.#drawnAtMs > positions.restAtMs;
    if (!this.#stale && atRest && units === this.#drawnUnits) return;
    this.#drawnAtMs = nowMs;
    this.#drawnUnits = units;
    this.#stale = false;
    setFeatures(map, SOURCE, this.#draw(units, nowMs));
  }

  #draw(units: ReadonlyMap<string, UnitView>, nowMs: number): PointFeature<UnitProperties>[] {
    const drawn: PointFeature<UnitProperties>[] = [];
    const oldBeforeMs = serverNowMs() - OLD_AFTER_MS;
    for (const view of units.values()) {
      if (!this.#isWanted(view) || !positions.read(view.unit.unitNo, nowMs, this.#shown)) continue;
      const feature = this.#featureOf(view);
      feature.geometry.coordinates[0] = this.#shown.lon;
      feature.geometry.coordinates[1] = this.#shown.lat;
      feature.properties.course = this.#shown.speedKmh > 3 && !Number.isNaN(this.#shown.headingDeg);
      feature.properties.heading = feature.properties.course ? this.#shown.headingDeg : 0;
      feature.properties.old = this.#shown.observedAtMs < oldBeforeMs;
      drawn.push(feature);
    }
    return drawn;
  }

  #isWanted({ unit, duty }: UnitView): boolean {
    if (this.#filter.only !== null) return this.#filter.only.has(unit.unitId);
    if (this.#filter.agency !== '' && unit.agency !== this.#filter.agency) return false;
    return !this.#filter.availableOnly || isAvailable(duty.canonical);
  }

  #featureOf(view: UnitView): PointFeature<UnitProperties> {
    const held = this.#features.get(view.unit.unitId);
    if (held?.view === view) return held.feature;
    const busy = view.duty.incidentId !== '';
    const feature = pointFeature<UnitProperties>(0, 0, {
      id: view.unit.unitId,
      image: `unit-${view.unit.agency}-${view.duty.canonical}`,
      label: view.unit.callSign,
      sort: busy ? BUSY_SORT : isAvailable(view.duty.canonical) ? 5 : 0,
      busy,
      heading: 0,
      course: false,
      old: false,
    });
    this.#features.set(view.unit.unitId, { view, feature });
    return feature;
  }
}
