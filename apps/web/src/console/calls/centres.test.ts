import { expect, it } from 'vitest';
import { isLinked } from './centres.ts';

const centre = (name: string, linked: boolean) => ({ name, linked, phone: false });

it('takes a centre for linked only where the system says so', () => {
  expect(isLinked([centre('12345', true)], '12345')).toBe(true);
  expect(isLinked([centre('12345', false)], '12345')).toBe(false);
  expect(isLinked([centre('12345', true)], '122')).toBe(false);
  expect(isLinked([], '12345')).toBe(false);
  expect(isLinked(null, '12345')).toBe(false);
});
