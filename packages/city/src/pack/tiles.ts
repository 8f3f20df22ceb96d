import { gzipSync } from 'node:zlib';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature, Position } from 'geojson';
import GeoJSONVT, { type LegacyFeature } from 'geojson-vt';
import type { Bounds, MapLayer } from './format.ts';
import { MAX_ZOOM, MIN_ZOOM, minZoomOf } from './tile-plan.ts';

export type MapLayers = Readonly<Partial<Record<MapLayer, readonly Feature[]>>>;

export interface Tile {
  readonly z: number;
  readonly x: number;
  /** XYZ scheme, north at 0. */
  readonly y: number;
  /** Mapbox Vector Tile 2.1, gzip. */
  readonly data: Uint8Array;
}

/** A tile larger than this (gzip) loses its least important features: phones read them over a radio link. */
export const MAX_TILE_BYTES = 300_000;
/** What goes first when a tile is too large. */
const SHED_ORDER: readonly MapLayer[] = ['poi', 'building', 'green', 'place'];
const EXTENT = 4096;

interface Band {
  readonly layer: MapLayer;
  readonly minZoom: number;
  readonly index: GeoJSONVT;
}

/**
 * Cuts layers into vector tiles, zoom 8–14, one tile at a time so that memory holds the source, not the result.
 * Empty tiles are left out.
 */
export function* cutTiles(layers: MapLayers): Generator<Tile> {
  const bands = indexBands(layers);
  const bounds = boundsOf(layers);
  if (bounds === null) return;
  for (let z = MIN_ZOOM; z <= MAX_ZOOM; z++) {
    const low = tileOf(bounds[0], bounds[3], z);
    const high = tileOf(bounds[2], bounds[1], z);
    for (let x = low.x; x <= high.x; x++) {
      for (let y = low.y; y <= high.y; y++) {
        const data = cutOne(bands, z, x, y);
        if (data !== null) yield { z, x, y, data };
      }
    }
  }
}

/** One geojson-vt index for each (layer, first zoom), because geojson-vt itself knows no zoom range per feature. */
function indexBands(layers: MapLayers): Band[] {
  const bands: Band[] = [];
  for (const [layer, features] of Object.entries(layers) as [MapLayer, readonly Feature[]][]) {
    const byZoom = new Map<number, Feature[]>();
    for (const feature of features) {
      const zoom = minZoomOf(layer, feature);
      const band = byZoom.get(zoom);
      if (band === undefined) byZoom.set(zoom, [feature]);
      else band.push(feature);
    }
    for (const minZoom of [...byZoom.keys()].sort((a, b) => a - b)) {
      const index = new GeoJSONVT(
        { type: 'FeatureCollection', features: byZoom.get(minZoom)! },
        { maxZoom: MAX_ZOOM, indexMaxZoom: minZoom, indexMaxPoints: 0, extent: EXTENT, buffer: 64, tolerance: 4 },
      );
      bands.push({ layer, minZoom, index });
    }
  }
  return bands;
}

function cutOne(bands: readonly Band[], z: number, x: number, y: number): Uint8Array | null {
  const features: Partial<Record<MapLayer, LegacyFeature[]>> = {};
  let empty = true;
  for (const band of bands) {
    if (z < band.minZoom) continue;
    const tile = band.index.getTile(z, x, y);
    if (tile === null || tile.features.length === 0) continue;
    empty = false;
    const layer = features[band.layer];
    if (layer === undefined) features[band.layer] = [...tile.features];
    else for (const feature of tile.features) layer.push(feature);
  }
  return empty ? null : encodeWithin(features);
}

function encodeWithin(features: Partial<Record<MapLayer, LegacyFeature[]>>): Uint8Array {
  let data = encode(features);
  for (const layer of SHED_ORDER) {
    while (data.length > MAX_TILE_BYTES && (features[layer]?.length ?? 0) > 0) {
      // Bands are appended from the earliest zoom on, so the second half is the less important one.
      features[layer] = features[layer]!.slice(0, Math.floor(features[layer]!.length / 2));
      data = encode(features);
    }
  }
  return data;
}

function encode(features: Partial<Record<MapLayer, LegacyFeature[]>>): Uint8Array {
  const tiles: Record<string, { features: LegacyFeature[] }> = {};
  for (const [layer, list] of Object.entries(features)) {
    if (list.length > 0) tiles[layer] = { features: list };
  }
  const tile = tiles as unknown as Parameters<typeof fromGeojsonVt>[0];
  return gzipSync(fromGeojsonVt(tile, { version: 2, extent: EXTENT }), { level: 6 });
}

/** Spherical Mercator tile that holds a point; see the slippy map tile names of OpenStreetMap. */
export function tileOf(lon: number, lat: number, z: number): { x: number; y: number } {
  const n = 2 ** z;
  const sin = Math.sin((lat * Math.PI) / 180);
  const clamp = (value: number): number => Math.min(n - 1, Math.max(0, Math.floor(value)));
  return {
    x: clamp(((lon + 180) / 360) * n),
    y: clamp((0.5 - Math.log((1 + sin) / (1 - sin)) / (4 * Math.PI)) * n),
  };
}

/** Bounds over every feature; null where there is none. */
export function boundsOf(layers: MapLayers): Bounds | null {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (coordinates: unknown): void => {
    if (typeof (coordinates as Position)[0] === 'number') {
      const [lon, lat] = coordinates as [number, number];
      if (lon < west) west = lon;
      if (lon > east) east = lon;
      if (lat < south) south = lat;
      if (lat > north) north = lat;
    } else for (const part of coordinates as unknown[]) visit(part);
  };
  for (const features of Object.values(layers))
    for (const { geometry } of features ?? []) if (geometry.type !== 'GeometryCollection') visit(geometry.coordinates);
  return west > east ? null : [west, south, east, north];
}
