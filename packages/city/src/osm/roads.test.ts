import { describe, expect, it } from 'vitest';
import { ReportBuilder } from './report.ts';
import { importRoads, readBarrier } from './roads.ts';
import { TestTown } from './test-city.ts';

function cross(): { town: TestTown; west: number; east: number; via: number } {
  const town = new TestTown();
  const west = town.way(
    [
      [0, 0],
      [1, 0],
    ],
    { highway: 'primary', name: 'A' },
  );
  const east = town.way(
    [
      [1, 0],
      [2, 0],
    ],
    { highway: 'primary', name: 'A' },
  );
  return { town, west, east, via: town.node(1, 0) };
}

function restricted(tags: Record<string, string>, viaType: 'node' | 'way' = 'node') {
  const { town, west, east, via } = cross();
  town.relation(
    [
      { type: 'way', ref: west, role: 'from' },
      { type: viaType, ref: via, role: 'via' },
      { type: 'way', ref: east, role: 'to' },
    ],
    { type: 'restriction', ...tags },
  );
  const report = new ReportBuilder();
  const roads = importRoads(town.data(), report);
  return { restrictions: roads.raw.restrictions, dropped: report.finish().dropped.map((line) => line.en) };
}

describe('turn restrictions', () => {
  it('name the ways and the node they go through', () => {
    expect(restricted({ restriction: 'no_left_turn' }).restrictions).toEqual([
      { fromWay: 0, via: 1, toWay: 1, only: false },
    ]);
    expect(restricted({ restriction: 'only_straight_on' }).restrictions[0].only).toBe(true);
  });

  it('do not bind where emergency vehicles are exempt, or where they are for others', () => {
    expect(restricted({ restriction: 'no_left_turn', except: 'psv;emergency' })).toEqual({
      restrictions: [],
      dropped: ['turn restrictions: emergency vehicles are exempt'],
    });
    expect(restricted({ restriction: 'no_left_turn', except: 'psv' }).restrictions).toHaveLength(1);
    expect(restricted({ 'restriction:hgv': 'no_left_turn' }).dropped).toEqual([
      'turn restrictions: for other vehicles or certain hours only',
    ]);
    expect(restricted({ restriction: 'no_left_turn' }, 'way').restrictions).toEqual([]);
  });
});

describe('barriers', () => {
  it('stop everyone, open for a crew, or stop nobody', () => {
    expect(readBarrier({ barrier: 'bollard' })).toEqual({ emergencyMayPass: false });
    expect(readBarrier({ barrier: 'bollard', bollard: 'removable' })).toEqual({ emergencyMayPass: true });
    expect(readBarrier({ barrier: 'gate' })).toEqual({ emergencyMayPass: true });
    expect(readBarrier({ barrier: 'gate', access: 'yes' })).toBeUndefined();
    expect(readBarrier({ barrier: 'lift_gate' })).toBeUndefined();
    expect(readBarrier({ barrier: 'lift_gate', access: 'private' })).toEqual({ emergencyMayPass: true });
    expect(readBarrier({ barrier: 'toll_booth' })).toBeUndefined();
  });
});

describe('ways cut by the extract', () => {
  it('are kept in pieces', () => {
    const town = new TestTown();
    town.way(
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 0],
        [4, 0],
      ],
      { highway: 'residential' },
    );
    const data = town.data();
    const way = data.ways[0];
    const cut = { ...data, ways: [{ ...way, nodes: way.nodes.map((node, i) => (i === 2 ? -1 : node)) }] };
    expect(importRoads(cut, new ReportBuilder()).raw.ways.map((piece) => piece.nodes)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});
