import { expect, test } from 'vitest';
import { countReport } from './run-vitest.ts';

const file = (status: string, ...states: string[]) => ({
  status,
  assertionResults: states.map((state) => ({ status: state })),
});

test('counts what passed, failed and was skipped over all files', () => {
  const testResults = [file('passed', 'passed', 'passed', 'skipped'), file('failed', 'failed', 'passed', 'todo')];
  expect(countReport({ testResults })).toEqual({ passed: 3, failed: 1, skipped: 2 });
});

test('a file that cannot be loaded counts as a failure', () => {
  expect(countReport({ testResults: [file('failed')] })).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
