import { EDGE_FLAG } from '@muster/roads/graph';
import { describe, expect, it } from 'vitest';
import { parseSpeedKmh, readRoad } from './road-tags.ts';

describe('reading a road', () => {
  it('takes the classes vehicles drive on and leaves paths and plans out', () => {
    expect(readRoad({ highway: 'unclassified' })).toMatchObject({
      drivable: true,
      roadClass: 'residential',
      oneWay: 0,
    });
    expect(readRoad({ highway: 'trunk_link' })).toMatchObject({ roadClass: 'trunk', flags: EDGE_FLAG.link });
    expect(readRoad({ highway: 'footway' })).toEqual({ drivable: false, reason: 'not-for-cars' });
    expect(readRoad({ highway: 'construction' })).toEqual({ drivable: false, reason: 'not-built' });
    expect(readRoad({ highway: 'wormhole' })).toEqual({ drivable: false, reason: 'unknown-class' });
    expect(readRoad({ route: 'ferry' })).toEqual({ drivable: false, reason: 'ferry' });
  });

  it('keeps what only emergency vehicles may use', () => {
    expect(readRoad({ highway: 'service', access: 'private' })).toMatchObject({
      drivable: true,
      isPrivate: true,
      maxSpeedKmh: 20,
    });
    expect(readRoad({ highway: 'service', access: 'no', emergency: 'yes' })).toMatchObject({
      drivable: true,
      isPrivate: true,
    });
    expect(readRoad({ highway: 'pedestrian', emergency: 'designated' })).toMatchObject({ roadClass: 'service' });
    expect(readRoad({ highway: 'residential', access: 'no' })).toEqual({ drivable: false, reason: 'no-access' });
    expect(readRoad({ highway: 'residential', access: 'no', motor_vehicle: 'yes' })).toMatchObject({
      isPrivate: false,
    });
    expect(readRoad({ highway: 'primary', access: 'no', bus: 'yes' })).toMatchObject({ drivable: true });
  });

  it('reads one-ways, backward ones and those that are implied', () => {
    const oneWay = (tags: Record<string, string>) => {
      const reading = readRoad(tags);
      return reading.drivable ? reading.oneWay : undefined;
    };
    expect(oneWay({ highway: 'primary', oneway: 'yes' })).toBe(1);
    expect(oneWay({ highway: 'primary', oneway: '-1' })).toBe(-1);
    expect(oneWay({ highway: 'motorway' })).toBe(1);
    expect(oneWay({ highway: 'motorway', oneway: 'no' })).toBe(0);
    expect(oneWay({ highway: 'tertiary', junction: 'roundabout' })).toBe(1);
    expect(oneWay({ highway: 'tertiary', oneway: 'reversible' })).toBe(0);
  });

  it('marks bridges, tunnels and roundabouts', () => {
    const both = readRoad({ highway: 'primary', bridge: 'viaduct', tunnel: 'no', junction: 'roundabout' });
    expect(both).toMatchObject({ flags: EDGE_FLAG.bridge | EDGE_FLAG.roundabout });
  });

  it.each([
    ['50', 50],
    ['30 mph', 48],
    ['60;40', 40],
    ['none', 120],
    ['walk', 7],
    ['CN:urban', 50],
    ['DE:zone30', 30],
    ['signals', undefined],
    ['3', undefined],
    [undefined, undefined],
  ])('reads the speed sign %s as %s', (text, kmh) => {
    expect(parseSpeedKmh(text)).toBe(kmh);
  });
});
