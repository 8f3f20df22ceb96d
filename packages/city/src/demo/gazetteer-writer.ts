import type { GazetteerEntry, GazetteerKind, Names } from '../pack/format.ts';
import type { Point } from './geometry.ts';
import { toLonLat } from './projection.ts';
import { pinyinOf } from './romanise.ts';
import { DISTRICTS, type Zones } from './zones.ts';

type Extra = Partial<Pick<GazetteerEntry, 'aliases' | 'street' | 'crossStreet' | 'houseNumber' | 'population'>>;

/** Collects entries and gives each its id, place, pinyin and district. */
export class GazetteerWriter {
  readonly entries: GazetteerEntry[] = [];
  readonly #zones: Zones;
  readonly #counters = new Map<string, number>();

  constructor(zones: Zones) {
    this.#zones = zones;
  }

  add(kind: GazetteerKind, names: Names, at: Point, extra: Extra = {}, pinyin = pinyinOf(names.zh)): GazetteerEntry {
    const number = (this.#counters.get(kind) ?? 0) + 1;
    this.#counters.set(kind, number);
    const [lon, lat] = toLonLat(at);
    const district = this.districtAt(at).zh;
    const entry = { id: `demo-${kind}-${number}`, kind, names, pinyin, lon, lat, district, ...extra };
    this.entries.push(entry);
    return entry;
  }

  districtAt(p: Point): Names {
    return DISTRICTS[this.#zones.zoneAt(p).district]!;
  }
}
