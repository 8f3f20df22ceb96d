import { describe, expect, it } from 'vitest';
import { EventMatcher } from './event-matcher.ts';
import { properNames } from './proper-names.ts';
import type { PlaceReader, Position } from './report.ts';
import { readSighting } from './sighting.ts';

const nowhere: PlaceReader = { read: () => [] };
const at: Position = { lon: 114.21, lat: 22.69, accuracyM: 30 };
let serial = 0;
const report = (text: string, type: string, minute = 0, position: Position | null = at) => ({
  id: `r${++serial}`,
  atMs: Date.parse('2026-05-05T10:00:00Z') + minute * 60_000,
  callerId: '',
  text,
  types: [{ type, p: 1 }],
  position,
});

describe('a call is read once', () => {
  it('what it says it is not about counts for nothing', () => {
    const read = readSighting(report('路边有烟，跟泳池那个不是一处', 'fire.smoke-odour'), nowhere);
    expect([...read.things].map((thing) => thing.name)).not.toContain('pool');
  });

  it('drops a position that the caller doubts', () => {
    expect(
      readSighting(report('晕倒了，定位不准，我在北门', 'medical.unconscious'), nowhere).report.position,
    ).toBeNull();
  });

  it('knows what a pronoun points at', () => {
    const names = (text: string) => [...readSighting(report(text, ''), nowhere).pointsAt].map((thing) => thing.name);
    expect(names('coughing bad from that truck on Boston Street')).toContain('truck');
    expect(names('广场那条黑狗又咬人了')).toContain('dog');
    expect(names('that is a dog')).toEqual([]);
  });

  it('takes capitals and words before "Street" for names, and the first word of a sentence for none', () => {
    expect([...properNames('Smoke from the bakery on Thames and lombard street')]).toEqual(['tham', 'lombard']);
    expect([...properNames('Read and Charles, the basement')]).toContain('read');
  });
});

describe('which event', () => {
  const matcher = new EventMatcher(nowhere);
  const put = (text: string, type: string, minute: number, position: Position | null = at) => {
    const sighting = matcher.read(report(text, type, minute, position));
    const best = matcher.choose(sighting, matcher.match(sighting));
    matcher.put(sighting, best?.eventId ?? sighting.report.id);
    return best?.eventId ?? sighting.report.id;
  };

  it('a second pool of water beside the first is the first', () => {
    const first = put('路面冒水，水管爆了', 'disaster.utility', 0);
    expect(put('马路上都是水，走不了', 'disaster.waterlogging', 3, { ...at, lat: 22.6903 })).toBe(first);
  });

  it('another patient beside it is another event', () => {
    const first = put('老人胸口痛，出冷汗', 'medical.chest-pain', 5);
    expect(put('小孩误吞了纽扣', 'medical.choking', 6)).not.toBe(first);
  });
});
