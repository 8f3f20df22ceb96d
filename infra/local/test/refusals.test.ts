import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RefusalError } from '@muster/kernel/result';
import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { findTool } from '../find-tool.ts';
import { checkDisk } from '../machine-checks.ts';

const dir = mkdtempSync(join(tmpdir(), 'muster-refusals-'));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const tool = {
  name: 'no-such-program',
  variable: 'MUSTER_TEST_PROGRAM',
  names: ['no-such-program'],
  adviceZh: '请自行安装。',
  advice: 'Install it yourself.',
};
const refusalOf = (error: unknown) => (error as RefusalError).refusal;

test('a nearly full disk is said with what is free and what is needed, in both languages', () => {
  expect(() => checkDisk(dir, 1024 ** 3)).not.toThrow();
  try {
    checkDisk(dir, 300 * 1024 ** 2);
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(RefusalError);
    expect(refusalOf(error).message).toMatch(/300 MB are free .* at least 1024 MB/);
    expect(refusalOf(error).messageZh).toContain('只剩 300 MB');
  }
});

test('a missing tool is named with what to do about it', async () => {
  const refusal = await findTool(tool, dir).catch(refusalOf);
  expect(refusal).toMatchObject({ code: 'unavailable', message: expect.stringContaining(tool.advice) });
  expect(refusal).toMatchObject({ messageZh: expect.stringContaining(tool.adviceZh) });
});

test('a tool that was named but cannot be run is not replaced silently', async () => {
  vi.stubEnv(tool.variable, join(dir, 'nothing'));
  const refusal = await findTool(tool, dir).catch(refusalOf);
  expect(refusal).toMatchObject({ code: 'invalid', message: expect.stringContaining(tool.variable) });
});
