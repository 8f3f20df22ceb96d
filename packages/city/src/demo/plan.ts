import { layArterials } from './arterials.ts';
import type { Block } from './blocks.ts';
import { makeBlocks } from './blocks.ts';
import { type Building, placeBuildings } from './buildings.ts';
import { type Gate, layCompoundRoads } from './compound-roads.ts';
import { layHillRoads, layVillages, type Village } from './countryside.ts';
import { buildExpressways, type Expressways } from './expressways.ts';
import { distanceField } from './field.ts';
import { dropIslands } from './islands.ts';
import type { PlanarRoads } from './planar.ts';
import { layStreets } from './streets.ts';
import { makeTerrain, type Terrain } from './terrain.ts';
import { buildTransit, type Transit } from './transit.ts';
import { makeZones, type Zones } from './zones.ts';

/** Everything that has a shape, in metres around the city's centre, before anything has a name. */
export interface CityPlan {
  readonly terrain: Terrain;
  readonly zones: Zones;
  readonly roads: PlanarRoads;
  readonly expressways: Expressways;
  readonly transit: Transit;
  readonly blocks: readonly Block[];
  readonly gates: readonly Gate[];
  readonly villages: readonly Village[];
  readonly buildings: readonly Building[];
}

export function planCity(seed: number, unitM: number): CityPlan {
  const terrain = makeTerrain(seed, unitM);
  const zones = makeZones(terrain);
  const roads = layArterials(terrain, zones);
  layStreets(terrain, zones, roads);
  const laid = layVillages(terrain, zones, roads);
  layHillRoads(terrain, zones, roads);
  const expressways = buildExpressways(terrain, roads);
  dropIslands(roads, expressways);
  const villages = laid.filter((village) => roads.nearestEdge(village.center, 120) >= 0);
  const transit = buildTransit(terrain);
  const blocks = makeBlocks(terrain, zones, roads);
  const gates = layCompoundRoads(terrain, roads, blocks);
  const elevatedM = distanceField(terrain.box, 40, [...expressways.middles, ...transit.rail], 140);
  const buildings = placeBuildings({ terrain, roads, elevatedM }, blocks, villages);
  return { terrain, zones, roads, expressways, transit, blocks, gates, villages, buildings };
}
