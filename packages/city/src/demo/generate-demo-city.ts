import type { RawRoads } from '@muster/roads/graph';
import type { CityResources, GazetteerEntry } from '../pack/format.ts';
import type { MapLayers } from '../pack/tiles.ts';
import type { PackContents } from '../pack/write-pack.ts';
import { GazetteerWriter } from './gazetteer-writer.ts';
import { makeLayers } from './layers.ts';
import { addPlaceEntries } from './place-entries.ts';
import { type CityPlan, planCity } from './plan.ts';
import { toLonLat } from './projection.ts';
import { rawRoadsOf } from './raw-roads.ts';
import { makeResources } from './resources.ts';
import { addStreetEntries } from './street-entries.ts';
import { nameStreets } from './street-names.ts';
import { CITY_NAME } from './vocabulary.ts';

export interface DemoCityOptions {
  /** The same seed and size give the same city, to the last byte. */
  readonly seed: number;
  /** About how many junctions the road graph shall have, 1,000 … 500,000. */
  readonly nodes: number;
}

export interface DemoCity {
  readonly meta: PackContents['meta'];
  readonly rawRoads: RawRoads;
  readonly gazetteer: readonly GazetteerEntry[];
  readonly resources: CityResources;
  readonly layers: MapLayers;
  /** Residents of all buildings. */
  readonly population: number;
}

export const DEMO_NODES = { default: 20_000, large: 200_000 } as const;
export const DEFAULT_SEED = 1;

/** Invents a coastal city. Throws a RangeError for a size outside 1,000 … 500,000. */
export function generateDemoCity({ seed, nodes }: DemoCityOptions): DemoCity {
  if (!(nodes >= 1_000 && nodes <= 500_000))
    throw new RangeError(`A demo city has 1000 to 500000 road nodes, not ${nodes}.`);
  const plan = planCity(seed, unitForNodes(nodes));
  const streets = nameStreets(plan.terrain, plan.zones, plan.roads);
  const { raw, drawn } = rawRoadsOf(plan, streets);
  const out = new GazetteerWriter(plan.zones);
  const places = addPlaceEntries(plan, streets, out);
  const resources = makeResources(plan, streets, out);
  addStreetEntries(plan, streets, drawn, out);
  return {
    meta: metaOf(plan, seed, nodes),
    rawRoads: raw,
    gazetteer: out.entries,
    resources,
    layers: makeLayers(plan, drawn, places, out.entries),
    population: plan.buildings.reduce((sum, building) => sum + building.residents, 0),
  };
}

/** Junctions grow with the area: measured so many on a square with sides of 1 km, countryside and sea included. */
const JUNCTIONS_A_UNIT2 = 173;
const unitForNodes = (nodes: number): number => 1_000 * Math.sqrt(nodes / JUNCTIONS_A_UNIT2);

function metaOf({ terrain }: CityPlan, seed: number, nodes: number): PackContents['meta'] {
  const { minX, minY, maxX, maxY } = terrain.box;
  const [west, south] = toLonLat({ x: minX, y: minY });
  const [east, north] = toLonLat({ x: maxX, y: maxY });
  return {
    id: `lanwan-${seed}`,
    names: CITY_NAME,
    timeZone: 'Asia/Shanghai',
    bounds: [west, south, east, north],
    center: toLonLat({ x: 0.02 * terrain.unitM, y: 0 }),
    attribution: '',
    source: { kind: 'demo', detail: `generated, about ${nodes} road nodes`, seed },
  };
}
