import type { Bounds } from '../pack/format.ts';

/** What a source file says, before anyone has judged it. Node references are indices into the coordinate arrays. */
export type Tags = Readonly<Record<string, string>>;

export interface OsmWay {
  readonly id: number;
  readonly tags: Tags;
  /** Node indices; MISSING_NODE where the extract was cut through the way. */
  readonly nodes: readonly number[];
}

export interface OsmRelation {
  readonly id: number;
  readonly tags: Tags;
  readonly members: readonly {
    readonly type: 'node' | 'way' | 'relation';
    readonly ref: number;
    readonly role: string;
  }[];
}

export interface OsmData {
  /** What the file says it covers, or the extent of its nodes. */
  readonly bounds: Bounds;
  readonly nodeLon: Float64Array;
  readonly nodeLat: Float64Array;
  /** OSM id of each node. */
  readonly nodeId: Float64Array;
  /** Node index → tags, only where there are any. */
  readonly nodeTags: ReadonlyMap<number, Tags>;
  readonly nodeIndex: ReadonlyMap<number, number>;
  readonly ways: readonly OsmWay[];
  /** OSM id → index into ways. */
  readonly wayIndex: ReadonlyMap<number, number>;
  readonly relations: readonly OsmRelation[];
}

export const MISSING_NODE = -1;
export const NO_TAGS: Tags = Object.freeze({});

/** Elements as they come from a file, in any order. */
export type OsmElement =
  | { readonly type: 'node'; readonly id: number; readonly lon: number; readonly lat: number; readonly tags?: Tags }
  | { readonly type: 'way'; readonly id: number; readonly refs: readonly number[]; readonly tags?: Tags }
  | {
      readonly type: 'relation';
      readonly id: number;
      readonly members: OsmRelation['members'];
      readonly tags?: Tags;
    };

/** Collects elements; `finish` resolves references once everything is there. */
export class OsmCollector {
  #lon: number[] = [];
  #lat: number[] = [];
  #id: number[] = [];
  #nodeIndex = new Map<number, number>();
  #nodeTags = new Map<number, Tags>();
  #ways: { id: number; refs: readonly number[]; tags: Tags }[] = [];
  #relations: OsmRelation[] = [];

  get size(): number {
    return this.#id.length + this.#ways.length + this.#relations.length;
  }

  add(element: OsmElement): void {
    if (element.type === 'node') {
      const index = this.#id.length;
      this.#nodeIndex.set(element.id, index);
      this.#id.push(element.id);
      this.#lon.push(element.lon);
      this.#lat.push(element.lat);
      if (element.tags !== undefined) this.#nodeTags.set(index, element.tags);
    } else if (element.type === 'way') {
      this.#ways.push({ id: element.id, refs: element.refs, tags: element.tags ?? NO_TAGS });
    } else {
      this.#relations.push({ id: element.id, members: element.members, tags: element.tags ?? NO_TAGS });
    }
  }

  finish(bounds?: Bounds): OsmData {
    const ways = this.#ways.map((way) => ({
      id: way.id,
      tags: way.tags,
      nodes: way.refs.map((ref) => this.#nodeIndex.get(ref) ?? MISSING_NODE),
    }));
    return {
      bounds: bounds ?? extentOf(this.#lon, this.#lat),
      nodeLon: Float64Array.from(this.#lon),
      nodeLat: Float64Array.from(this.#lat),
      nodeId: Float64Array.from(this.#id),
      nodeTags: this.#nodeTags,
      nodeIndex: this.#nodeIndex,
      ways,
      wayIndex: new Map(ways.map((way, index) => [way.id, index])),
      relations: this.#relations,
    };
  }
}

export function collectOsm(elements: Iterable<OsmElement>, bounds?: Bounds): OsmData {
  const collector = new OsmCollector();
  for (const element of elements) collector.add(element);
  return collector.finish(bounds);
}

function extentOf(lon: readonly number[], lat: readonly number[]): Bounds {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (let i = 0; i < lon.length; i++) {
    west = Math.min(west, lon[i]);
    east = Math.max(east, lon[i]);
    south = Math.min(south, lat[i]);
    north = Math.max(north, lat[i]);
  }
  return [west, south, east, north];
}
