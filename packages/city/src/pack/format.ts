import type { Agency } from '@muster/kernel/agency';

/**
 * A city pack is a directory that any service can open read-only. All coordinates are WGS-84 degrees.
 *
 *   city.json       CityMeta
 *   roads.bin       RoadGraph (packages/roads/src/graph-file.ts)
 *   gazetteer.jsonl one GazetteerEntry a line
 *   places.json     CityResources: stations and hospitals
 *   map.mbtiles     MBTiles 1.3, vector tiles (gzip), zoom 8–14, layers as in MapLayer
 */
export const PACK_FORMAT = 1;

export const PACK_FILES = {
  meta: 'city.json',
  roads: 'roads.bin',
  gazetteer: 'gazetteer.jsonl',
  resources: 'places.json',
  tiles: 'map.mbtiles',
} as const;

export interface Names {
  readonly zh: string;
  readonly en: string;
}

/** [west, south, east, north] */
export type Bounds = readonly [number, number, number, number];

export interface CityMeta {
  readonly format: typeof PACK_FORMAT;
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  readonly names: Names;
  /** IANA name; every time a user sees is in it. */
  readonly timeZone: string;
  readonly bounds: Bounds;
  /** [lon, lat] where the map opens. */
  readonly center: readonly [number, number];
  /** Shown on every map, e.g. "© OpenStreetMap contributors"; empty for the demo city. */
  readonly attribution: string;
  /** `demo` packs were generated, and say from which seed. */
  readonly source: { readonly kind: 'osm' | 'demo'; readonly detail: string; readonly seed?: number };
  readonly counts: {
    readonly nodes: number;
    readonly edges: number;
    readonly gazetteer: number;
    readonly stations: number;
    readonly hospitals: number;
  };
}

/** Names of the vector tile layers and their feature properties. */
export type MapLayer =
  | 'water' // polygon; kind: sea | river | lake
  | 'green' // polygon; kind: park | forest | grass
  | 'building' // polygon; kind, levels?
  | 'district' // polygon; name, nameEn: administrative districts, drawn as outline
  | 'road' // line; class (RoadClass name), name, nameEn, bridge? tunnel? oneway?
  | 'rail' // line; kind: rail | metro
  | 'place' // point; name, nameEn, kind, rank (0 most important): labels
  | 'poi'; // point; name, nameEn, kind (GazetteerKind)

export type GazetteerKind =
  | 'district'
  | 'street'
  | 'crossing'
  | 'house-number'
  | 'compound' // 小区
  | 'building'
  | 'school'
  | 'mall'
  | 'hospital'
  | 'metro'
  | 'metro-exit'
  | 'park'
  | 'hotel'
  | 'market'
  | 'office'
  | 'factory'
  | 'government'
  | 'station' // fire, police or ambulance station
  | 'transport' // railway, bus, port
  | 'bridge'
  | 'water'
  | 'village'
  | 'km-post'
  | 'poi';

export interface GazetteerEntry {
  /** Unique in the pack. */
  readonly id: string;
  readonly kind: GazetteerKind;
  readonly names: Names;
  /** Pinyin of names.zh without tones, syllables separated by spaces; empty where names.zh has no hanzi. */
  readonly pinyin: string;
  readonly aliases?: readonly string[];
  readonly lon: number;
  readonly lat: number;
  /** House numbers: the street they stand on; crossings: the two streets, as names.zh. */
  readonly street?: string;
  readonly crossStreet?: string;
  readonly houseNumber?: string;
  /** District as names.zh. */
  readonly district?: string;
  /** Residents or usual people present, where known: demand and drills are drawn from it. */
  readonly population?: number;
}

export interface StationRecord {
  readonly id: string;
  readonly agency: Agency;
  readonly names: Names;
  readonly lon: number;
  readonly lat: number;
  readonly district?: string;
  /** True where `--seed-stations` placed it because the source had none. */
  readonly seeded?: boolean;
}

export interface HospitalRecord {
  readonly id: string;
  readonly names: Names;
  readonly lon: number;
  readonly lat: number;
  /** Emergency department beds. */
  readonly beds: number;
  /** 'chest-pain' | 'stroke' | 'trauma' | 'burns' | 'children' | 'obstetric' | 'poisoning' … */
  readonly specialties: readonly string[];
  readonly seeded?: boolean;
}

export interface CityResources {
  readonly stations: readonly StationRecord[];
  readonly hospitals: readonly HospitalRecord[];
}
