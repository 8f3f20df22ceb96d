import { describe, expect, it } from 'vitest';
import type { Bounds } from '../pack/format.ts';
import { areasOf, insideArea } from './areas.ts';
import { seaOf } from './coastline.ts';
import { insideRing, signedArea } from './metric.ts';
import { ReportBuilder } from './report.ts';
import { TestTown } from './test-city.ts';

describe('multipolygons', () => {
  it('join pieces drawn in any direction and keep their holes', () => {
    const town = new TestTown();
    const a = town.way(
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      {},
    );
    const b = town.way(
      [
        [0, 0],
        [0, 10],
        [10, 10],
      ],
      {},
    );
    const hole = town.way(
      [
        [4, 4],
        [6, 4],
        [6, 6],
        [4, 6],
        [4, 4],
      ],
      {},
    );
    const members = [a, b].map((ref) => ({ type: 'way' as const, ref, role: 'outer' }));
    town.relation([...members, { type: 'way', ref: hole, role: 'inner' }], { type: 'multipolygon', natural: 'water' });
    const [area] = areasOf(town.data(), new ReportBuilder());
    expect(area.polygons).toHaveLength(1);
    expect(area.polygons[0]).toHaveLength(2);
    expect(signedArea(area.polygons[0][0])).toBeGreaterThan(0);
    expect(insideArea(114.002, 22.502, area)).toBe(true);
    expect(insideArea(114.005, 22.505, area)).toBe(false);
  });

  it('that do not close are counted', () => {
    const town = new TestTown();
    const a = town.way(
      [
        [0, 0],
        [10, 0],
        [10, 10],
      ],
      {},
    );
    town.relation([{ type: 'way', ref: a, role: 'outer' }], { type: 'multipolygon', natural: 'water' });
    const report = new ReportBuilder();
    expect(areasOf(town.data(), report)).toEqual([]);
    expect(report.finish().dropped[0].en).toBe('multipolygons: ring not closed');
  });
});

describe('the sea', () => {
  const bounds: Bounds = [114, 22.5, 114.01, 22.51];
  const seaAt = (town: TestTown, x: number, y: number) =>
    seaOf(town.data(), bounds, new ReportBuilder()).some(([shell, ...islands]) => {
      const [lon, lat] = [114 + x / 1000, 22.5 + y / 1000];
      return insideRing(lon, lat, shell) && !islands.some((island) => insideRing(lon, lat, island));
    });

  it('lies on the right of the coastline', () => {
    const eastward = new TestTown();
    eastward.way(
      [
        [-2, 5],
        [5, 6],
        [12, 5],
      ],
      { natural: 'coastline' },
    );
    expect(seaAt(eastward, 5, 2)).toBe(true);
    expect(seaAt(eastward, 5, 8)).toBe(false);
    const westward = new TestTown();
    westward.way(
      [
        [12, 5],
        [5, 6],
        [-2, 5],
      ],
      { natural: 'coastline' },
    );
    expect(seaAt(westward, 5, 2)).toBe(false);
    expect(seaAt(westward, 5, 8)).toBe(true);
  });

  it('is split by a peninsula and goes round islands', () => {
    const town = new TestTown();
    town.way(
      [
        [-1, 3],
        [4, 3],
        [4, -1],
      ],
      { natural: 'coastline' },
    );
    town.way(
      [
        [6, -1],
        [6, 3],
        [11, 3],
      ],
      { natural: 'coastline' },
    );
    town.way(
      [
        [1, 1],
        [2, 1],
        [2, 2],
        [1, 2],
        [1, 1],
      ],
      { natural: 'coastline' },
    );
    expect(seaAt(town, 3, 1)).toBe(true);
    expect(seaAt(town, 8, 1)).toBe(true);
    expect(seaAt(town, 5, 1)).toBe(false);
    expect(seaAt(town, 1.5, 1.5)).toBe(false);
    expect(seaAt(town, 5, 8)).toBe(false);
  });
});
