import type { ClassificationFact } from '@muster/contracts/events/classification';
import { describe, expect, it } from 'vitest';
import { flagsOf } from './classified-flags.ts';

const found = (more: Partial<ClassificationFact>): ClassificationFact => ({
  ...{ type: 'service.inquiry', priority: 5, confidence: 0.9, alternatives: [], location: null, persons: null },
  ...{ hazards: [], evidence: [], needsHuman: false, modelVersion: '', priorityRules: [] },
  ...more,
});
const flags = (more: Partial<ClassificationFact>, text = '…') => flagsOf(found(more), text).map(({ flag }) => flag);

describe('what the classifier says of a call', () => {
  it('leaves inquiries, the city’s matters and lost property elsewhere to be transferred', () => {
    expect(flags({})).toEqual([]);
    expect(flags({ type: 'disaster.utility', priority: 3 })).toEqual([]);
    expect(flags({ type: 'traffic.parking', priority: 4 })).toEqual([]);
    expect(flags({ type: 'medical.transfer', priority: 4 })).toEqual([]);
  });
  it('keeps what is urgent, has a hazard, or is an emergency agency’s', () => {
    expect(flags({ type: 'disaster.utility', priority: 2 })).toEqual(['danger-said']);
    expect(flags({ hazards: ['gas'] })).toEqual(['danger-said']);
    expect(flags({ type: 'police.dispute', priority: 3 })).toEqual(['danger-said']);
    expect(flags({ type: 'call.prank', hazards: ['weapon'] })).toEqual(['danger-said']);
    expect(flags({ type: 'call.follow-up', priority: 3 })).toEqual([]);
    expect(flags({ type: 'call.misdial', priority: 5 })).toEqual([]);
  });
  it('takes a coded call for duress, and one in which nobody speaks for silent, with its evidence', () => {
    expect(flags({ type: 'call.silent', priority: 2 }, '我要一份外卖')).toEqual(['duress']);
    expect(flags({ type: 'call.silent', priority: 2 }, '（无人应答，风声）……')).toEqual(['silent']);
    const [flag] = flagsOf(found({ type: 'call.silent', evidence: [{ start: 0, end: 2, says: '点餐' }] }), '来两份');
    expect(flag?.zh).toContain('点餐');
  });
  it('keeps the hazards for later calls from there', () => {
    const [flag] = flagsOf(found({ type: 'police.weapon', priority: 1, hazards: ['weapon'] }), '有刀');
    expect(flag).toMatchObject({ flag: 'danger-said', signs: ['weapon'] });
  });
});
