import type { GazetteerEntry, Names } from '../pack/format.ts';
import { type Near, PointGrid } from './point-grid.ts';

export type StreetAt = (lon: number, lat: number) => Names | undefined;

export interface PlaceDescription {
  /** One line in each language: "龙翔大道2001号", "大运中心东侧约120米". */
  readonly names: Names;
  readonly street?: Names;
  readonly district?: string;
  /** What the line refers to, and how far away it is. */
  readonly entry?: GazetteerEntry;
  readonly distanceM?: number;
}

const AT_HOUSE_M = 30;
const AT_PLACE_M = 40;
const NEAR_HOUSE_M = 120;
const NEAR_CROSSING_M = 60;
const FAR_M = 3000;
const NO_LANDMARK = new Set(['house-number', 'crossing', 'street', 'district', 'water', 'village', 'bridge']);
const POINTS = [
  ['北', 'north'],
  ['东北', 'north-east'],
  ['东', 'east'],
  ['东南', 'south-east'],
  ['南', 'south'],
  ['西南', 'south-west'],
  ['西', 'west'],
  ['西北', 'north-west'],
] as const;

/** Names a point by what is nearest: a house, a crossing, a landmark with direction and distance, a street. */
export class ReverseLookup {
  readonly #grid = new PointGrid(150);
  readonly #entries: readonly GazetteerEntry[];

  constructor(entries: readonly GazetteerEntry[]) {
    this.#entries = entries;
    for (const entry of entries) this.#grid.add(entry.lon, entry.lat);
  }

  describe(lon: number, lat: number, streetAt?: StreetAt): PlaceDescription {
    const find = (maxM: number, accept: (entry: GazetteerEntry) => boolean): Near | undefined =>
      this.#grid.nearest(lon, lat, maxM, (index) => accept(this.#entries[index]));
    const street = streetAt?.(lon, lat);
    const named = street !== undefined && street.zh !== '' ? street : undefined;
    const house = find(
      NEAR_HOUSE_M,
      (e) => e.kind === 'house-number' && (named === undefined || e.street === named.zh),
    );
    const crossing = find(NEAR_CROSSING_M, (entry) => entry.kind === 'crossing');
    const landmark = find(FAR_M, (entry) => !NO_LANDMARK.has(entry.kind));
    const atHouse = house !== undefined && house.distanceM <= AT_HOUSE_M ? house : undefined;
    const atLandmark = landmark !== undefined && landmark.distanceM <= AT_PLACE_M ? landmark : undefined;
    const exact = atHouse ?? crossing ?? atLandmark;
    const shown = exact ?? house ?? landmark ?? find(FAR_M, () => true);
    const base = named === undefined ? {} : { street: named };
    if (shown === undefined) return { names: named ?? coordinates(lon, lat), ...base };
    const entry = this.#entries[shown.index];
    const district = entry.district === undefined ? {} : { district: entry.district };
    const line = exact !== undefined ? entry.names : besideOf(entry, shown.distanceM, lon, lat);
    const names =
      exact === undefined && named !== undefined && entry.street !== named.zh ? onStreet(named, line) : line;
    return { names, ...base, ...district, entry, distanceM: shown.distanceM };
  }
}

const onStreet = (street: Names, line: Names): Names => ({
  zh: `${street.zh}（${line.zh}）`,
  en: `${street.en} (${line.en})`,
});

const coordinates = (lon: number, lat: number): Names => {
  const text = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  return { zh: text, en: text };
};

function besideOf(entry: GazetteerEntry, distanceM: number, lon: number, lat: number): Names {
  const east = (lon - entry.lon) * Math.cos((lat * Math.PI) / 180);
  const angle = (Math.atan2(east, lat - entry.lat) * 180) / Math.PI;
  const [zh, en] = POINTS[Math.round((angle + 360) / 45) % 8];
  const metres = Math.max(10, Math.round(distanceM / 10) * 10);
  return { zh: `${entry.names.zh}${zh}侧约${metres}米`, en: `about ${metres} m ${en} of ${entry.names.en}` };
}
