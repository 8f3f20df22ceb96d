import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStorable, storable } from './storable.ts';

describe('what goes into the log', () => {
  it('is the same object when it can be stored', () => {
    const value = { type: 'alarm.received', text: '🔥 着火', place: null, persons: [1, 'two'] };
    expect(storable(value)).toBe(value);
  });
  it('has zero characters and half pairs replaced, also deep down, and nothing else', () => {
    expect(storable({ a: 'x\0y', b: [{ c: 'z\ud83d' }], d: 1 })).toEqual({ a: 'x y', b: [{ c: 'z\ufffd' }], d: 1 });
  });
  it('can always be stored', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
        expect(isStorable(storable({ value, text: `${text}\0${text.slice(0, 1)}\udc00` }))).toBe(true);
      }),
    );
  });
});
