import { create } from 'zustand';
import type { Freshness } from './freshness.ts';
import type { LivePicture } from './picture.ts';
import { PositionTable } from './position-table.ts';

interface LiveState {
  readonly picture: LivePicture | null;
  readonly freshness: Freshness;
  /** Add to this device's clock to get the server's. */
  readonly clockOffsetMs: number;
}

export const useLive = create<LiveState>()(() => ({
  picture: null,
  freshness: { kind: 'connecting' },
  clockOffsetMs: 0,
}));

/** Outside the store on purpose: positions change too often for React; the map reads them when it draws. */
export const positions = new PositionTable();

/** Nothing of one person's picture stays for the next one. */
export function forgetPicture(): void {
  positions.clear();
  useLive.setState({ picture: null, freshness: { kind: 'connecting' } });
}

export const serverNowMs = (): number => Date.now() + useLive.getState().clockOffsetMs;

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();
export const useIncidents = () => useLive((state) => state.picture?.incidents ?? NOTHING);
export const useUnits = () => useLive((state) => state.picture?.units ?? NOTHING);
export const useAlarms = () => useLive((state) => state.picture?.alarms ?? NOTHING);
export const useStations = () => useLive((state) => state.picture?.stations ?? NOTHING);
export const useHospitals = () => useLive((state) => state.picture?.hospitals ?? NOTHING);
