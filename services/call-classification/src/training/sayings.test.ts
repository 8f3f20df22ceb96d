import { describe, expect, it } from 'vitest';
import { readCorpus, readHeldOut, readSources } from '../adapters/sources.ts';
import { parseSayings } from './sayings.ts';

describe('the sayings', () => {
  it('belong to the type above them, in both languages', () => {
    expect(parseSayings(['# a note\n@ fire.building\nzh 着火了 冒火\nen on fire | smoke inside\n'])).toEqual([
      { type: 'fire.building', text: '着火了' },
      { type: 'fire.building', text: '冒火' },
      { type: 'fire.building', text: 'on fire' },
      { type: 'fire.building', text: 'smoke inside' },
    ]);
  });

  it('are refused with the line that is wrong', () => {
    expect(() => parseSayings(['zh 着火了\n'])).toThrow(/near "zh 着火了"/);
    expect(() => parseSayings(['@ fire.building\nfr au feu\n'])).toThrow(/near "fr au feu"/);
  });

  it('are there for every type, and no call of the corpus or the held-out part is one of them', () => {
    const { sayings, files } = readCorpus();
    const types = new Set(sayings.map(({ type }) => type));
    expect([...readSources().types.keys()].filter((type) => !types.has(type))).toEqual([]);
    const said = new Set(sayings.map(({ text }) => text));
    const calls = [...files, ...readHeldOut()].flatMap((file) => file.calls);
    expect(calls.filter(({ text }) => said.has(text)).map(({ id }) => id)).toEqual([]);
  });
});
