import { collectOsm, type OsmData, type OsmElement, type OsmRelation, type Tags } from './osm-data.ts';

/** A town drawn by hand for tests: x and y in steps of about 100 m from 22.5 N 114 E. */
export class TestTown {
  readonly #elements: OsmElement[] = [];
  readonly #nodes = new Map<string, number>();

  node(x: number, y: number, tags?: Tags): number {
    const key = `${x}/${y}`;
    const known = this.#nodes.get(key);
    if (known !== undefined && tags === undefined) return known;
    const id = this.#elements.length + 1;
    this.#nodes.set(key, id);
    const at = { type: 'node' as const, id, lon: 114 + x / 1000, lat: 22.5 + y / 1000 };
    this.#elements.push(tags === undefined ? at : { ...at, tags });
    return id;
  }

  way(points: readonly (readonly [number, number])[], tags: Tags): number {
    const refs = points.map(([x, y]) => this.node(x, y));
    const id = this.#elements.length + 1;
    this.#elements.push({ type: 'way', id, refs, tags });
    return id;
  }

  area(x: number, y: number, size: number, tags: Tags): number {
    return this.way(
      [
        [x, y],
        [x + size, y],
        [x + size, y + size],
        [x, y + size],
        [x, y],
      ],
      tags,
    );
  }

  relation(members: OsmRelation['members'], tags: Tags): number {
    const id = this.#elements.length + 1;
    this.#elements.push({ type: 'relation', id, members, tags });
    return id;
  }

  data(): OsmData {
    return collectOsm(this.#elements);
  }
}

/** Two arterials that cross at 10/10, side streets, a school, a compound and numbered houses. */
export function smallTown(): TestTown {
  const town = new TestTown();
  town.way(
    [
      [0, 10],
      [10, 10],
      [20, 10],
    ],
    { highway: 'primary', name: '滨海大道', 'name:en': 'Binhai Avenue' },
  );
  town.way(
    [
      [10, 0],
      [10, 10],
      [10, 20],
    ],
    { highway: 'secondary', name: '龙翔路' },
  );
  town.way(
    [
      [20, 0],
      [20, 10],
      [20, 20],
    ],
    { highway: 'residential', name: '学府街' },
  );
  town.way(
    [
      [10, 20],
      [20, 20],
    ],
    { highway: 'residential', name: '北环路' },
  );
  town.way(
    [
      [0, 10],
      [0, 20],
      [10, 20],
    ],
    { highway: 'tertiary', name: '西堤路' },
  );
  town.area(12, 12, 3, { landuse: 'residential', name: '阳光花园' });
  town.area(13, 13, 0.5, { building: 'apartments', 'building:levels': '18' });
  town.area(5, 15, 2, { amenity: 'school', name: '实验小学' });
  town.node(2, 10.3, { 'addr:housenumber': '20号', 'addr:street': '滨海大道' });
  town.node(6, 10.3, { 'addr:housenumber': '60', 'addr:street': '滨海大道' });
  town.area(21, 3, 1, { amenity: 'police', name: '学府派出所' });
  return town;
}
