import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Acd } from './acd.ts';

const agents = [1, 2, 3].map((n) => ({ seat: `0${n}`, id: `u${n}`, name: `U${n}` }));

describe('the distribution of calls', () => {
  it('gives the longest waiting caller to the longest free seat', () => {
    const acd = new Acd(agents);
    for (const call of ['a', 'b', 'c', 'd']) acd.ring(call);
    expect([acd.handOut(), acd.handOut(), acd.handOut()].map((out) => `${out?.callId}@${out?.agent.seat}`)).toEqual([
      'a@01',
      'b@02',
      'c@03',
    ]);
    expect(acd.handOut()).toBeNull();
    acd.leave('b');
    expect(acd.handOut()).toMatchObject({ callId: 'd', agent: { seat: '02' } });
  });
  it('never has a call at two seats or a seat with two calls, whatever happens', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('ring' as const), call: fc.integer({ min: 0, max: 8 }) }),
      fc.record({ do: fc.constant('leave' as const), call: fc.integer({ min: 0, max: 8 }) }),
      fc.record({ do: fc.constant('take' as const), call: fc.integer({ min: 9, max: 12 }) }),
      fc.constant({ do: 'hand-out' as const, call: 0 }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const acd = new Acd(agents);
        for (const one of steps) {
          const call = `${one.call}`;
          if (one.do === 'ring') acd.ring(call);
          else if (one.do === 'leave') acd.leave(call);
          else if (one.do === 'hand-out') acd.handOut();
          else if (!acd.talking.has(call)) acd.take(call, 'u2');
          const seats = [...acd.free, ...acd.talking.values()].map(({ seat }) => seat).sort();
          expect(seats).toEqual(['01', '02', '03']);
          expect(acd.waiting.filter((id) => acd.talking.has(id))).toEqual([]);
          expect(new Set(acd.waiting).size).toBe(acd.waiting.length);
        }
      }),
    );
  });
});
