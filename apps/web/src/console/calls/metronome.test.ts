import fc from 'fast-check';
import { expect, test } from 'vitest';
import { beatAt, beatsBetween } from './metronome.ts';

test('a minute has as many beats as it should, however it is cut into looks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.01, max: 0.9, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (looks) => {
        const whole = beatsBetween(110, -1, 60 - 1e-9);
        expect(whole).toHaveLength(110);
        const beats: number[] = [];
        let from = -1;
        let to = 0;
        for (const look of looks) {
          to += look;
          beats.push(...beatsBetween(110, from, to));
          from = beats.at(-1) ?? from;
        }
        expect(beats).toEqual(beatsBetween(110, -1, to));
      },
    ),
  );
});

test('the flash says which beat it is', () => {
  expect(beatAt(120, -0.1)).toEqual({ beat: 0, lit: false });
  expect(beatAt(120, 0.1)).toEqual({ beat: 1, lit: true });
  expect(beatAt(120, 0.4)).toEqual({ beat: 1, lit: false });
  expect(beatAt(120, 0.6)).toEqual({ beat: 2, lit: true });
});
