import type { Bounds } from '../pack/format.ts';
import type { Area } from './areas.ts';
import type { Position } from './metric.ts';
import { MISSING_NODE, type OsmData, type Tags } from './osm-data.ts';
import type { ReportBuilder } from './report.ts';

/** A house number where the source puts it. */
export interface Address {
  readonly id: string;
  readonly street: string;
  /** Without 号, e.g. "120", "12A". */
  readonly houseNumber: string;
  readonly at: Position;
  /** From an interpolation line rather than a building or a node. */
  readonly interpolated: boolean;
}

/** More houses than this on one interpolation line is a mistake in the source. */
const MAX_INTERPOLATED = 500;

/** @param streetNear the named street nearest to a point, for numbers that name none. */
export function addressesOf(
  data: OsmData,
  areas: readonly Area[],
  bounds: Bounds,
  streetNear: (lon: number, lat: number) => string | undefined,
  report: ReportBuilder,
): Address[] {
  const associated = associatedStreets(data);
  const seen = new Set<string>();
  const found: Address[] = [];
  const take = (id: string, tags: Tags, at: Position, interpolated: boolean): void => {
    const houseNumber = tags['addr:housenumber'];
    if (houseNumber === undefined || tags['addr:interpolation'] !== undefined) return;
    if (at[0] < bounds[0] || at[0] > bounds[2] || at[1] < bounds[1] || at[1] > bounds[3]) {
      report.count('dropped', '门牌：在范围之外', 'house numbers: outside the extract');
      return;
    }
    const street = tags['addr:street'] ?? tags['addr:place'] ?? associated.get(id) ?? streetNear(at[0], at[1]);
    if (street === undefined) {
      report.count('dropped', '门牌：无街道名', 'house numbers: no street');
      return;
    }
    for (const number of splitNumbers(houseNumber)) {
      // The same house on its building and on a shop in it; a street may come back in another part of town.
      const key = `${street}\n${number}\n${at[0].toFixed(2)}\n${at[1].toFixed(2)}`;
      if (seen.has(key)) report.count('dropped', '门牌：重复', 'house numbers: the same house again');
      else found.push({ id, street, houseNumber: number, at, interpolated });
      seen.add(key);
    }
  };
  for (const area of areas) take(area.id, area.tags, area.centroid, false);
  for (const [index, tags] of data.nodeTags) {
    take(`n${data.nodeId[index]}`, tags, [data.nodeLon[index], data.nodeLat[index]], false);
  }
  for (const { id, tags, at } of interpolationsOf(data)) take(id, tags, at, true);
  return found;
}

/** "12", "12;14", "2001号" → the plain numbers. A range "12-18" stays one house. */
export const splitNumbers = (text: string): string[] =>
  text
    .split(/[;,、]/)
    .map((part) => part.replace(/[号號]$/, '').trim())
    .filter((part) => part !== '');

function associatedStreets(data: OsmData): Map<string, string> {
  const streets = new Map<string, string>();
  for (const relation of data.relations) {
    if (relation.tags.type !== 'associatedStreet') continue;
    const streetWay = relation.members.find((member) => member.role === 'street' && member.type === 'way');
    const way = streetWay === undefined ? undefined : data.ways[data.wayIndex.get(streetWay.ref) ?? -1];
    const name = relation.tags.name ?? way?.tags.name;
    if (name === undefined) continue;
    for (const member of relation.members) {
      if (member.role !== 'street') streets.set(`${member.type[0]}${member.ref}`, name);
    }
  }
  return streets;
}

/** Houses between two numbered nodes of an `addr:interpolation` line, spread evenly along it. */
function* interpolationsOf(data: OsmData): Generator<{ id: string; tags: Tags; at: Position }> {
  for (const way of data.ways) {
    const rule = way.tags['addr:interpolation'];
    if (rule === undefined || way.nodes.includes(MISSING_NODE)) continue;
    const step = rule === 'all' ? 1 : rule === 'odd' || rule === 'even' ? 2 : Number(rule);
    if (!(step >= 1)) continue;
    let previous: { at: number; number: number; street: string | undefined } | undefined;
    for (let i = 0; i < way.nodes.length; i++) {
      const tags = data.nodeTags.get(way.nodes[i]);
      const number = Number.parseInt(tags?.['addr:housenumber'] ?? '', 10);
      if (Number.isNaN(number)) continue;
      const street = tags?.['addr:street'] ?? way.tags['addr:street'];
      if (previous !== undefined) {
        const path = way.nodes.slice(previous.at, i + 1).map((n): Position => [data.nodeLon[n], data.nodeLat[n]]);
        const count = Math.abs(number - previous.number) / step;
        const name = street ?? previous.street;
        for (let k = 1; k < count && k < MAX_INTERPOLATED; k++) {
          const house = previous.number + Math.sign(number - previous.number) * k * step;
          const tags: Tags = {
            'addr:housenumber': String(house),
            ...(name === undefined ? {} : { 'addr:street': name }),
          };
          yield { id: `w${way.id}-${house}`, tags, at: pointAlong(path, k / count) };
        }
      }
      previous = { at: i, number, street };
    }
  }
}

function pointAlong(path: readonly Position[], fraction: number): Position {
  const lengths = path.slice(1).map((p, i) => Math.hypot(p[0] - path[i][0], p[1] - path[i][1]));
  let left = fraction * lengths.reduce((sum, length) => sum + length, 0);
  for (let i = 0; i < lengths.length; i++) {
    if (left <= lengths[i] && lengths[i] > 0) {
      const t = left / lengths[i];
      return [path[i][0] + t * (path[i + 1][0] - path[i][0]), path[i][1] + t * (path[i + 1][1] - path[i][1])];
    }
    left -= lengths[i];
  }
  return path[path.length - 1];
}
