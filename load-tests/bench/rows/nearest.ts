import { haversineM } from '@muster/geo/distance';
import { MovingIndex } from '@muster/geo/moving-index';
import { integerBetween, seededRandom } from '@muster/kernel/random';
import { around } from 'geokdbush';
import KDBush from 'kdbush';
import {
  alternate,
  type BenchOptions,
  type BenchRow,
  compare,
  cpuPer,
  measure,
  type Sample,
  scaled,
} from '../harness.ts';
import { meteredSelf } from '../metering.ts';
import { connectRedis, type RedisPipe } from '../redis-pipe.ts';

const UNITS = 10_000;
/** Seconds of one round: in each every unit moves once, then the queries are asked. */
const SECONDS = 5;
const QUERIES_PER_SECOND = 1_000;
const CHECKED_PER_SECOND = 40;
const K = 10;
const AVAILABLE = 1;
const CITY = { west: 120, south: 30, east: 120.6, north: 30.5 };
/** Redis must be told how far to look; where it finds too few there it is asked again, four times as far. */
const FIRST_RADIUS_M = 2_000;
const GEOSEARCH_AIM = 10;
const KDBUSH_AIM = 1.5;

export const nearest: BenchRow = {
  name: 'nearest',
  aim: '≥ 10× GEOSEARCH, ≥ 1.5× geokdbush, 0 mismatches',
  path:
    'the 10 nearest available of 10,000 units that all move once a second, 1,000 questions a second, in process; moves and ' +
    'questions charged on all sides. Peers: Redis GEOADD and GEOSEARCH (2 km, then four times as far) over a set of the ' +
    'available ones, pipelined, CPU of redis-server and of the process that asks; geokdbush over a kdbush rebuilt each second. ' +
    'questions alone: nobody charged for moves; told, not part of the aim. mismatches: against brute force.',
  async run(home, options) {
    const redis = await home.redis();
    const pipe = await connectRedis(redis.url);
    home.onStop(async () => pipe.close());
    const city = new MovingCity(options);
    const own = { driver: meteredSelf };
    const both = { driver: meteredSelf, redis };
    const sides = {
      oursAsked: async () =>
        measureEach(
          city,
          (second) => city.moveOurs(second),
          () => city.askOurs(),
          own,
          false,
        ),
      oursAll: async () =>
        measureEach(
          city,
          (second) => city.moveOurs(second),
          () => city.askOurs(),
          own,
          true,
        ),
      redisAsked: async () =>
        measureEach(
          city,
          () => city.moveRedis(pipe),
          () => city.askRedis(pipe),
          both,
          false,
        ),
      redisAll: async () =>
        measureEach(
          city,
          () => city.moveRedis(pipe),
          () => city.askRedis(pipe),
          both,
          true,
        ),
      kdbush: async () =>
        measureEach(
          city,
          () => city.rebuild(),
          () => city.askKdbush(),
          own,
          true,
        ),
    };
    const samples = await alternate(sides, options);
    const figure = cpuPer('question');
    const alone = compare('geosearch, questions alone', figure, samples.oursAsked, samples.redisAsked);
    const geosearch = compare('geosearch', figure, samples.oursAll, samples.redisAll);
    const kdbush = compare('geokdbush', figure, samples.oursAll, samples.kdbush);
    return {
      cases: [geosearch, kdbush, alone],
      met: (geosearch.ratio ?? 0) >= GEOSEARCH_AIM && (kdbush.ratio ?? 0) >= KDBUSH_AIM && city.mismatches === 0,
      facts: { mismatches: city.mismatches, checked: city.checked },
    };
  },
};

type Answers = Promise<number> | number;

/** SECONDS seconds of city time; moves are inside the measurement or before it. */
async function measureEach(
  city: MovingCity,
  move: (second: number) => Promise<void> | void,
  ask: () => Answers,
  processes: Parameters<typeof measure>[0],
  movesCharged: boolean,
): Promise<Sample> {
  const parts: Sample[] = [];
  for (let i = 0; i < SECONDS; i++) {
    const second = city.drive();
    if (!movesCharged) await move(second);
    parts.push(
      await measure(processes, async () => {
        if (movesCharged) await move(second);
        return ask();
      }),
    );
    city.check();
  }
  const names = Object.keys(parts[0]?.cpuUs ?? {});
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    wallS: parts.reduce((sum, part) => sum + part.wallS, 0),
    cpuUs: Object.fromEntries(names.map((name) => [name, parts.reduce((sum, p) => sum + (p.cpuUs[name] ?? 0), 0)])),
  };
}

/** The same units and questions for every side. */
class MovingCity {
  readonly #random = seededRandom(42);
  readonly #units: number;
  readonly #lon: Float64Array;
  readonly #lat: Float64Array;
  readonly #flags: Uint8Array;
  readonly #index: MovingIndex;
  readonly #questions: readonly (readonly [number, number])[];
  #tree = new KDBush(1);
  #second = 0;
  #asked: 'ours' | 'other' = 'other';
  mismatches = 0;
  checked = 0;

  constructor(options: BenchOptions) {
    const { next } = this.#random;
    this.#units = scaled(UNITS, options);
    this.#lon = Float64Array.from({ length: this.#units }, () => 120 + next() * 0.6);
    this.#lat = Float64Array.from({ length: this.#units }, () => 30 + next() * 0.5);
    this.#flags = Uint8Array.from({ length: this.#units }, () => (next() < 0.6 ? AVAILABLE : 0));
    this.#questions = Array.from({ length: scaled(QUERIES_PER_SECOND, options) }, () => {
      return [120 + next() * 0.6, 30 + next() * 0.5] as const;
    });
    this.#index = new MovingIndex(CITY, this.#units);
    for (let i = 0; i < this.#units; i++) this.#index.setFlags(i, this.#flags[i] as number);
  }

  /** Every unit goes on by some metres; not measured. */
  drive(): number {
    for (let i = 0; i < this.#units; i++) {
      this.#lon[i] = (this.#lon[i] as number) + (this.#random.next() - 0.5) * 3e-4;
      this.#lat[i] = (this.#lat[i] as number) + (this.#random.next() - 0.5) * 3e-4;
    }
    this.#asked = 'other';
    return ++this.#second;
  }

  moveOurs(second: number): void {
    for (let i = 0; i < this.#units; i++) this.#index.update(i, this.#lon[i] as number, this.#lat[i] as number, second);
  }

  askOurs(): number {
    this.#asked = 'ours';
    let found = 0;
    for (const [lon, lat] of this.#questions) if (this.#nearest(lon, lat).length > 0) found++;
    return found;
  }

  async moveRedis(pipe: RedisPipe): Promise<void> {
    const members: (readonly [number, number, number])[] = [];
    for (let i = 0; i < this.#units; i++) {
      if (this.#flags[i] === AVAILABLE) members.push([this.#lon[i] as number, this.#lat[i] as number, i]);
    }
    await pipe.addPlaces('free', members);
  }

  async askRedis(pipe: RedisPipe): Promise<number> {
    let ask = this.#questions;
    let answered = 0;
    for (let radiusM = FIRST_RADIUS_M; ask.length > 0; radiusM *= 4) {
      const counts = await pipe.searchPlaces('free', ask, radiusM, K);
      const far = radiusM > 200_000;
      const again = ask.filter((_, i) => !far && (counts[i] as number) < K);
      answered += ask.length - again.length;
      ask = again;
    }
    return answered;
  }

  rebuild(): void {
    this.#tree = new KDBush(this.#units);
    for (let i = 0; i < this.#units; i++) this.#tree.add(this.#lon[i] as number, this.#lat[i] as number);
    this.#tree.finish();
  }

  askKdbush(): number {
    const isFree = (i: number): boolean => this.#flags[i] === AVAILABLE;
    let found = 0;
    for (const [lon, lat] of this.#questions) {
      if (around(this.#tree, lon, lat, K, Number.POSITIVE_INFINITY, isFree).length > 0) found++;
    }
    return found;
  }

  /** Some of the answers against every unit's distance; not measured. */
  check(): void {
    if (this.#asked !== 'ours') return;
    for (let i = 0; i < CHECKED_PER_SECOND; i++) {
      const at = this.#questions[integerBetween(this.#random, 0, this.#questions.length)] as readonly [number, number];
      const all: { no: number; distanceM: number }[] = [];
      for (let no = 0; no < this.#units; no++) {
        if (this.#flags[no] !== AVAILABLE) continue;
        all.push({ no, distanceM: haversineM(at[0], at[1], this.#lon[no] as number, this.#lat[no] as number) });
      }
      all.sort((a, b) => a.distanceM - b.distanceM || a.no - b.no);
      const wanted = all.slice(0, K).map(({ no }) => no);
      const given = this.#nearest(at[0], at[1]).map(({ no }) => no);
      this.checked++;
      if (wanted.join() !== given.join()) this.mismatches++;
    }
  }

  #nearest(lon: number, lat: number) {
    return this.#index.nearest(lon, lat, K, { mask: AVAILABLE, want: AVAILABLE });
  }
}
