import { hasHanzi, pinyinOf } from '../gazetteer/pinyin.ts';
import { PointGrid } from '../gazetteer/point-grid.ts';
import type { Bounds, GazetteerEntry, GazetteerKind, Names } from '../pack/format.ts';
import { type Address, addressesOf } from './addresses.ts';
import type { Area } from './areas.ts';
import type { DistrictFinder } from './districts.ts';
import { distanceM, type Position } from './metric.ts';
import { aliasesOf, namesOf } from './names.ts';
import type { OsmData, Tags } from './osm-data.ts';
import { kindOf } from './place-kinds.ts';
import type { ReportBuilder } from './report.ts';
import type { ImportedRoads } from './roads.ts';
import { crossingsOf, streetsOf } from './streets.ts';

/** A number without a street belongs to the nearest named road no farther than this, metres. */
const STREET_OF_HOUSE_M = 80;
/** The same name and kind this close together is one place drawn twice (a node and its building), metres. */
const SAME_PLACE_M = 150;

export interface EntrySources {
  readonly data: OsmData;
  readonly areas: readonly Area[];
  readonly roads: ImportedRoads;
  readonly bounds: Bounds;
  readonly districts: DistrictFinder;
  readonly report: ReportBuilder;
}

/** Every place a caller may name, in the order streets, crossings, places, house numbers. */
export function entriesOf(sources: EntrySources): GazetteerEntry[] {
  const { roads, bounds, districts } = sources;
  const entries: GazetteerEntry[] = [];
  const add = (
    id: string,
    kind: GazetteerKind,
    names: Names,
    at: Position,
    more: Partial<GazetteerEntry> = {},
  ): void => {
    const district = districts(at[0], at[1]);
    const pinyin = pinyinOf(names.zh);
    entries.push({
      id,
      kind,
      names,
      pinyin,
      lon: at[0],
      lat: at[1],
      ...(district === undefined ? {} : { district }),
      ...more,
    });
  };
  streetsOf(roads, bounds).forEach((street, i) => {
    add(`street-${i + 1}`, street.isBridge ? 'bridge' : 'street', street.names, street.at, aliased(street.aliases));
  });
  crossingsOf(roads, bounds).forEach((crossing, i) => {
    const { a, b } = crossing;
    const names = { zh: `${a.zh}与${b.zh}路口`, en: `${a.en} & ${b.en}` };
    add(`crossing-${i + 1}`, 'crossing', names, crossing.at, { street: a.zh, crossStreet: b.zh });
  });
  addPlaces(sources, add);
  addHouses(sources, add);
  return entries;
}

type Add = (id: string, kind: GazetteerKind, names: Names, at: Position, more?: Partial<GazetteerEntry>) => void;

const aliased = (aliases: readonly string[]): Partial<GazetteerEntry> => (aliases.length > 0 ? { aliases } : {});

/** Named nodes and areas; roads are streets already, and a place drawn twice counts once. */
function addPlaces({ data, areas, bounds, report }: EntrySources, add: Add): void {
  const known = new Map<string, Position[]>();
  const take = (id: string, tags: Tags, at: Position): void => {
    const kind = kindOf(tags);
    const names = kind === undefined ? undefined : placeNames(tags, kind);
    if (kind === undefined) return;
    if (names === undefined) {
      report.count('dropped', '地点：没有名称', 'places: no name');
      return;
    }
    if (at[0] < bounds[0] || at[0] > bounds[2] || at[1] < bounds[1] || at[1] > bounds[3]) {
      report.count('dropped', '地点：在范围之外', 'places: outside the extract');
      return;
    }
    const same = known.get(names.zh) ?? [];
    if (same.some((other) => distanceM(other[0], other[1], at[0], at[1]) < SAME_PLACE_M)) {
      report.count('dropped', '地点：重复', 'places: the same place again');
      return;
    }
    known.set(names.zh, [...same, at]);
    add(id, kind, names, at, aliased(aliasesOf(tags, names)));
  };
  for (const area of areas) {
    if (area.tags.highway === undefined && area.tags.boundary !== 'administrative')
      take(area.id, area.tags, area.centroid);
  }
  for (const [index, tags] of data.nodeTags) {
    take(`n${data.nodeId[index]}`, tags, [data.nodeLon[index], data.nodeLat[index]]);
  }
  for (const way of data.ways) {
    // Rivers are lines; their middle node stands for them.
    const middle = way.nodes[Math.floor(way.nodes.length / 2)];
    if (way.tags.waterway === undefined || way.nodes[0] === way.nodes.at(-1) || middle < 0) continue;
    take(`w${way.id}`, way.tags, [data.nodeLon[middle], data.nodeLat[middle]]);
  }
}

function placeNames(tags: Tags, kind: GazetteerKind): Names | undefined {
  const names = namesOf(tags);
  if (kind === 'km-post') {
    const km = tags.distance ?? tags.ref ?? tags.pk;
    const road = names?.zh ?? tags['addr:street'] ?? '';
    return km === undefined ? names : { zh: `${road}${km}公里处`, en: `${names?.en ?? road} km ${km}`.trim() };
  }
  if (tags.railway === 'subway_entrance') {
    const letter = tags.ref;
    if (letter === undefined) return names;
    return { zh: `${names?.zh ?? '地铁'}${letter}出口`, en: `${names?.en ?? 'Metro'} Exit ${letter}` };
  }
  return names;
}

function addHouses({ data, areas, roads, bounds, report }: EntrySources, add: Add): void {
  const { lon, lat } = roads.raw.nodes;
  const grid = new PointGrid(100);
  const streets: Names[] = [];
  const byName = new Map<string, Names>();
  for (const way of roads.raw.ways) {
    if (way.names.zh === '') continue;
    byName.set(way.names.zh, way.names);
    byName.set(way.names.en, way.names);
    for (const node of way.nodes) {
      grid.add(lon[node], lat[node]);
      streets.push(way.names);
    }
  }
  const streetNear = (x: number, y: number): string | undefined => {
    const near = grid.nearest(x, y, STREET_OF_HOUSE_M);
    return near === undefined ? undefined : streets[near.index].zh;
  };
  for (const address of addressesOf(data, areas, bounds, streetNear, report)) {
    const street = byName.get(address.street) ?? { zh: address.street, en: address.street };
    add(`${address.id}-a${suffix(address)}`, 'house-number', houseNames(street, address), address.at, {
      street: street.zh,
      houseNumber: address.houseNumber,
    });
  }
}

/** One building may carry several numbers. */
const suffix = (address: Address): string => `-${address.houseNumber}`;

function houseNames(street: Names, { houseNumber }: Address): Names {
  const en = `${houseNumber} ${street.en}`;
  return { zh: hasHanzi(street.zh) ? `${street.zh}${houseNumber}号` : en, en };
}
