import { describe, expect, it } from 'vitest';
import { parsePriorityRules, priorityOf } from './priority-rules.ts';

const TABLE = `id,types,when,unless,risk,effect,zh,en
weapon,police.*,weapon&now|weapon&child,drill,,raise-1,刀,A knife
past,police.burglary,past,,,lower-3,过去,Past
risk,*,,,>=0.5,raise-1,险,Risk
`;
const concepts = new Set(['weapon', 'now', 'child', 'drill', 'past']);
const rules = parsePriorityRules(TABLE, concepts);
const at = (type: string, said: string[], risk = 0) => priorityOf(rules, { type, usual: 2, said: new Set(said), risk });

describe('the priority table', () => {
  it('moves a type where all concepts of one condition are spoken of', () => {
    expect(at('police.assault', ['weapon', 'child'])).toEqual({ priority: 1, moved: ['weapon'] });
    expect(at('police.assault', ['weapon'])).toEqual({ priority: 2, moved: [] });
    expect(at('fire.building', ['weapon', 'child'])).toEqual({ priority: 2, moved: [] });
  });

  it('keeps still where an exception is spoken of', () => {
    expect(at('police.assault', ['weapon', 'now', 'drill']).priority).toBe(2);
  });

  it('lets danger win over what speaks against it', () => {
    expect(at('police.burglary', ['past', 'weapon', 'now'])).toEqual({ priority: 1, moved: ['past', 'weapon'] });
    expect(at('police.burglary', ['past']).priority).toBe(3);
  });

  it('raises where more likely than not a life is at risk', () => {
    expect(at('medical.fall', [], 0.6)).toEqual({ priority: 1, moved: ['risk'] });
  });

  it('is refused with the row and the word that is wrong', () => {
    expect(() => parsePriorityRules(TABLE.replace('weapon&now', 'wepon&now'), concepts)).toThrow(/weapon: "wepon"/);
    expect(() => parsePriorityRules(TABLE.replace('>=0.5', '0.5'), concepts)).toThrow(/risk "0.5"/);
    expect(() => parsePriorityRules(TABLE.replace('raise-1,刀', 'raise-9,刀'), concepts)).toThrow(/effect "raise-9"/);
  });
});
