import type { Agency } from '@muster/kernel/agency';
import type { Bounds, CityResources, HospitalRecord, Names, StationRecord } from '../pack/format.ts';
import type { Area } from './areas.ts';
import type { DistrictFinder } from './districts.ts';
import { distanceM, type Position } from './metric.ts';
import { namesOf } from './names.ts';
import type { OsmData, Tags } from './osm-data.ts';
import type { ReportBuilder } from './report.ts';

/** A station drawn as a node and as a building is one, metres. */
const SAME_STATION_M = 80;
/** Emergency department beds where nothing is said, by whether the hospital says it has an emergency department. */
const BEDS = { withEmergency: 30, plain: 15 } as const;

const AGENCY_NAMES: Readonly<Record<Agency, Names>> = {
  fire: { zh: '消防救援站', en: 'Fire Station' },
  police: { zh: '派出所', en: 'Police Station' },
  medical: { zh: '急救站', en: 'Ambulance Station' },
  municipal: { zh: '市政抢修站', en: 'Municipal Works Depot' },
  emergency: { zh: '应急救援队', en: 'Emergency Rescue Team' },
};

export const agencyNames = (agency: Agency): Names => AGENCY_NAMES[agency];

function agencyOf(tags: Tags): Agency | undefined {
  if (tags.amenity === 'fire_station') return 'fire';
  if (tags.amenity === 'police') return 'police';
  return tags.emergency === 'ambulance_station' || tags.amenity === 'ambulance_station' ? 'medical' : undefined;
}

/** American place name imports keep what was closed long ago. */
const GONE = /\((historical|closed|former)\)|（旧址）/i;

interface Found {
  readonly id: string;
  readonly tags: Tags;
  readonly at: Position;
}

/** Stations and hospitals as the source has them, inside the bounds. Buildings come before nodes: they are better placed. */
export function resourcesOf(
  data: OsmData,
  areas: readonly Area[],
  bounds: Bounds,
  districts: DistrictFinder,
  report: ReportBuilder,
): CityResources {
  const found: Found[] = areas.map((area) => ({ id: area.id, tags: area.tags, at: area.centroid }));
  for (const [index, tags] of data.nodeTags) {
    found.push({ id: `n${data.nodeId[index]}`, tags, at: [data.nodeLon[index], data.nodeLat[index]] });
  }
  const stations: StationRecord[] = [];
  const hospitals: HospitalRecord[] = [];
  for (const { id, tags, at } of found) {
    const agency = agencyOf(tags);
    const isHospital = tags.amenity === 'hospital' || tags.healthcare === 'hospital';
    if (agency === undefined && !isHospital) continue;
    if (at[0] < bounds[0] || at[0] > bounds[2] || at[1] < bounds[1] || at[1] > bounds[3]) {
      report.count('dropped', '站点、医院：在范围之外', 'stations and hospitals: outside the extract');
      continue;
    }
    if (GONE.test(tags.name ?? '')) {
      report.count('dropped', '站点、医院：已不存在', 'stations and hospitals: marked historical');
      continue;
    }
    const known = isHospital ? hospitals : stations.filter((station) => station.agency === agency);
    if (known.some((other) => isSame(other, tags, at))) {
      report.count('dropped', '站点、医院：重复（点与建筑）', 'stations and hospitals: drawn twice');
      continue;
    }
    const district = districts(at[0], at[1]);
    if (isHospital) hospitals.push(hospital(id, tags, at, hospitals.length + 1));
    else if (agency !== undefined) {
      const names = namesOf(tags) ?? numbered(AGENCY_NAMES[agency], known.length + 1);
      stations.push({ id, agency, names, lon: at[0], lat: at[1], ...(district === undefined ? {} : { district }) });
    }
  }
  return { stations, hospitals };
}

export const numbered = (names: Names, number: number): Names => ({
  zh: `${names.zh}${number}`,
  en: `${names.en} ${number}`,
});

function isSame(
  other: { readonly names: Names; readonly lon: number; readonly lat: number },
  tags: Tags,
  at: Position,
): boolean {
  const apartM = distanceM(other.lon, other.lat, at[0], at[1]);
  const names = namesOf(tags);
  const sameName = names === undefined || names.zh === other.names.zh || names.en === other.names.en;
  return sameName && apartM < (names === undefined ? SAME_STATION_M : 4 * SAME_STATION_M);
}

function hospital(id: string, tags: Tags, at: Position, number: number): HospitalRecord {
  const names = namesOf(tags) ?? numbered({ zh: '医院', en: 'Hospital' }, number);
  const signed = Number.parseInt(tags['capacity:beds'] ?? tags.beds ?? '', 10);
  const usual = tags.emergency === 'yes' ? BEDS.withEmergency : BEDS.plain;
  // About one bed in twenty of a hospital stands in its emergency department.
  const beds = signed > 0 ? Math.max(5, Math.round(signed / 20)) : usual;
  return { id, names, lon: at[0], lat: at[1], beds, specialties: specialtiesOf(tags) };
}

const SPECIALTIES: readonly (readonly [RegExp, string])[] = [
  [/cardiolog|heart|chest/, 'chest-pain'],
  [/neurolog|stroke/, 'stroke'],
  [/trauma|shock|emergency/, 'trauma'],
  [/burn/, 'burns'],
  [/paediatric|pediatric|child|儿童|妇幼/, 'children'],
  [/gyna?ecolog|obstetric|maternity|women|妇产|妇幼/, 'obstetric'],
];

function specialtiesOf(tags: Tags): string[] {
  const text = `${tags['healthcare:speciality'] ?? ''} ${tags.name ?? ''} ${tags['name:en'] ?? ''}`.toLowerCase();
  return SPECIALTIES.filter(([pattern]) => pattern.test(text)).map(([, specialty]) => specialty);
}
