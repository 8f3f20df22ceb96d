import { pick, type Random, seededRandom } from '@muster/kernel/random';
import type { GazetteerEntry, GazetteerKind, Names } from '../pack/format.ts';
import type { Block } from './blocks.ts';
import type { Building } from './buildings.ts';
import type { GazetteerWriter } from './gazetteer-writer.ts';
import { angleOf, centroid, distance, lerp, move, signedArea } from './geometry.ts';
import { PlaceNames } from './place-names.ts';
import type { CityPlan } from './plan.ts';
import { pinyinOf, wordOf } from './romanise.ts';
import type { StreetNames } from './street-names.ts';
import { exitsOf } from './transit.ts';
import { CITY_NAME, SHOPS } from './vocabulary.ts';
import { DISTRICTS } from './zones.ts';

/** What was named and where, for the stations and the map. */
export interface NamedPlaces {
  readonly blockNames: ReadonlyMap<number, Names>;
  readonly villageNames: readonly Names[];
}

export function addPlaceEntries(plan: CityPlan, streets: StreetNames, out: GazetteerWriter): NamedPlaces {
  const random = seededRandom(plan.terrain.seed * 59 + 7);
  const names = new PlaceNames(random);
  const buildingsOf = groupByBlock(plan.buildings);
  const blockNames = new Map<number, Names>();
  for (const block of plan.blocks) {
    const buildings = buildingsOf.get(block.index) ?? [];
    const entry = addBlock(block, buildings, names, streetOf(plan, streets, block), random, out);
    if (entry === null) continue;
    blockNames.set(block.index, entry.names);
    addBuildings(block, buildings, entry, out);
  }
  const villageNames = plan.villages.map((village, index) => {
    const named = names.village();
    const homes = plan.buildings.filter((building) => building.village === index);
    out.add('village', named, village.center, { population: residents(homes) });
    return named;
  });
  addMetro(plan, streets, names, out);
  addWaters(plan, names, out);
  addShops(plan, streets, random, out);
  addDistricts(plan, out);
  return { blockNames, villageNames };
}

const residents = (buildings: readonly Building[]): number => buildings.reduce((sum, b) => sum + b.residents, 0);

function groupByBlock(buildings: readonly Building[]): Map<number, Building[]> {
  const groups = new Map<number, Building[]>();
  for (const building of buildings) {
    const group = groups.get(building.block);
    if (group === undefined) groups.set(building.block, [building]);
    else group.push(building);
  }
  return groups;
}

/** The longest named street along the block. */
function streetOf(plan: CityPlan, streets: StreetNames, block: Block): string {
  let [best, bestM] = ['', 0];
  block.edges.forEach((edge, i) => {
    if (!plan.roads.isAlive(edge)) return;
    const length = distance(block.ring[i]!, block.ring[(i + 1) % block.ring.length]!);
    const { zh } = streets.ofEdge(edge);
    if (zh !== '' && length > bestM) [best, bestM] = [zh, length];
  });
  return best;
}

const TOWERS = [
  ['大厦', 'Tower'],
  ['中心', 'Centre'],
  ['商务楼', 'Business Building'],
  ['国际大厦', 'International Tower'],
] as const;
const HOTELS = [
  ['大酒店', 'Grand Hotel'],
  ['宾馆', 'Hotel'],
  ['度假酒店', 'Resort Hotel'],
] as const;
const MALLS = [
  ['购物中心', 'Shopping Centre'],
  ['广场', 'Plaza'],
  ['百货', 'Department Store'],
] as const;
const CAMPUSES = ['大学', '理工大学', '海洋大学', '师范学院', '医学院', '职业技术学院', '工商大学', '美术学院'];
const CAMPUSES_EN = [
  'University',
  'University of Technology',
  'Ocean University',
  'Normal College',
  'Medical College',
  'Vocational College',
  'Business University',
  'Academy of Arts',
];

function addBlock(
  block: Block,
  buildings: readonly Building[],
  names: PlaceNames,
  street: string,
  random: Random,
  out: GazetteerWriter,
): GazetteerEntry | null {
  const add = (kind: GazetteerKind, named: Names, population?: number): GazetteerEntry =>
    out.add(kind, named, block.center, population === undefined ? {} : { population });
  const district = out.districtAt(block.center);
  const short = district.zh.replace(/区$/u, '');
  const city = CITY_NAME.zh.replace(/市$/u, '');
  const floorM2 = buildings.reduce((sum, b) => sum + b.widthM * b.depthM * b.levels, 0);
  switch (block.use) {
    case 'compound':
    case 'towers':
    case 'villas':
    case 'houses':
      return buildings.length === 0 ? null : add('compound', names.compound(block, street), residents(buildings));
    case 'office':
      return buildings.length === 0 ? null : add('office', names.business(TOWERS), Math.round(floorM2 / 40));
    case 'hotel':
      return add('hotel', names.business(HOTELS), Math.round(floorM2 / 60));
    case 'mall':
      return add('mall', names.business(MALLS), Math.max(400, Math.round(floorM2 / 25)));
    case 'market': {
      const base = street.replace(/[东西南北中]?(大道|路|街|巷|弄)$/u, '') || short;
      return add('market', names.market(base), 350);
    }
    case 'school':
      return add('school', names.school(district.zh, street), 900 + Math.round(random.next() * 1_500));
    case 'campus': {
      const i = Math.floor(random.next() * CAMPUSES.length);
      const base = names.exactly(`${city}${CAMPUSES[i]}`, `${CITY_NAME.en} ${CAMPUSES_EN[i]}`);
      return add('school', base, Math.max(1_500, Math.round(floorM2 / 30)));
    }
    case 'government':
      return add('government', names.office(short, street), 300);
    case 'stadium':
      return add('poi', names.exactly(`${short}体育中心`, `${wordOf(short)} Sports Centre`), 800);
    case 'station':
      return add('transport', names.station(block.center.y > 0), 4_000);
    case 'industry':
      return buildings.length === 0 ? null : add('factory', names.factory(), Math.round(floorM2 / 90));
    case 'port':
      return add('transport', names.terminal(), 200);
    case 'park':
      return block.areaM2 > 8_000 ? add('park', names.park(), 150) : null;
    case 'hospital': // named with the resources
    case 'lawn':
    case 'open':
      return null;
  }
}

/** Numbered houses of a compound and towers of an office block. */
function addBuildings(block: Block, buildings: readonly Building[], of: GazetteerEntry, out: GazetteerWriter): void {
  const homes = block.use === 'compound' || block.use === 'towers' || block.use === 'villas';
  if (!homes && block.use !== 'office') return;
  const pinyin = of.pinyin;
  buildings.forEach((building, i) => {
    const zh = homes ? `${of.names.zh}${i + 1}号楼` : `${of.names.zh}${String.fromCharCode(65 + (i % 26))}座`;
    const letter = String.fromCharCode(65 + (i % 26));
    if (!homes && i >= 26) return;
    const en = homes ? `Building ${i + 1}, ${of.names.en}` : `Block ${letter}, ${of.names.en}`;
    const people = homes ? building.residents : Math.round((building.widthM * building.depthM * building.levels) / 40);
    const sounds = homes ? `${pinyin} ${i + 1} hao lou` : `${pinyin} ${letter.toLowerCase()} zuo`;
    out.add('building', { zh, en }, building.center, { population: people }, sounds);
  });
}

function addMetro(plan: CityPlan, streets: StreetNames, names: PlaceNames, out: GazetteerWriter): void {
  for (const line of plan.transit.metro) {
    for (const station of line.stations) {
      const edge = plan.roads.nearestEdge(station.at, 600, (e) => streets.ofEdge(e).zh !== '');
      const street = edge < 0 ? { zh: `${line.number}号线`, en: `Line ${line.number}` } : streets.ofEdge(edge);
      const base = names.exactly(street.zh, street.en);
      const named = { zh: `${base.zh}地铁站`, en: `${base.en} Metro Station` };
      out.add('metro', named, station.at, { aliases: [`${base.zh}站`], population: 600 });
      for (const { letter, at } of exitsOf(station)) {
        const exit = { zh: `${named.zh}${letter}口`, en: `${named.en}, Exit ${letter}` };
        out.add('metro-exit', exit, at, {}, `${pinyinOf(named.zh)} ${letter.toLowerCase()} kou`);
      }
    }
  }
}

function addWaters(plan: CityPlan, names: PlaceNames, out: GazetteerWriter): void {
  const { terrain } = plan;
  const river = terrain.riverCenter;
  out.add('water', { zh: '澜江', en: 'Lan River' }, river[Math.floor(river.length * 0.6)]!);
  out.add('water', { zh: '云河', en: 'Yun Canal' }, terrain.canalCenter[Math.floor(terrain.canalCenter.length / 2)]!);
  out.add('water', { zh: '澜湾', en: 'Lanwan Bay' }, { x: 0.55 * terrain.unitM, y: -0.1 * terrain.unitM });
  const lakes = [...terrain.lakes]
    .filter((ring) => signedArea(ring) > 40_000)
    .sort((a, b) => signedArea(b) - signedArea(a));
  const first = ['云湖', '镜湖', '月湖', '南湖', '东钱湖', '沁湖', '鉴湖', '莲湖'];
  lakes.forEach((ring, i) => {
    const base = first[i] ?? '小湖';
    out.add('water', names.exactly(base, `${wordOf(base.replace(/湖$/u, ''))} Lake`), centroid(ring));
  });
}

const SHOP_EVERY_M = 420;

/** Shops along the busier streets. */
function addShops(plan: CityPlan, streets: StreetNames, random: Random, out: GazetteerWriter): void {
  const { roads, terrain } = plan;
  let left = SHOP_EVERY_M;
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (!roads.isAlive(edge)) continue;
    const street = streets.ofEdge(edge);
    const [a, b] = [roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!];
    left -= distance(a, b);
    if (left > 0 || street.zh === '' || terrain.urban(a) < 0.35 || roads.edgeFlags[edge] !== 0) continue;
    left = SHOP_EVERY_M * (0.5 + random.next());
    const [zh, en] = pick(random, SHOPS);
    const base = pick(random, BRANDS);
    const named = { zh: `${base}${zh}（${street.zh}店）`, en: `${wordOf(base)} ${en} (${street.en})` };
    const at = move(lerp(a, b, random.next()), angleOf(a, b), 0, (random.next() < 0.5 ? 1 : -1) * 20);
    if (terrain.waterM(at) > 15) out.add('poi', named, at, { street: street.zh });
  }
}

const BRANDS = [
  '为民',
  '康健',
  '海湾',
  '澜湾',
  '老渔家',
  '好又来',
  '四季',
  '百姓',
  '一品',
  '同德',
  '东海',
  '小城',
  '阿婆',
  '海天',
  '顺风',
  '家和',
];

function addDistricts(plan: CityPlan, out: GazetteerWriter): void {
  DISTRICTS.forEach((district, index) => {
    const zone = plan.zones.zones.find((candidate) => candidate.district === index)!;
    out.add('district', district, plan.zones.bend.toWorld(zone.site));
  });
}
