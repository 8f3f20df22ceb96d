import type { SystemInfo } from '@muster/contracts/edge';
import { Map as MapLibre, type MapMouseEvent, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import 'maplibre-gl/dist/maplibre-gl.css';
import type { Language, Theme } from '../settings/settings-store.ts';
import { IMAGE_PIXEL_RATIO, mapImages } from './canvas-images.ts';
import { FacilityOverlay } from './facility-overlay.ts';
import type { LonLat } from './geo-features.ts';
import { IncidentOverlay } from './incident-overlay.ts';
import type { Overlay } from './overlay.ts';
import { PlaceOverlay } from './place-overlay.ts';
import { UnitOverlay } from './unit-overlay.ts';

setWorkerUrl(workerUrl);

export interface SceneEvents {
  onIncident?(incidentId: string): void;
  onUnit?(unitId: string): void;
  onPoint?(lon: number, lat: number): void;
  onBaseMapFailed?(): void;
}

const TOUCH_PX = 6;
const FALLBACK_CENTER: LonLat = [113.55, 22.27];
const CLOSE_ZOOM = 14.5;
const CLEAR_PADDING_PX = 60;
/** What is known of a caller lies over the top of the map. */
const CARD_PX = 240;
const CARD_MOST = 0.45;
/** What to ask next lies over its foot. */
const QUESTIONS_PX = 210;
const QUESTIONS_MOST = 0.3;
const LEAST_CIRCLE_M = 200;
const METRES_PER_DEGREE = 111_320;

/** The one live map: base style, overlays, and what they are told. Owns its MapLibre instance. */
export class MapScene {
  readonly map: MapLibre;
  readonly units = new UnitOverlay();
  readonly incidents = new IncidentOverlay();
  readonly places = new PlaceOverlay();
  readonly #overlays: readonly Overlay[] = [new FacilityOverlay(), this.places, this.units, this.incidents];
  #look: { language: Language; theme: Theme };
  #installed = false;
  #frame = 0;

  constructor(options: {
    container: HTMLElement;
    city: SystemInfo['city'];
    look: { language: Language; theme: Theme };
    interactive: boolean;
    pixelRatio: number;
    events: SceneEvents;
  }) {
    const { container, city, look, interactive, pixelRatio, events } = options;
    this.#look = look;
    this.map = new MapLibre({
      container,
      style: styleUrl(look),
      ...(city
        ? { bounds: [...city.bounds] as [number, number, number, number] }
        : { center: [...FALLBACK_CENTER] as [number, number], zoom: 10 }),
      interactive,
      pixelRatio,
      attributionControl: { compact: true },
      localIdeographFontFamily: "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif",
      dragRotate: false,
      pitchWithRotate: false,
      fadeDuration: 0,
    });
    this.map.touchZoomRotate.disableRotation();
    if (interactive) {
      this.map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
      this.map.addControl(new ScaleControl(), 'bottom-left');
    }
    this.map.on('style.load', () => this.#install());
    this.map.on('error', (event) => {
      if (!this.#installed && !this.map.isStyleLoaded()) this.#useEmptyStyle(events);
      else console.warn(event.error);
    });
    this.map.on('click', (event) => this.#click(event, events));
    this.#frame = requestAnimationFrame(this.#tick);
  }

  get ready(): boolean {
    return this.#installed;
  }

  setLook(look: { language: Language; theme: Theme }): void {
    if (look.language === this.#look.language && look.theme === this.#look.theme) return;
    this.#look = look;
    this.#installed = false;
    this.map.setStyle(styleUrl(look), { diff: false });
  }

  flyTo(lon: number, lat: number): void {
    this.map.easeTo({ center: [lon, lat], zoom: Math.max(this.map.getZoom(), CLOSE_ZOOM), duration: 600 });
  }

  /** All of these in sight, no closer than a person reads street names. */
  showPoints(points: readonly { readonly lon: number; readonly lat: number }[]): void {
    const lons = points.map(({ lon }) => lon);
    const lats = points.map(({ lat }) => lat);
    this.#showClear([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
  }

  /** A circle of uncertainty, whole: radius in metres. */
  showCircle(lon: number, lat: number, radiusM: number): void {
    const dLat = Math.max(radiusM, LEAST_CIRCLE_M) / METRES_PER_DEGREE;
    const dLon = dLat / Math.cos((lat * Math.PI) / 180);
    this.#showClear([lon - dLon, lat - dLat, lon + dLon, lat + dLat]);
  }

  /** West, south, east, north. */
  showBounds(bounds: readonly [number, number, number, number], padding = 40): void {
    this.map.fitBounds([...bounds], { padding, maxZoom: 16, duration: 600 });
  }

  /** Below what lies over the map. */
  #showClear(bounds: readonly [number, number, number, number]): void {
    const { clientHeight, clientWidth } = this.map.getContainer();
    const side = Math.min(CLEAR_PADDING_PX, clientWidth / 4, clientHeight / 4);
    const top = Math.min(CARD_PX, clientHeight * CARD_MOST);
    const bottom = Math.max(side, Math.min(QUESTIONS_PX, clientHeight * QUESTIONS_MOST));
    const padding = { top, bottom, left: side, right: side };
    this.map.fitBounds([...bounds], { padding, maxZoom: 16, duration: 600 });
  }

  setPicking(picking: boolean): void {
    this.map.getCanvas().style.cursor = picking ? 'crosshair' : '';
  }

  destroy(): void {
    cancelAnimationFrame(this.#frame);
    this.map.remove();
  }

  #install(): void {
    for (const { name, data } of mapImages(this.#look.theme)) {
      if (!this.map.hasImage(name)) this.map.addImage(name, data, { pixelRatio: IMAGE_PIXEL_RATIO });
    }
    for (const overlay of this.#overlays) overlay.install(this.map, this.#look.theme);
    this.#installed = true;
  }

  /** A map without streets still shows where everything is. */
  #useEmptyStyle(events: SceneEvents): void {
    const ground = this.#look.theme === 'dark' ? '#0f1720' : '#eef1f5';
    this.map.setStyle({
      version: 8,
      sources: {},
      layers: [{ id: 'ground', type: 'background', paint: { 'background-color': ground } }],
    });
    events.onBaseMapFailed?.();
  }

  readonly #tick = (nowMs: number): void => {
    this.#frame = requestAnimationFrame(this.#tick);
    if (!this.#installed) return;
    for (const overlay of this.#overlays) overlay.tick(this.map, nowMs);
  };

  #click(event: MapMouseEvent, events: SceneEvents): void {
    const { x, y } = event.point;
    const layers = ['muster-units', 'muster-incidents'].filter((id) => this.map.getLayer(id));
    const [hit] = this.map.queryRenderedFeatures(
      [
        [x - TOUCH_PX, y - TOUCH_PX],
        [x + TOUCH_PX, y + TOUCH_PX],
      ],
      { layers },
    );
    const picking = this.map.getCanvas().style.cursor === 'crosshair';
    if (hit === undefined || picking) {
      events.onPoint?.(event.lngLat.lng, event.lngLat.lat);
      return;
    }
    const id = String(hit.properties.id);
    if (hit.layer.id === 'muster-units') events.onUnit?.(id);
    else events.onIncident?.(id);
  }
}

const styleUrl = ({ language, theme }: { language: Language; theme: Theme }): string =>
  `/map/style.json?lang=${language}&theme=${theme}`;
