import { type Random, seededRandom } from '@muster/kernel/random';
import type { RoadClass } from '@muster/roads/graph';
import { traceFaces } from './faces.ts';
import {
  boxAt,
  centroid,
  clipLine,
  densify,
  fromFrame,
  type Line,
  lengthOf,
  mainAngle,
  type Point,
  type Ring,
  runsWhere,
} from './geometry.ts';
import { type Noise, valueNoise } from './noise.ts';
import type { PlanarRoads } from './planar.ts';
import { isBuiltUp, type Terrain } from './terrain.ts';
import type { Zone, ZoneKind, Zones } from './zones.ts';

/** How the land between main roads is cut. */
interface Grain {
  readonly alongM: number;
  readonly acrossM: number;
  /** Streets wander by so much. */
  readonly wanderM: number;
  /** Share of street pieces left out again, which makes uneven blocks and T-junctions. */
  readonly gaps: number;
  readonly roadClass: RoadClass;
}

const GRAIN: Readonly<Record<ZoneKind, Grain>> = {
  oldtown: { alongM: 105, acrossM: 130, wanderM: 17, gaps: 0.2, roadClass: 'residential' },
  cbd: { alongM: 140, acrossM: 165, wanderM: 0, gaps: 0.06, roadClass: 'tertiary' },
  mixed: { alongM: 200, acrossM: 240, wanderM: 4, gaps: 0.14, roadClass: 'residential' },
  newtown: { alongM: 330, acrossM: 360, wanderM: 0, gaps: 0.3, roadClass: 'tertiary' },
  university: { alongM: 420, acrossM: 420, wanderM: 6, gaps: 0.3, roadClass: 'tertiary' },
  industrial: { alongM: 330, acrossM: 270, wanderM: 0, gaps: 0.16, roadClass: 'tertiary' },
  harbour: { alongM: 260, acrossM: 320, wanderM: 0, gaps: 0.12, roadClass: 'tertiary' },
  resort: { alongM: 210, acrossM: 230, wanderM: 24, gaps: 0.25, roadClass: 'residential' },
  suburb: { alongM: 210, acrossM: 220, wanderM: 9, gaps: 0.22, roadClass: 'residential' },
};

/** No face larger than this is a city block to be: it is countryside with a road around it. */
const LARGEST_FACE_M2 = 4_000_000;

/** Cuts every built-up face between main roads into blocks. */
export function layStreets(terrain: Terrain, zones: Zones, roads: PlanarRoads): void {
  const random = seededRandom(terrain.seed * 13 + 7);
  const wander: [Noise, Noise] = [valueNoise(terrain.seed + 61), valueNoise(terrain.seed + 62)];
  for (const face of traceFaces(roads)) {
    if (face.areaM2 < 12_000 || face.areaM2 > LARGEST_FACE_M2) continue;
    const zone = zones.zoneAt(centroid(face.ring));
    layInFace(terrain, roads, zone, face.ring, random, wander);
  }
  openGaps(zones, roads, random);
  roads.prune((node) => roads.around[node]!.some((edge) => roads.lines[roads.edgeLine[edge]!]!.role !== 'street'));
}

function layInFace(
  terrain: Terrain,
  roads: PlanarRoads,
  zone: Zone,
  ring: Ring,
  random: Random,
  wander: readonly [Noise, Noise],
): void {
  const grain = GRAIN[zone.kind];
  const angle = mainAngle(ring);
  const center = centroid(ring);
  const loose = 1 + 0.7 * Math.max(0, 0.75 - Math.max(0.2, terrain.urban(center)));
  const bend = (p: Point): Point => ({
    x: p.x + grain.wanderM * wander[0](p.x / 190, p.y / 190),
    y: p.y + grain.wanderM * wander[1](p.x / 190, p.y / 190),
  });
  [grain.alongM, grain.acrossM].forEach((spacing, turn) => {
    const frame = angle + (turn * Math.PI) / 2;
    const box = boxAt(ring, frame);
    const count = Math.round((box.maxY - box.minY) / (spacing * loose));
    for (let i = 1; i < count; i++) {
      const y = box.minY + ((box.maxY - box.minY) * (i + (random.next() - 0.5) * 0.34)) / count;
      const straight = [fromFrame(box.minX - 5, y, frame), fromFrame(box.maxX + 5, y, frame)];
      const curve: Line = grain.wanderM > 0 ? densify(straight, 45).map(bend) : straight;
      const roadClass = grain.roadClass === 'tertiary' && i % 2 === 0 ? 'residential' : grain.roadClass;
      const line = roads.addLine(roadClass, 'street', zone.index);
      for (const part of clipLine(curve, ring)) {
        for (const run of keepBuiltUp(terrain, part)) {
          if (lengthOf(run) > 50) roads.insert(run, line, { snapM: 32 });
        }
      }
    }
  });
}

function keepBuiltUp(terrain: Terrain, part: Point[]): Point[][] {
  const fine = densify(part, 25);
  if (fine.every((p) => isBuiltUp(terrain, p))) return [part];
  return runsWhere(fine, (p) => isBuiltUp(terrain, p));
}

function openGaps(zones: Zones, roads: PlanarRoads, random: Random): void {
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (!roads.isAlive(edge)) continue;
    const line = roads.lines[roads.edgeLine[edge]!]!;
    if (line.role !== 'street' || random.next() >= GRAIN[zones.zones[line.zone]!.kind].gaps) continue;
    const ends = [roads.edgeA[edge]!, roads.edgeB[edge]!];
    if (ends.every((node) => roads.around[node]!.length > 2)) roads.remove(edge);
  }
}
