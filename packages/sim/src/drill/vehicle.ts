import { bearingDeg, type LonLat, localM } from '@muster/geo/distance';
import type { RoadNetwork } from '@muster/roads/road-network';
import type { Fix } from './position-feed.ts';
import type { DrillClock } from './timing.ts';

/** Off the roads, as the crow flies. */
const OFF_ROAD_MPS = 8;

/** A vehicle on the roads of the city: where it is follows from when it left and how fast the roads are. */
export class Vehicle {
  readonly #roads: RoadNetwork;
  readonly #clock: DrillClock;
  #line: readonly LonLat[];
  /** Metres from the start to each point of the line. */
  #metres: readonly number[] = [0];
  #durationS = 0;
  #leftAtMs = 0;

  constructor(roads: RoadNetwork, clock: DrillClock, start: LonLat) {
    this.#roads = roads;
    this.#clock = clock;
    this.#line = [start];
  }

  /** Drives to a place by the quickest way; resolves on arrival, or when stopped: then it stands where it is. */
  async drive(to: LonLat, lightsAndSiren: boolean, signal: AbortSignal): Promise<void> {
    const from = this.at();
    const here: LonLat = [from.lon, from.lat];
    const found = this.#roads.route(here, to, lightsAndSiren ? 'emergency' : 'normal');
    const line: LonLat[] = found.ok ? [here, ...found.value.line, to] : [here, to];
    this.#setLine(line, found.ok ? found.value.timeS : localM(here[0], here[1], to[0], to[1]) / OFF_ROAD_MPS);
    await this.#clock.wait(this.#durationS, signal);
    const { lon, lat } = this.at();
    this.#setLine(signal.aborted ? [[lon, lat]] : [to], 0);
  }

  get moving(): boolean {
    return this.#durationS > 0;
  }

  at(): Fix {
    const total = this.#metres.at(-1) ?? 0;
    const drivenS = ((Date.now() - this.#leftAtMs) / 1000) * this.#clock.speed;
    const share = this.#durationS > 0 ? Math.min(1, drivenS / this.#durationS) : 1;
    const metres = share * total;
    let i = 1;
    while (i < this.#line.length - 1 && (this.#metres[i] as number) < metres) i++;
    const to = this.#line[Math.min(i, this.#line.length - 1)] as LonLat;
    const from = this.#line[Math.max(0, Math.min(i, this.#line.length - 1) - 1)] as LonLat;
    const length = (this.#metres[i] ?? 0) - (this.#metres[i - 1] ?? 0);
    const along = length > 0 ? Math.min(1, (metres - (this.#metres[i - 1] as number)) / length) : 1;
    return {
      lon: from[0] + (to[0] - from[0]) * along,
      lat: from[1] + (to[1] - from[1]) * along,
      headingDeg: this.moving && length > 0 ? bearingDeg(from[0], from[1], to[0], to[1]) : NaN,
      speedKmh: this.moving ? (total / this.#durationS) * 3.6 : 0,
    };
  }

  #setLine(line: readonly LonLat[], durationS: number): void {
    this.#line = line;
    const metres = [0];
    for (let i = 1; i < line.length; i++) {
      const [a, b] = [line[i - 1] as LonLat, line[i] as LonLat];
      metres.push((metres[i - 1] as number) + localM(a[0], a[1], b[0], b[1]));
    }
    this.#metres = metres;
    this.#durationS = durationS;
    this.#leftAtMs = Date.now();
  }
}
