import { describe, expect, it } from 'vitest';
import { loadClassifier } from '../adapters/sources.ts';
import { classifyLine } from './classify-lines.ts';

const classifier = loadClassifier();
const answer = (line: string) => JSON.parse(classifyLine(classifier, line, null)) as Record<string, unknown>;

describe('a line of calls', () => {
  it('gets the members that were promised, in their order', () => {
    const members = 'id type priority confidence alternatives location persons hazards evidence needsHuman'.split(' ');
    expect(Object.keys(answer('{"id":"1","text":"着火了","lang":"zh","channel":"sms","more":1}'))).toEqual(members);
  });

  it('gets an answer that asks for a human when it is bad', () => {
    for (const line of ['', '{', '[]', 'null', '7', '{"id":1}', '{"id":1,"text":5}', '\ufeff{"text":null}']) {
      const { needsHuman, problem, type } = answer(line);
      expect([needsHuman, typeof problem, type], line).toEqual([true, 'string', 'call.silent']);
    }
    expect(answer('\ufeff{"id":3,"text":"着火了"}')).toMatchObject({ id: 3, needsHuman: expect.any(Boolean) });
  });
});
