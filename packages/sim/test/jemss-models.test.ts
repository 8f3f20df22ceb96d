import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { seededRandom } from '@muster/kernel/random';
import { unwrap } from '@muster/kernel/result';
import { describe, expect, it } from 'vitest';
import { drawPoint } from '../src/simulator/demand.ts';
import { POLICIES } from '../src/simulator/policies/named.ts';
import { readJemss } from '../src/simulator/read-jemss.ts';
import { simulate } from '../src/simulator/simulate.ts';

const shared = process.env.MUSTER_SHARED ?? join(import.meta.dirname, '../../../../shared');
const dirOf = (city: string) => join(shared, 'data/jemss', city);
const present = existsSync(dirOf('auckland'));
if (!present) console.warn('skipped: ambulance models (no shared data beside the project)');

describe.skipIf(!present)('the ambulance models', () => {
  it('say what their description says', () => {
    const auckland = unwrap(readJemss(dirOf('auckland'), { set: 'train' }));
    expect(auckland.unitStation).toHaveLength(16);
    expect(auckland.stations).toHaveLength(14);
    expect(auckland.hospitals).toHaveLength(4);
    expect(auckland.classes.map(({ targetS }) => Math.round(targetS))).toEqual([480, 480, 1_200]);
    expect(86_400 / auckland.law.betweenS.mean).toBeCloseTo(280, 6);
    expect(auckland.normalSlowness).toBeCloseTo(1.424, 3);
    expect([...auckland.mayRedispatch]).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });

  const manhattan = present ? unwrap(readJemss(dirOf('manhattan'), { set: 'train' })) : undefined;

  it('put Manhattan’s calls inside its border', () => {
    if (manhattan === undefined) return;
    expect(manhattan.classes.map(({ targetS }) => Math.round(targetS))).toEqual([480, 480, 630]);
    expect(86_400 / manhattan.law.betweenS.mean).toBeCloseTo(451.2, 6);
    const random = seededRandom(1);
    for (let i = 0; i < 1_000; i++) {
      const [lon, lat] = drawPoint(manhattan.demand, random);
      expect(lon).toBeGreaterThan(-74.03);
      expect(lon).toBeLessThan(-73.9);
      expect(lat).toBeGreaterThan(40.69);
      expect(lat).toBeLessThan(40.89);
    }
  });

  it('run under every policy, and the joint ones are late less often', () => {
    if (manhattan === undefined) return;
    const late = Object.fromEntries(
      Object.entries(POLICIES).map(([name, make]) => {
        const run = simulate(manhattan, make, { days: 10, seed: 1, replication: 0 });
        return [name, run.late / run.calls];
      }),
    );
    expect(late.joint).toBeLessThan(late.dmexclp);
    expect(late['joint-restricted']).toBeLessThan(late.dmexclp);
    expect(late.dmexclp).toBeLessThan(late.closest);
  });
});
