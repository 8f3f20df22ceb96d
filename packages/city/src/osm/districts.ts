import { PointGrid } from '../gazetteer/point-grid.ts';
import { type Area, insideArea } from './areas.ts';
import { namesOf } from './names.ts';
import type { OsmData } from './osm-data.ts';

/** The district of a point as names.zh, where one can be told. */
export type DistrictFinder = (lon: number, lat: number) => string | undefined;

/** A neighbourhood's label speaks for what lies this close, metres. */
const LABEL_REACH_M = 1500;
const LABELS = new Set(['district', 'borough', 'suburb', 'quarter', 'neighbourhood', 'town']);

/**
 * A closed boundary that holds the point (the smallest), else the nearest neighbourhood label, else the one county-level
 * boundary that the extract touches: a small extract rarely holds a boundary whole.
 */
export function districtFinder(data: OsmData, areas: readonly Area[]): DistrictFinder {
  const closed = areas
    .filter((area) => area.tags.boundary === 'administrative' && Number(area.tags.admin_level) >= 6)
    .sort((a, b) => a.areaM2 - b.areaM2);
  const grid = new PointGrid(500);
  const labels: string[] = [];
  for (const [index, tags] of data.nodeTags) {
    const names = LABELS.has(tags.place ?? '') ? namesOf(tags) : undefined;
    if (names === undefined) continue;
    grid.add(data.nodeLon[index], data.nodeLat[index]);
    labels.push(names.zh);
  }
  const touched = data.relations.filter(
    (relation) => relation.tags.boundary === 'administrative' && relation.tags.admin_level === '6',
  );
  const only = touched.length === 1 ? namesOf(touched[0].tags)?.zh : undefined;
  return (lon, lat) => {
    const holder = closed.find((area) => insideArea(lon, lat, area));
    if (holder !== undefined) return namesOf(holder.tags)?.zh;
    const label = grid.nearest(lon, lat, LABEL_REACH_M);
    return label === undefined ? only : labels[label.index];
  };
}
