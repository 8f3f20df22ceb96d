import { expect, test } from 'vitest';
import { targetsFrom } from './targets.ts';

test('an address without targets gives the defaults', () => {
  expect(targetsFrom('?lang=en').answer).toBe(10);
});

test('the address overrules single targets and cannot break the others', () => {
  const targets = targetsFrom('?targets=answer:8,travel:abc,nonsense:5');
  expect(targets.answer).toBe(8);
  expect(targets.travel).toBe(480);
});
