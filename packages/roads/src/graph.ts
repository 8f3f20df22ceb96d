/**
 * The compact road graph: directed edges in compressed sparse rows, all typed arrays, so that it loads with one read
 * and is shared between threads. Coordinates are WGS-84 degrees, lengths metres, times seconds.
 *
 * Turn restrictions are compiled in when the graph is built: the node a restricted turn goes through is split, so that
 * every path in the graph is a legal path and no search needs to know of turns.
 */

/** Order is the number stored in `edgeClass`. */
export const ROAD_CLASSES = [
  'motorway',
  'trunk',
  'primary',
  'secondary',
  'tertiary',
  'residential',
  'service',
  'track',
] as const;
export type RoadClass = (typeof ROAD_CLASSES)[number];

/** `normal` obeys every limit; `emergency` drives with lights and siren. */
export const PROFILES = ['normal', 'emergency'] as const;
export type Profile = (typeof PROFILES)[number];

export interface RoadGraph {
  readonly nodeCount: number;
  readonly edgeCount: number;
  /** nodeCount each, degrees. Split nodes share the coordinates of their original. */
  readonly nodeLon: Float64Array;
  readonly nodeLat: Float64Array;
  /** nodeCount + 1: the edges leaving node v are firstOut[v] … firstOut[v + 1] − 1. */
  readonly firstOut: Uint32Array;
  /** edgeCount each. */
  readonly edgeFrom: Uint32Array;
  readonly edgeTo: Uint32Array;
  readonly edgeLengthM: Float32Array;
  /** Travel time of each edge by profile, seconds. */
  readonly edgeTimeS: Readonly<Record<Profile, Float32Array>>;
  readonly edgeClass: Uint8Array;
  /** Bit 0 bridge, bit 1 tunnel, bit 2 roundabout, bit 3 link (ramp). */
  readonly edgeFlags: Uint8Array;
  /** Index into streets; 0 is the unnamed street. */
  readonly edgeStreet: Uint32Array;
  /** The edge of the same road in the other direction, or NO_EDGE. */
  readonly edgeReverse: Uint32Array;
  /** edgeCount + 1: shape points strictly between the ends are shape[firstShape[e]] … */
  readonly firstShape: Uint32Array;
  readonly shapeLon: Float64Array;
  readonly shapeLat: Float64Array;
  readonly streets: readonly { readonly zh: string; readonly en: string }[];
}

export const NO_EDGE = 0xffffffff;
export const EDGE_FLAG = { bridge: 1, tunnel: 2, roundabout: 4, link: 8 } as const;

/** A point on the graph: an edge and how far along it, 0 at `edgeFrom`, 1 at `edgeTo`. */
export interface Snap {
  readonly edge: number;
  readonly fraction: number;
  readonly lon: number;
  readonly lat: number;
  /** From the asked point to the road, metres as the crow flies. */
  readonly distanceM: number;
}

/** What a graph is built from (packages/roads/src/build.ts turns it into a RoadGraph). */
export interface RawRoads {
  readonly nodes: { readonly lon: Float64Array; readonly lat: Float64Array };
  readonly ways: readonly RawWay[];
  /** Banned: coming along way `fromWay` into node `via`, leaving along way `toWay`. `only` bans every other way out. */
  readonly restrictions: readonly {
    readonly fromWay: number;
    readonly via: number;
    readonly toWay: number;
    readonly only: boolean;
  }[];
  /** Nodes that no vehicle may cross (bollards, locked gates); `emergencyMayPass` ones only slow it down. */
  readonly barriers: readonly { readonly node: number; readonly emergencyMayPass: boolean }[];
}

export interface RawWay {
  /** Indices into nodes, in drawing order; at least two. */
  readonly nodes: readonly number[];
  readonly roadClass: RoadClass;
  readonly names: { readonly zh: string; readonly en: string };
  /** 1 along the nodes only, −1 against them only, 0 both. */
  readonly oneWay: 1 | -1 | 0;
  /** km/h where signed; otherwise the class decides. */
  readonly maxSpeedKmh?: number;
  readonly flags: number;
}
