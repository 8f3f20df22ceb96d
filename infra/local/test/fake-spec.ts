import { join } from 'node:path';
import type { ProcessSpec } from '../child-process.ts';
import { freePorts } from '../free-ports.ts';
import { whyHttpNotReady } from '../services.ts';

export async function fakeSpec(name: string, notesFile: string, fault = ''): Promise<ProcessSpec> {
  const [http] = await freePorts(1);
  return {
    name,
    command: process.execPath,
    args: [join(import.meta.dirname, 'fake-service.mjs')],
    env: { MUSTER_SERVICE: name, MUSTER_HTTP_PORT: String(http), FAKE_NOTES: notesFile, FAKE_FAULT: fault },
    ports: { http },
    stopSignal: 'SIGTERM',
    stopTimeoutMs: fault === 'deaf' ? 300 : 5_000,
    whyNotReady: () => whyHttpNotReady(`http://127.0.0.1:${http}/readyz`),
  };
}
