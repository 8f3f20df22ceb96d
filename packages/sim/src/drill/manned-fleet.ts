import type { RoadNetwork } from '@muster/roads/road-network';
import { Crew } from './crew.ts';
import type { EdgeClient } from './edge-client.ts';
import type { LivePicture } from './live-picture.ts';
import type { PositionFeed } from './position-feed.ts';
import type { DrillClock } from './timing.ts';
import { Vehicle } from './vehicle.ts';

/** The fleet, manned: one crew and vehicle a unit, starting at its station. */
export class MannedFleet {
  readonly #crews: Crew[] = [];
  readonly problems: string[] = [];

  constructor(deps: {
    edge: EdgeClient;
    picture: LivePicture;
    clock: DrillClock;
    roads: RoadNetwork;
    feed: PositionFeed;
    reserved: ReadonlySet<string>;
  }) {
    const { picture, clock, roads, feed } = deps;
    const byUnit = new Map<string, Crew>();
    for (const view of picture.units.values()) {
      const { unit } = view;
      const station = picture.stations.get(unit.stationId);
      if (station === undefined) continue;
      const home = [station.lon, station.lat] as const;
      const vehicle = new Vehicle(roads, clock, home);
      feed.add(
        unit.unitNo,
        () => vehicle.at(),
        () => vehicle.moving,
      );
      if (deps.reserved.has(unit.unitId)) continue;
      const crew = new Crew(unit, { ...deps, vehicle, home });
      crew.onProblem = (what) => this.problems.push(what);
      byUnit.set(unit.unitId, crew);
      this.#crews.push(crew);
      crew.look(view);
    }
    picture.onChange((change) => {
      if (change.kind === 'unit') byUnit.get(change.value.unit.unitId)?.look(change.value);
    });
  }

  get size(): number {
    return this.#crews.length;
  }
  stop(): void {
    for (const crew of this.#crews) crew.stop();
  }
}
