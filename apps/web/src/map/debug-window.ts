import type { Freshness } from '../live/freshness.ts';
import { positions, useLive } from '../live/live-store.ts';
import type { ShownPosition } from '../live/position-table.ts';
import { isOpen } from '../trade/incident-facts.ts';
import type { MapScene } from './map-scene.ts';

interface DebugUnit {
  readonly unitId: string;
  readonly callSign: string;
  readonly agency: string;
  readonly status: string;
  readonly canonical: string;
  readonly incidentId: string;
  readonly lon: number;
  readonly lat: number;
}

/** What tests and support read from a page: `window.__muster`. Reading changes nothing. */
export interface MusterDebug {
  readonly units: readonly DebugUnit[];
  readonly incidents: number;
  readonly openIncidents: number;
  readonly sequence: number;
  readonly freshness: Freshness['kind'];
  /** The base map is up and the overlays are on it. */
  readonly mapReady: boolean;
}

declare global {
  interface Window {
    __muster?: MusterDebug;
  }
}

export function exposeDebug(scene: MapScene): void {
  window.__muster = {
    get units() {
      return unitsNow();
    },
    get incidents() {
      return useLive.getState().picture?.incidents.size ?? 0;
    },
    get openIncidents() {
      return [...(useLive.getState().picture?.incidents.values() ?? [])].filter(isOpen).length;
    },
    get sequence() {
      return useLive.getState().picture?.sequence ?? 0;
    },
    get freshness() {
      return useLive.getState().freshness.kind;
    },
    get mapReady() {
      return scene.ready;
    },
  };
}

function unitsNow(): DebugUnit[] {
  const at: ShownPosition = { lon: 0, lat: 0, headingDeg: 0, speedKmh: 0, observedAtMs: 0 };
  const nowMs = performance.now();
  return [...(useLive.getState().picture?.units.values() ?? [])].flatMap(({ unit, duty }) => {
    if (!positions.read(unit.unitNo, nowMs, at)) return [];
    const { unitId, callSign, agency } = unit;
    const { status, canonical, incidentId } = duty;
    return [{ unitId, callSign, agency, status, canonical, incidentId, lon: at.lon, lat: at.lat }];
  });
}
