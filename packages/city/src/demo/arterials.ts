import { integerBetween, type Random, seededRandom } from '@muster/kernel/random';
import { EDGE_FLAG, type RoadClass } from '@muster/roads/graph';
import { contours } from './field.ts';
import {
  boxAt,
  clipLine,
  densify,
  distance,
  fromFrame,
  type Line,
  lengthOf,
  type Point,
  runsWhere,
  simplify,
  smooth,
} from './geometry.ts';
import { PlanarRoads, type RoadLine } from './planar.ts';
import { inBox, isBuiltUp, type Terrain } from './terrain.ts';
import type { Zone, ZoneKind, Zones } from './zones.ts';

/** Metres between main roads, before jitter. */
const SPACING_M: Readonly<Record<ZoneKind, number>> = {
  oldtown: 430,
  cbd: 380,
  mixed: 560,
  newtown: 510,
  university: 700,
  industrial: 760,
  harbour: 620,
  resort: 700,
  suburb: 850,
};

/** Bridges stand at least so far apart. */
const RIVER_BRIDGE_GAP_M = 850;
const CANAL_BRIDGE_GAP_M = 380;
const SHORE_ROAD_M = 62;

interface Bridge {
  readonly middle: Point;
  readonly wide: boolean;
}

/** Zone borders, the grid inside each zone, and the roads along the water. */
export function layArterials(terrain: Terrain, zones: Zones): PlanarRoads {
  const roads = new PlanarRoads();
  const bridges: Bridge[] = [];
  const random = seededRandom(terrain.seed * 17 + 3);
  const lay = (points: Line, line: RoadLine, keep: (p: Point) => boolean, snapM: number): void => {
    for (const piece of cutAtWater(terrain, densify(points, 22), bridges)) {
      if (piece.bridge) roads.insert(piece.points, line, { snapM: 30, flags: EDGE_FLAG.bridge });
      else {
        for (const run of runsWhere(piece.points, keep)) {
          if (lengthOf(run) > 60) roads.insert(simplify(run, 1.5), line, { snapM });
        }
      }
    }
  };
  layBorders(terrain, zones, roads, lay);
  for (const zone of zones.zones) layGrid(terrain, zones, zone, random, roads, lay);
  layShoreRoads(terrain, zones, roads);
  roads.prune((node) => !inBox(terrain.box, roads.nodes[node]!, 120));
  return roads;
}

type Lay = (points: Line, line: RoadLine, keep: (p: Point) => boolean, snapM: number) => void;

function layBorders(terrain: Terrain, zones: Zones, roads: PlanarRoads, lay: Lay): void {
  const keep = (p: Point): boolean => inBox(terrain.box, p, 20) && terrain.waterM(p) > 40 && terrain.hill(p) < 0.62;
  for (const zone of zones.zones) {
    zone.cell.forEach((corner, i) => {
      const neighbour = zone.neighbours[i]!;
      if (neighbour < zone.index) return;
      const to = zone.cell[(i + 1) % zone.cell.length]!;
      const country = zone.kind === 'suburb' && zones.zones[neighbour]!.kind === 'suburb';
      const line = roads.addLine(country ? 'secondary' : 'primary', 'border', zone.index);
      const bent = densify([corner, to], 40).map(zones.bend.toWorld);
      lay(bent, line, keep, 40);
    });
  }
}

function layGrid(terrain: Terrain, zones: Zones, zone: Zone, random: Random, roads: PlanarRoads, lay: Lay): void {
  for (const turn of [0, Math.PI / 2]) {
    const angle = zone.angle + turn;
    const box = boxAt(zone.cell, angle);
    const spacing = SPACING_M[zone.kind] * (turn === 0 ? 1 : 1.15);
    let index = integerBetween(random, 0, 3);
    for (let y = box.minY + spacing * (0.4 + 0.4 * random.next()); y < box.maxY; index++) {
      const straight = [fromFrame(box.minX - 1, y, angle), fromFrame(box.maxX + 1, y, angle)];
      const main = index % 3 === 0;
      const roadClass: RoadClass =
        main && zone.kind !== 'oldtown' ? 'primary' : index % 3 === 1 ? 'secondary' : 'tertiary';
      const line = roads.addLine(zone.kind === 'suburb' ? 'tertiary' : roadClass, 'grid', zone.index);
      const country = index % (zone.kind === 'suburb' ? 2 : 3) === 0;
      const keep = (p: Point): boolean => {
        if (!inBox(terrain.box, p, 30) || terrain.waterM(p) < 40 || terrain.hill(p) > 0.46) return false;
        return country || terrain.urban(p) > 0.24;
      };
      for (const part of clipLine(straight, zone.cell)) {
        lay(densify(part, 35).map(zones.bend.toWorld), line, keep, 110);
      }
      y += spacing * (0.72 + 0.56 * random.next());
    }
  }
}

function layShoreRoads(terrain: Terrain, zones: Zones, roads: PlanarRoads): void {
  const keep = (p: Point): boolean =>
    inBox(terrain.box, p, 60) && terrain.urban(p) > 0.27 && terrain.hill(p) < 0.5 && terrain.waterM(p) > 30;
  for (const ring of contours(terrain.waterField, SHORE_ROAD_M)) {
    const closed = smooth([...ring], 2, true);
    if (lengthOf(closed) < 700) continue;
    for (const run of runsWhere([...closed, closed[0]!], keep)) {
      if (lengthOf(run) < 350) continue;
      const zone = zones.zoneAt(run[Math.floor(run.length / 2)]!);
      const line = roads.addLine(zone.kind === 'suburb' ? 'tertiary' : 'secondary', 'shore', zone.index);
      roads.insert(simplify(run, 4), line, { snapM: 40 });
    }
  }
}

/** Splits a line at water: over a river where a bridge may stand it goes on as one straight span. */
function cutAtWater(terrain: Terrain, line: Line, bridges: Bridge[]): { points: Point[]; bridge: boolean }[] {
  const pieces: { points: Point[]; bridge: boolean }[] = [];
  let land: Point[] = [];
  let water: Point[] = [];
  for (const p of line) {
    if (terrain.waterM(p) < 34) {
      water.push(p);
      continue;
    }
    const last = land.at(-1);
    if (water.length > 0) {
      if (last !== undefined && mayBridge(terrain, last, p, water, bridges)) {
        pieces.push({ points: land, bridge: false }, { points: [last, p], bridge: true });
      } else if (land.length > 0) pieces.push({ points: land, bridge: false });
      land = [];
      water = [];
    }
    land.push(p);
  }
  if (land.length > 0) pieces.push({ points: land, bridge: false });
  return pieces;
}

function mayBridge(terrain: Terrain, from: Point, to: Point, water: Line, bridges: Bridge[]): boolean {
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  if (!water.some((p) => terrain.waterM(p) < 0)) return true; // only skirts the bank
  if (terrain.waterKind(middle) !== 'river' || !(isBuiltUp(terrain, from) || isBuiltUp(terrain, to))) return false;
  const lengthM = distance(from, to);
  const deepest = Math.max(...water.map((p) => -terrain.waterM(p)));
  const wide = deepest > 40;
  if (lengthM > 2 * deepest * 1.7 + 110 || lengthOf([from, ...water, to]) > lengthM * 1.1) return false;
  const gapM = wide ? RIVER_BRIDGE_GAP_M * Math.min(2, Math.max(0.5, terrain.unitM / 10_000)) : CANAL_BRIDGE_GAP_M;
  if (bridges.some((other) => other.wide === wide && distance(other.middle, middle) < gapM)) return false;
  bridges.push({ middle, wide });
  return true;
}
