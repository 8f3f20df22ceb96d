import { describe, expect, it } from 'vitest';
import { findConcepts } from './find-concepts.ts';
import { foldText } from './folded-text.ts';
import { parseLexicon } from './lexicon.ts';

const lexicon = parseLexicon(['fire | 起火 | fire\nzh 着火 浓烟 捂..胸\nen fire|burn*|smell .. gas\n']);
const find = (text: string) =>
  findConcepts(foldText(text), lexicon).map(({ negated, certainty }) => ({ negated, certainty }));

describe('concepts', () => {
  it('are found as written, across a gap, and by their sound', () => {
    expect(find('着火了')).toEqual([{ negated: false, certainty: 1 }]);
    expect(find('捂着前胸')).toEqual([{ negated: false, certainty: 1 }]);
    expect(find('农烟')[0]?.certainty).toBeLessThan(1);
    expect(find('it is BURNING')).toHaveLength(1);
    expect(find('smell a lot of gas')).toHaveLength(1);
  });

  it('are denied by a word before them in the same clause', () => {
    for (const text of ['没有着火', '没见着火', 'there is no fire', "it isn't on fire"]) {
      expect(find(text)[0]?.negated, text).toBe(true);
    }
  });

  it('are not denied by what denies something else', () => {
    for (const text of ['没人管,着火了', '不停地冒浓烟', '不知道怎么着火的', 'no. fire!']) {
      expect(find(text)[0]?.negated, text).toBe(false);
    }
  });
});

describe('the lexicon', () => {
  it('is refused with the line that is wrong', () => {
    expect(() => parseLexicon(['a | b | c\nzh x\n'])).toThrow(/near "a \| b \| c"/);
  });
});
