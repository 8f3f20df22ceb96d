import { openPack } from '@muster/city/pack/open-pack';
import type { Bounds } from '@muster/geo/geofence';
import { unwrap } from '@muster/kernel/result';

/** Without a city, all of it: the index works anywhere, it is only coarser. */
const EVERYWHERE: Bounds = { west: -180, south: -85, east: 180, north: 85 };

export function cityBounds(cityDir: string): Bounds {
  if (cityDir === '') return EVERYWHERE;
  const [west, south, east, north] = unwrap(openPack(cityDir)).meta.bounds;
  return { west, south, east, north };
}
