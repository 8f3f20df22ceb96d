import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectDir } from '../../../infra/local/project-dirs.ts';
import { type ChannelRig, startChannelRig } from './channel-rig.ts';
import { type SpeechServer, startSpeechServer } from './speech-server.ts';

const page = readFileSync(join(projectDir, 'docs/operations/channels.md'), 'utf8');
const examples = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, code = '']) => code);
const dir = mkdtempSync(join(tmpdir(), 'muster-examples-'));

let rig: ChannelRig;
let speech: SpeechServer;
beforeAll(async () => {
  speech = await startSpeechServer();
  rig = await startChannelRig({ MUSTER_STT_URL: speech.url });
  writeFileSync(join(dir, 'call.wav'), '我家着火了');
});
afterAll(async () => {
  await rig.stop();
  await speech.stop();
  rmSync(dir, { recursive: true });
});

/** As a reader would: in a shell, with the answer's status behind it. */
async function run(example: string): Promise<{ status: number; body: Record<string, unknown> }> {
  const address = `http://127.0.0.1:${rig.service.httpPort}`;
  const script = `key() { echo "$1-key-1"; }\n${example.replace('curl -sS', "curl -sS -w '\\n%{http_code}'")}`;
  const env = { ...process.env, MUSTER: address, INTAKE: address, no_proxy: '127.0.0.1' };
  const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: dir, env });
  const [body = '', status = ''] = [stdout.slice(0, stdout.lastIndexOf('\n')), stdout.slice(stdout.lastIndexOf('\n'))];
  return { status: Number(status), body: JSON.parse(body) as Record<string, unknown> };
}

describe('an example of docs/operations/channels.md', () => {
  it.each(examples.map((example) => [/intake\/v1\/[\w/]+/.exec(example)?.[0] ?? '', example]))(
    'for %s works as it stands',
    async (_address, example) => {
      const { status, body } = await run(example);
      expect([status, body.error]).toEqual([expect.toSatisfy((code: number) => code >= 200 && code < 300), undefined]);
      expect(body.warnings ?? []).toEqual([]);
    },
  );
});
