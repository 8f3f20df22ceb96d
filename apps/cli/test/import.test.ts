import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectDir } from '@muster/local/project-dirs';
import { createTestDatabase, startTestNats, type TestDatabase, type TestNats } from '@muster/local/test-backends';
import { startTestService, type TestService } from '@muster/local/test-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let database: TestDatabase;
let nats: TestNats;
let intake: TestService;
const dir = mkdtempSync(join(tmpdir(), 'muster-import-'));

beforeAll(async () => {
  [database, nats] = await Promise.all([createTestDatabase('alarm-intake'), startTestNats()]);
  const addresses = { DATABASE_URL: database.url, NATS_URL: nats.url };
  intake = await startTestService('alarm-intake', { ...addresses, MUSTER_INTAKE_KEY: 'intake-key' });
});
afterAll(async () => {
  await intake.stop();
  await Promise.all([database.drop(), nats.stop()]);
  rmSync(dir, { recursive: true });
});

async function musterImport(file: string, ...more: string[]) {
  const url = `http://127.0.0.1:${intake.httpPort}`;
  const child = spawn(
    process.execPath,
    [join(projectDir, 'muster'), 'import', join(dir, file), '--url', url, ...more],
    {
      env: { ...process.env, MUSTER_INTAKE_KEY: 'intake-key' },
    },
  );
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = (await once(child, 'close')) as [number];
  const answers = out.split('\n').filter((line) => line !== '');
  return { code, err, answers: answers.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('muster import', () => {
  it('answers every line in order, and a second run stores nothing', async () => {
    const lines = Array.from({ length: 60 }, (_, i) =>
      JSON.stringify({ id: `old-${i}`, text: `第${i}条`, callerId: '1' }),
    );
    writeFileSync(join(dir, 'old.jsonl'), [...lines, '{broken', '{"id":"nothing"}'].join('\n'));
    const first = await musterImport('old.jsonl', '--line', '119');
    expect(first.code).toBe(1);
    expect(first.answers.map(({ line }) => line)).toEqual(Array.from({ length: 62 }, (_, i) => i + 1));
    expect(first.answers.slice(60).map(({ error }) => (error as { code: string }).code)).toEqual([
      'invalid',
      'invalid',
    ]);
    expect(first.err).toContain('60 stored, 0 known, 2 refused');
    const second = await musterImport('old.jsonl', '--line', '119');
    expect(second.err).toContain('0 stored, 60 known, 2 refused');
    expect(second.answers.map(({ alarmId }) => alarmId)).toEqual(first.answers.map(({ alarmId }) => alarmId));
  });

  it('says which encoding a file has, and reads GBK', async () => {
    const gbk = Buffer.from('b1e0bac52cc4dac8dd0a672d312cd7c5bbf00a', 'hex');
    writeFileSync(join(dir, 'gbk.csv'), gbk);
    const { code, err, answers } = await musterImport('gbk.csv');
    expect([code, answers.length]).toEqual([0, 1]);
    expect(err).toContain('encoding gb18030, format csv');
  });

  it('refuses in words what is no file', async () => {
    const { code, err } = await musterImport('none.csv');
    expect([code, err.includes('there is no file')]).toEqual([1, true]);
  });
});
