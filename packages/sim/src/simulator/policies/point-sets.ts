import { type Zones, zonesOf } from '../demand.ts';
import type { CityModel, Station } from '../model.ts';
import { travelBetween } from '../street-net.ts';

/** Side of the squares that demand is counted in. */
const ZONE_KM = 0.25;

/** Base seconds from stations, then hospitals, to every zone, and the share of demand there. */
export interface PostZones {
  readonly zones: Zones;
  /** [zone × (stations + hospitals) + post] */
  readonly fromAllS: Float32Array;
  /** [zone × stations + station] */
  readonly fromStationsS: Float32Array;
}

const known = new WeakMap<CityModel, PostZones>();

export function postZonesOf(model: CityModel): PostZones {
  let found = known.get(model);
  if (found === undefined) {
    const zones = zonesOf(model, ZONE_KM);
    found = {
      zones,
      fromAllS: travelTo(model, zones, [...model.stations, ...model.hospitals]),
      fromStationsS: travelTo(model, zones, model.stations),
    };
    known.set(model, found);
  }
  return found;
}

function travelTo(model: CityModel, zones: Zones, posts: readonly Station[]): Float32Array {
  const baseS = new Float32Array(zones.share.length * posts.length);
  for (let z = 0; z < zones.share.length; z++) {
    const place = model.placeAt(zones.lon[z], zones.lat[z]);
    posts.forEach((post, p) => {
      baseS[z * posts.length + p] = post.offRoadS + travelBetween(model.net, post.node, place.node) + place.offRoadS;
    });
  }
  return baseS;
}
