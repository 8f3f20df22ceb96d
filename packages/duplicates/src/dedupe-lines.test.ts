import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDeduper } from './dedupe-lines.ts';
import { NO_PLACES } from './report.ts';

const deduper = () => createDeduper({ places: NO_PLACES, guessTypes: () => [], isKnownType: () => true });
const at = (minute: number) => `2026-03-15T15:${String(minute).padStart(2, '0')}:00+08:00`;
const call = (id: string, minute: number, text: string, more: object = {}) =>
  JSON.stringify({ id, receivedAt: at(minute), callerId: id, text, lat: 22.69, lon: 114.2, accuracyM: 20, ...more });
const answers = (lines: readonly string[]) => {
  const { answer } = deduper();
  return lines.map((line) => JSON.parse(answer(line)) as { id: unknown; incident: string; problem?: string });
};

describe('a stream of calls', () => {
  it('puts a second caller to the same crash, and a sprained ankle beside it to its own', () => {
    const [a, b, c] = answers([
      call('1', 0, '路口公交车和小轿车撞了，司机腿卡住了', { type: 'traffic.crash-trapped' }),
      call('2', 1, '公交车撞了轿车，有人腿夹在里面', { type: 'traffic.crash-injury', lat: 22.6902 }),
      call('3', 2, '我在台阶上扭到脚踝，肿了', { type: 'medical.fall', lat: 22.6901 }),
    ]);
    expect(b?.incident).toBe(a?.incident);
    expect(c?.incident).not.toBe(a?.incident);
  });

  it('puts two patients next door to two incidents', () => {
    const [a, b] = answers([
      call('1', 0, '3栋1202我爸胸口痛，68岁', { type: 'medical.chest-pain' }),
      call('2', 1, '5栋301我老婆胸口痛，45岁', { type: 'medical.chest-pain', lat: 22.6903 }),
    ]);
    expect(b?.incident).not.toBe(a?.incident);
  });

  it('puts who chases to what they had reported, and their other matter to its own', () => {
    const [a, , c, d] = answers([
      call('1', 0, '山姆停车场车玻璃被砸，包被偷', { type: 'police.theft' }),
      call('2', 3, '门口有人打架', { type: 'police.assault', lat: 22.6904 }),
      call('3', 9, '我刚才报的车玻璃被砸，民警什么时候来', { type: 'call.follow-up', callerId: '1' }),
      call('4', 12, '跟刚才那件事没关系，这里有人占消防通道', { type: 'traffic.parking', callerId: '1' }),
    ]);
    expect(c?.incident).toBe(a?.incident);
    expect(d?.incident).not.toBe(a?.incident);
  });

  it('never reads a gold incident', () => {
    const [a, b] = answers([
      call('1', 0, '着火了', { type: 'fire.building', incident: 'X1' }),
      call('2', 1, '捡到一个钱包', { type: 'police.lost-found', incident: 'X1' }),
    ]);
    expect(b?.incident).not.toBe(a?.incident);
  });
});

describe('bad lines', () => {
  it('get an answer in their place, say what is wrong, and join nobody', () => {
    const said = answers(['', '{', '[]', 'null', '{"id":7}', call('9', 0, '着火了'), '{"id":"x","text":5,"lat":"a"}']);
    expect(said.map(({ id }) => id)).toEqual([null, null, null, null, 7, '9', 'x']);
    expect(new Set(said.map(({ incident }) => incident)).size).toBe(said.length);
    expect(said.map(({ problem }) => problem === undefined)).toEqual([false, false, false, false, false, true, false]);
  });

  it('of whatever kind never throw', () => {
    const { answer } = deduper();
    const odd = fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.boolean(), fc.array(fc.string()), fc.object());
    const fields = {
      id: odd,
      receivedAt: odd,
      callerId: odd,
      text: odd,
      type: odd,
      lat: odd,
      lon: odd,
      accuracyM: odd,
    };
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.record(fields).map((one) => JSON.stringify(one)),
        ),
        (line) => {
          expect(typeof (JSON.parse(answer(line)) as { incident: string }).incident).toBe('string');
        },
      ),
    );
  });
});
