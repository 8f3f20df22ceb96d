import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { POLICIES } from './policies/named.ts';
import { readJemss } from './read-jemss.ts';
import { simulate } from './simulate.ts';
import { travelBetween } from './street-net.ts';

const PRIORITIES = ['highPriority', 'medPriority', 'lowPriority'];
const SIDE = 4;

/** A model as small as can be: sixteen junctions half a kilometre apart, undirected roads, no raster. */
function files(): Record<string, string> {
  const nodes = Array.from(
    { length: SIDE * SIDE },
    (_, v) => `${v + 1}.0,${(v % SIDE) * 0.005},${Math.floor(v / SIDE) * 0.005},1.0`,
  );
  const arcs: string[] = [];
  for (let v = 0; v < SIDE * SIDE; v++) {
    const days = 36 / 86_400;
    if (v % SIDE < SIDE - 1) arcs.push(`${arcs.length + 1},${v + 1},${v + 2},${days},${1.5 * days}`);
    if (v < SIDE * (SIDE - 1)) arcs.push(`${arcs.length + 1},${v + 1},${v + SIDE + 1},${days},${1.5 * days}`);
  }
  const perPriority = (row: (name: string, i: number) => string) => PRIORITIES.map(row).join('\n');
  const law = (tag: string, text: string) => `<${tag} seed="7">${text}</${tag}>`;
  return {
    'maps/map_1.csv': 'map,1,\nxMin,xMax,yMin,yMax,xScale,yScale\n0,1,0,1,100,100\n',
    'travel/roads/nodes.csv': `nodes,,,\nindex,x,y,offRoadAccess\n${nodes.join('\n')}\n`,
    'travel/roads/arcs.csv': `miscData,\narcForm,numModes\nundirected,2\n,\narcs,,,\nindex,fromNode,toNode,mode_1,mode_2\n${arcs.join('\n')}\n`,
    'travel/travel/travel_1.csv': `travelModes,,\ntravelModeIndex,offRoadSpeed\n1,1200\n2,800\n,,\ntravelSets,,\ntravelSetIndex,priority,travelModeIndex\n${perPriority((name, i) => `1,${name},${i < 2 ? 1 : 2}`)}\n`,
    'stations/stations_1.csv': 'stations,,\nindex,x,y\n1,0,0\n2,0.015,0.015\n',
    'hospitals/hospitals_1.csv': 'hospitals,,\nindex,x,y,name\n1,0.005,0.005,"Hospital, the"\n',
    'ambulances/ambulances_1.csv': 'ambulances,,\nindex,stationIndex,class\n1,1,1\n2,2,1\n3,2,1\n',
    'misc/call priorities/priorities_1.csv': `priorities,,\npriority,name,targetResponseTime\n${perPriority((name, i) => `${i + 1},${name},${(i < 2 ? 240 : 600) / 86_400}`)}\n`,
    'demand/demand_1.csv': `demandModes,,\nmodeIndex,rasterIndex,priority,arrivalRate\n${perPriority((name, i) => `${i + 1},1,${name},${[50, 20, 30][i]}`)}\n`,
    'demand/coverage/demand_coverage_1.csv': `coverTimes,\ndemandPriority,coverTime\n${perPriority((name, i) => `${name},${(i < 2 ? 200 : 560) / 86_400}`)}\n`,
    'calls/reps/train/gen_config.xml': `<g>${law('interarrivalTime', 'Exponential(1/100)')}${law('priority', 'Categorical([0.5, 0.2, 0.3])')}${law('dispatchDelay', 'Normal(40/60/60/24, 0)')}${law('onSceneDuration', 'Exponential(10/60/24)')}${law('transport', 'Bernoulli(0.8)')}${law('handoverDuration', 'Exponential(8/60/24)')}<filename>$jemssDir/data/cities/small/people.tif</filename></g>`,
  };
}

const root = mkdtempSync(join(tmpdir(), 'jemss-'));
for (const [name, text] of Object.entries(files())) {
  const path = join(root, 'models', '1', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
afterAll(() => rmSync(root, { recursive: true }));

describe('a JEMSS model', () => {
  it('is read as it is, undirected roads, two modes, and says what is missing', () => {
    const read = readJemss(root, { set: 'train' });
    if (!read.ok) throw new Error(read.refusal.message);
    const model = read.value;
    expect(model.classes.map(({ targetS, slowness, share }) => [targetS, slowness, share])).toEqual([
      [240, 1, 0.5],
      [240, 1, 0.2],
      [600, 1.5, 0.3],
    ]);
    expect(model.hospitals[0].name).toBe('Hospital, the');
    expect([...model.unitStation]).toEqual([0, 1, 1]);
    expect(travelBetween(model.net, 15, 0)).toBeCloseTo(6 * 36, 1);
    expect(model.notes.join()).toMatch(/people\.tif.*road density/);
    expect(model.notes.join()).toMatch(/divert nobody/);
    for (const make of Object.values(POLICIES)) {
      const run = simulate(model, make, { days: 4, seed: 1, replication: 0 });
      expect(run.calls).toBeGreaterThan(300);
    }
  });

  it('is refused with a reason where it is none', () => {
    expect(readJemss(join(root, 'models'), { set: 'train' })).toMatchObject({ ok: false });
    expect(readJemss(root, { set: 'test' })).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining('gen_config.xml') },
    });
  });
});
