/**
 * What services use: one city's roads with what is closed on them now. Closing and reopening count from the next call
 * on; the graph itself never changes, so several networks may share one.
 */
import type { LonLat } from '@muster/geo/distance';
import type { Result } from '@muster/kernel/result';
import { ok, refuse } from '@muster/kernel/result';
import type { Closure } from './closures.ts';
import { Closures } from './closures.ts';
import { customise } from './customise.ts';
import { Dijkstra } from './dijkstra.ts';
import type { Directions } from './directions.ts';
import { directionsOf } from './directions.ts';
import { FastTravelTimes } from './fast-travel-times.ts';
import type { Profile, RoadGraph, Snap } from './graph.ts';
import { PROFILES } from './graph.ts';
import { readGraphFile } from './graph-file.ts';
import type { Hierarchy } from './hierarchy.ts';
import { buildHierarchy } from './hierarchy.ts';
import type { Isochrone } from './isochrone.ts';
import { findIsochrone } from './isochrone.ts';
import type { Metric } from './metric.ts';
import { metricOf } from './metric.ts';
import type { Route } from './route.ts';
import { findRoute } from './route.ts';
import type { SnapOptions } from './snap.ts';
import { RoadSnapper } from './snap.ts';
import type { MaybeSnap, TravelTimes, TravelTimeTable } from './travel-times.ts';

export interface DirectedRoute extends Route {
  readonly directions: Directions;
}

export class RoadNetwork {
  readonly graph: RoadGraph;
  readonly #snapper: RoadSnapper;
  readonly #closures: Closures;
  readonly #dijkstra: Dijkstra;
  /** What holds for each profile until a closure changes; made when first asked for. */
  readonly #metrics = new Map<Profile, Metric>();
  readonly #times = new Map<Profile, TravelTimes>();
  #hierarchy: Hierarchy | undefined;
  #version = 1;

  private constructor(graph: RoadGraph) {
    this.graph = graph;
    this.#snapper = new RoadSnapper(graph);
    this.#closures = new Closures(graph);
    this.#dijkstra = new Dijkstra(graph);
  }

  /** @throws GraphFileError when the file is no road graph of this version. */
  static open(path: string): RoadNetwork {
    return new RoadNetwork(readGraphFile(path));
  }

  static from(graph: RoadGraph): RoadNetwork {
    return new RoadNetwork(graph);
  }

  /** Grows with every change of the closures: a cached table of another version is stale. */
  get version(): number {
    return this.#version;
  }

  /** The nearest place on a road; undefined when none is near enough. */
  snap(lon: number, lat: number, options?: SnapOptions): Snap | undefined {
    return this.#snapper.snap(lon, lat, options);
  }

  /** The quickest way, with directions. Points are [lon, lat] or snaps; refuses one off the roads, or no way. */
  route(from: LonLat | Snap, to: LonLat | Snap, profile: Profile): Result<DirectedRoute> {
    const start = this.#onRoad(from);
    const end = this.#onRoad(to);
    if (start === undefined || end === undefined) {
      const [en, zh] = start === undefined ? ['start', '起点'] : ['destination', '目的地'];
      return refuse('not-found', `No road is near the ${en}.`, `${zh}附近没有道路。`);
    }
    const found = findRoute(this.graph, this.#metric(profile), this.#dijkstra, start, end);
    return found.ok ? ok({ ...found.value, directions: directionsOf(this.graph, found.value) }) : found;
  }

  /** Seconds from every source to every target; a point without a snap is Infinity away from everything. */
  times(sources: readonly MaybeSnap[], targets: readonly MaybeSnap[], profile: Profile): TravelTimeTable {
    return this.#timesOf(profile).table(sources, targets);
  }

  /** What is reached from a point within `limitS`, with a ring to draw. */
  isochrone(from: Snap, limitS: number, profile: Profile): Isochrone {
    return findIsochrone(this.graph, this.#metric(profile), this.#dijkstra, from, limitS);
  }

  /** In force from the next call on. Gives the edges closed. */
  close(closure: Closure): Result<readonly number[]> {
    const closed = this.#closures.add(closure);
    if (closed.ok) this.#changed(closure);
    return closed;
  }

  reopen(id: string): Result<Closure> {
    const opened = this.#closures.remove(id);
    if (opened.ok) this.#changed(opened.value);
    return opened;
  }

  /** What is closed now. */
  get closures(): readonly Closure[] {
    return this.#closures.list();
  }

  /** The edges a closure holds; none for an unknown id. */
  closedEdges(id: string): readonly number[] {
    return this.#closures.edgesOf(id);
  }

  /** Prepares the tables now (a third of a second for 20,000 nodes) instead of at the first question. */
  warm(profiles: readonly Profile[] = PROFILES): void {
    for (const profile of profiles) this.#timesOf(profile);
  }

  #onRoad(point: LonLat | Snap): Snap | undefined {
    return 'edge' in point ? point : this.#snapper.snap(point[0], point[1]);
  }

  #changed(closure: Closure): void {
    this.#version++;
    for (const profile of closure.profiles ?? PROFILES) {
      this.#metrics.delete(profile);
      this.#times.delete(profile);
    }
  }

  #metric(profile: Profile): Metric {
    let metric = this.#metrics.get(profile);
    if (metric === undefined) {
      const closed = (edge: number) => this.#closures.isClosed(edge, profile);
      metric = metricOf(this.graph, profile, this.#closures.isEmpty ? undefined : closed);
      this.#metrics.set(profile, metric);
    }
    return metric;
  }

  #timesOf(profile: Profile): TravelTimes {
    let times = this.#times.get(profile);
    if (times === undefined) {
      const metric = this.#metric(profile);
      this.#hierarchy ??= buildHierarchy(this.graph);
      times = new FastTravelTimes(this.graph, metric, this.#hierarchy, customise(this.#hierarchy, metric));
      this.#times.set(profile, times);
    }
    return times;
  }
}
