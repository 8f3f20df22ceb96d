import type { Agency } from '@muster/kernel/agency';
import { integerBetween, type Random, seededRandom } from '@muster/kernel/random';
import type { CityResources, HospitalRecord, Names, StationRecord } from '../pack/format.ts';
import type { GazetteerWriter } from './gazetteer-writer.ts';
import { angleOf, distance, move, type Point } from './geometry.ts';
import { chineseNumber } from './place-names.ts';
import type { CityPlan } from './plan.ts';
import { toLonLat } from './projection.ts';
import { wordOf } from './romanise.ts';
import type { StreetNames } from './street-names.ts';
import { CITY_NAME } from './vocabulary.ts';

interface Sort {
  readonly agency: Agency;
  readonly zh: string;
  readonly en: string;
  /** For a city of the usual size; others scale with its built-up land. */
  readonly count: number;
  readonly apartM: number;
}

const SORTS: readonly Sort[] = [
  { agency: 'fire', zh: '消防救援站', en: 'Fire Station', count: 25, apartM: 2_300 },
  { agency: 'medical', zh: '急救站', en: 'Ambulance Station', count: 16, apartM: 2_300 },
  { agency: 'police', zh: '派出所', en: 'Police Station', count: 34, apartM: 1_600 },
  { agency: 'police', zh: '交警中队', en: 'Traffic Police Squad', count: 6, apartM: 4_200 },
  { agency: 'municipal', zh: '市政抢修站', en: 'Municipal Repair Depot', count: 6, apartM: 4_500 },
  { agency: 'municipal', zh: '燃气抢修站', en: 'Gas Repair Depot', count: 3, apartM: 6_000 },
  { agency: 'emergency', zh: '应急救援站', en: 'Emergency Rescue Base', count: 4, apartM: 6_000 },
];

const USUAL_BUILT_HA = 16_500;

/** Hospitals, and the stations of every agency: near streets, on land, more of them where more is built. */
export function makeResources(plan: CityPlan, streets: StreetNames, out: GazetteerWriter): CityResources {
  const random = seededRandom(plan.terrain.seed * 61 + 5);
  const hospitals = makeHospitals(plan, random, out);
  const builtHa = plan.blocks.reduce((sum, b) => sum + (b.use === 'open' ? 0 : b.areaM2 / 10_000), 0);
  const scale = builtHa / USUAL_BUILT_HA;
  const stations: StationRecord[] = [];
  const places = candidates(plan, streets, random);
  const taken = new Set<string>();
  const used = new Set<Candidate>();
  const add = (agency: Agency, names: Names, at: Point): void => {
    const [lon, lat] = toLonLat(at);
    const district = out.districtAt(at).zh;
    stations.push({ id: `demo-${agency}-${stations.length + 1}`, agency, names, lon, lat, district });
    out.add('station', names, at);
  };
  hospitals.places.forEach(({ names, at }) => {
    add('medical', { zh: `${names.zh}急救站`, en: `${names.en} Ambulance Station` }, move(at, 0, 30));
  });
  for (const sort of SORTS) {
    const chosen: Point[] = sort.agency === 'medical' ? hospitals.places.map(({ at }) => at) : [];
    const wanted = chosen.length + Math.max(2, Math.round(sort.count * scale));
    for (let apartM = sort.apartM; chosen.length < wanted && apartM > 150; apartM *= 0.8) {
      for (const place of places) {
        if (chosen.length >= wanted) break;
        // Crowded parts get more: there the distance asked for shrinks.
        const asked = apartM * (1.5 - Math.min(0.9, plan.terrain.urban(place.at) * 0.8));
        if (chosen.some((p) => distance(p, place.at) < asked)) continue;
        const names = { zh: place.base + sort.zh, en: `${wordOf(place.base)} ${sort.en}` };
        if (taken.has(names.zh) || used.has(place)) continue;
        taken.add(names.zh);
        used.add(place);
        chosen.push(place.at);
        add(sort.agency, names, place.at);
      }
    }
  }
  return { stations, hospitals: hospitals.records };
}

interface Candidate {
  readonly at: Point;
  readonly base: string;
}

/** Places beside through streets, in a random order. */
function candidates(plan: CityPlan, streets: StreetNames, random: Random): Candidate[] {
  const { roads, terrain } = plan;
  const all: Candidate[] = [];
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (!roads.isAlive(edge) || roads.edgeFlags[edge] !== 0) continue;
    const { roadClass } = roads.lines[roads.edgeLine[edge]!]!;
    if (roadClass !== 'secondary' && roadClass !== 'tertiary' && roadClass !== 'primary') continue;
    const [a, b] = [roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!];
    const base = streets.ofEdge(edge).zh.replace(/[东西南北中]?(大道|路|街|巷|弄)$/u, '');
    const at = move({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, angleOf(a, b), 0, 26);
    if (base !== '' && terrain.waterM(at) > 25 && terrain.hill(at) < 0.45 && terrain.urban(at) > 0.12)
      all.push({ at, base });
  }
  for (let i = all.length - 1; i > 0; i--) {
    const k = integerBetween(random, 0, i + 1);
    [all[i], all[k]] = [all[k]!, all[i]!];
  }
  return all;
}

const GENERAL: readonly (readonly [string, string, readonly string[]])[] = [
  ['第一人民医院', 'First People’s Hospital', ['chest-pain', 'stroke', 'trauma', 'burns', 'poisoning']],
  ['中心医院', 'Central Hospital', ['chest-pain', 'stroke', 'trauma', 'obstetric']],
  ['妇女儿童医院', 'Women and Children’s Hospital', ['children', 'obstetric']],
  ['第二人民医院', 'Second People’s Hospital', ['chest-pain', 'stroke', 'trauma']],
  ['大学附属医院', 'University Hospital', ['chest-pain', 'stroke', 'trauma', 'burns']],
  ['中医院', 'Hospital of Chinese Medicine', ['stroke']],
  ['创伤医院', 'Trauma Hospital', ['trauma', 'burns']],
  ['传染病医院', 'Infectious Diseases Hospital', ['infectious']],
  ['职业病与中毒救治医院', 'Poisoning Treatment Hospital', ['poisoning']],
  ['骨科医院', 'Orthopaedic Hospital', ['trauma']],
];

function makeHospitals(
  plan: CityPlan,
  random: Random,
  out: GazetteerWriter,
): { records: HospitalRecord[]; places: { names: Names; at: Point }[] } {
  const records: HospitalRecord[] = [];
  const places: { names: Names; at: Point }[] = [];
  const numbers = new Map<string, number>();
  const city = CITY_NAME.zh;
  const blocks = plan.blocks.filter((block) => block.use === 'hospital');
  blocks.sort((a, b) => plan.terrain.urban(b.center) - plan.terrain.urban(a.center) || a.index - b.index);
  blocks.forEach((block, i) => {
    const at = block.center;
    const general = GENERAL[i];
    const district = out.districtAt(at);
    const number = (numbers.get(district.zh) ?? 0) + 1;
    if (general === undefined) numbers.set(district.zh, number);
    const suffix =
      number === 1
        ? { zh: '人民医院', en: 'People’s Hospital' }
        : { zh: `第${chineseNumber(number)}医院`, en: `No. ${number} Hospital` };
    const names =
      general === undefined
        ? { zh: district.zh + suffix.zh, en: `${district.en} ${suffix.en}` }
        : { zh: city + general[0], en: `${CITY_NAME.en} ${general[1]}` };
    const specialties = general?.[2] ?? (random.next() < 0.5 ? ['chest-pain', 'stroke'] : ['trauma', 'chest-pain']);
    const beds = general === undefined ? integerBetween(random, 14, 36) : integerBetween(random, 30, 80);
    const [lon, lat] = toLonLat(at);
    records.push({ id: `demo-hospital-${i + 1}`, names, lon, lat, beds, specialties });
    places.push({ names, at });
    out.add('hospital', names, at, { population: beds * 12 });
  });
  return { records, places };
}
