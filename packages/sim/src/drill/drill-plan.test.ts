import { seededRandom } from '@muster/kernel/random';
import { describe, expect, it } from 'vitest';
import { leadOf, readCalls } from './calls.ts';
import { callFor, readPattern } from './pattern.ts';
import { type CallRecord, newRecord, stageFigures } from './record.ts';

const LINES = [
  '{"id": "a", "text": "三楼冒烟", "type": "fire.building", "alt_types": ["fire.smoke-odour"], "location": "人民路"}',
  'not json',
  '{"text": "chest pain", "type": "medical.chest-pain", "lat": 39.3, "lon": -76.6}',
  '{"text": "x", "type": "no.such-type"}',
  '{"id": "b"}',
  '',
].join('\n');

describe('a file of calls', () => {
  it('gives what can be read and says what was left out, by line', () => {
    const { calls, skipped } = readCalls(LINES, 'f.jsonl');
    expect(calls.map((call) => [call.id, call.lang, call.placeText, call.lon])).toEqual([
      ['a', 'zh', '人民路', null],
      ['f.jsonl-3', 'en', '', -76.6],
    ]);
    expect(skipped).toEqual(['f.jsonl:2: not JSON', 'f.jsonl:4: unknown type no.such-type', 'f.jsonl:5: no text']);
  });
  it('has types that need nobody: those led by call and service, but not a responder in danger', () => {
    expect([leadOf('call.prank'), leadOf('service.inquiry'), leadOf('call.responder-emergency')]).toEqual([
      null,
      null,
      'police',
    ]);
  });
});

const LOG = [
  'timestamp\tincident_number\tlevel\tunits\tlocation\tincident_type',
  '6/1/2017 11:43:36 PM\tF2\t1\tE37 L5 B2\t1 A St\tCar Fire',
  '6/1/2017 11:40:06 PM\tF1\t1\tM10 A5\t2 B St\tMedic Response',
  '6/1/2017 11:40:06 PM\tF1\t1\tE2\t2 B St\tMedic Response',
  'garbage',
].join('\r\n');

describe('a dispatch log', () => {
  it('becomes arrivals from the first on, and what was sent by capability', () => {
    expect(readPattern(LOG)).toEqual([
      {
        offsetS: 0,
        label: 'Medic Response',
        demand: [
          { agency: 'medical', capability: 'als', count: 1 },
          { agency: 'medical', capability: 'ambulance', count: 1 },
          { agency: 'fire', capability: 'pump', count: 1 },
        ],
      },
      {
        offsetS: 210,
        label: 'Car Fire',
        demand: [
          { agency: 'fire', capability: 'pump', count: 1 },
          { agency: 'fire', capability: 'ladder', count: 1 },
        ],
      },
    ]);
  });
  it('takes its words from a labelled call of the same family where there is one', () => {
    const { calls } = readCalls(LINES, 'f');
    const [medic, fire] = readPattern(LOG);
    const random = seededRandom(1);
    if (!medic || !fire) throw new Error('two rows');
    expect(callFor(medic, 0, calls, random)).toMatchObject({ type: 'medical.chest-pain', demand: medic.demand });
    expect(callFor(fire, 1, calls, random)).toMatchObject({ type: 'fire.building', text: '三楼冒烟' });
    expect(callFor(fire, 1, [], random)).toMatchObject({ type: '', text: 'Car Fire' });
  });
});

describe('the stages of a drill', () => {
  it('are counted from the stamps of the system, in drill seconds, the first agency of each stage', () => {
    const order = { firstSentAtMs: 9_000, firstAcknowledgedAtMs: 10_000, firstRollingAtMs: 0, firstOnSceneAtMs: 0 };
    const incident = {
      answeredAtMs: 2_000,
      placeConfirmedAtMs: 5_000,
      orders: [order, { ...order, firstSentAtMs: 7_000 }],
    };
    const call = readCalls(LINES, 'f').calls[0];
    if (!call) throw new Error('a call');
    const record = { ...newRecord(call, 1_000), incident } as unknown as CallRecord;
    const figures = new Map(stageFigures([record], 10).map((f) => [f.stage, f]));
    expect(figures.get('ring → answer')?.p50S).toBe(10);
    expect(figures.get('place confirmed → sent')?.p50S).toBe(20);
    expect(figures.get('rolling → on scene')).toMatchObject({ n: 0, p50S: null });
  });
});
