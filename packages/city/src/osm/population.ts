import { PointGrid } from '../gazetteer/point-grid.ts';
import type { GazetteerEntry, GazetteerKind } from '../pack/format.ts';
import { type Area, insideArea } from './areas.ts';
import type { Tags } from './osm-data.ts';

/**
 * How many people are where, estimated from buildings: floor area of dwellings ÷ M2_PER_PERSON. Only the proportions
 * matter (drills and demand draw places by weight); the constants are planning assumptions.
 */
const M2_PER_PERSON = 45;
/** Share of a footprint that is living space. */
const LIVING_SHARE = 0.7;
/** Residents of residential land without mapped buildings, people a square metre (12,000 a km²). */
const RESIDENTIAL_DENSITY = 0.012;
/** A dwelling's people are counted at the nearest entry of the kinds below within this, metres. */
const REACH_M = 400;

const LEVELS: Readonly<Record<string, number>> = {
  apartments: 6,
  dormitory: 6,
  residential: 3,
  terrace: 3,
  house: 2,
  detached: 2,
  semidetached_house: 2,
  bungalow: 1,
  yes: 2,
};

/** Usual people present where nobody lives; a plain building carries none. */
const VISITORS: Readonly<Partial<Record<GazetteerKind, number>>> = {
  school: 600,
  mall: 800,
  hospital: 500,
  metro: 500,
  market: 200,
  hotel: 150,
  office: 150,
  factory: 250,
  government: 80,
  transport: 100,
  park: 80,
  village: 300,
  poi: 15,
};

/** Entries with `population` filled in, where it can be estimated. */
export function withPopulation(entries: readonly GazetteerEntry[], areas: readonly Area[]): GazetteerEntry[] {
  const residents = new Float64Array(entries.length);
  const byId = new Map(entries.map((entry, index) => [entry.id, index]));
  // A building with a house number: "w12-a-120".
  const houses = new Map(entries.map((entry, index) => [entry.id.split('-a-')[0], index]));
  const land = areas.filter((area) => area.tags.landuse === 'residential');
  const notHomes = areas.filter((area) =>
    /^(industrial|commercial|retail|railway|military)$/.test(area.tags.landuse ?? ''),
  );
  const grid = new PointGrid(REACH_M);
  const inGrid: number[] = [];
  entries.forEach((entry, index) => {
    if (entry.kind !== 'house-number' && entry.kind !== 'crossing' && entry.kind !== 'street') return;
    grid.add(entry.lon, entry.lat);
    inGrid.push(index);
  });
  const built = new Set<Area>();
  for (const area of areas) {
    const people = dwellers(area, notHomes);
    if (people === 0) continue;
    const [lon, lat] = area.centroid;
    const around = land.find((candidate) => insideArea(lon, lat, candidate));
    if (around !== undefined) built.add(around);
    const own = byId.get(around?.id ?? '') ?? byId.get(area.id) ?? houses.get(area.id);
    const near = own === undefined ? grid.nearest(lon, lat, REACH_M) : undefined;
    const at = own ?? (near === undefined ? undefined : inGrid[near.index]);
    if (at !== undefined) residents[at] += people;
  }
  for (const area of land) {
    if (built.has(area)) continue;
    const near = grid.nearest(area.centroid[0], area.centroid[1], 4 * REACH_M);
    const at = byId.get(area.id) ?? (near === undefined ? undefined : inGrid[near.index]);
    if (at !== undefined) residents[at] += area.areaM2 * RESIDENTIAL_DENSITY;
  }
  return entries.map((entry, index) => {
    const population = Math.round(residents[index] + (VISITORS[entry.kind] ?? 0));
    return population > 0 ? { ...entry, population } : entry;
  });
}

function dwellers(area: Area, notHomes: readonly Area[]): number {
  const kind = area.tags.building ?? '';
  const levels = LEVELS[kind];
  if (levels === undefined) return 0;
  const [lon, lat] = area.centroid;
  // A building of unknown use is a home when it is small and stands on no industrial or commercial ground.
  if (kind === 'yes' && (!isHomeSized(area) || notHomes.some((other) => insideArea(lon, lat, other)))) return 0;
  return (area.areaM2 * LIVING_SHARE * levelsOf(area.tags, levels)) / M2_PER_PERSON;
}

const isHomeSized = (area: Area): boolean =>
  area.areaM2 >= 30 &&
  area.areaM2 <= 1500 &&
  area.tags.amenity === undefined &&
  area.tags.shop === undefined &&
  area.tags.office === undefined;

function levelsOf(tags: Tags, usual: number): number {
  const levels = Number.parseFloat(tags['building:levels'] ?? '');
  if (levels > 0 && levels < 150) return levels;
  const height = Number.parseFloat(tags.height ?? '');
  return height > 2 && height < 500 ? Math.max(1, height / 3) : usual;
}
