import { resolve } from 'node:path';
import { RefusalError } from '@muster/kernel/result';
import { ADMIN_NAME } from '@muster/local/demo-users';
import { runningInstance } from '@muster/local/running-instance';
import { EdgeClient, EdgeRefused } from '@muster/sim/drill/edge-client';

/** The edge of the instance that runs on this home, signed in as its administrator. */
export async function asAdmin(home: string): Promise<EdgeClient> {
  const { publicUrl, secrets } = runningInstance(resolve(home));
  const edge = new EdgeClient(publicUrl, new AbortController().signal);
  await told(edge.signIn(ADMIN_NAME, secrets.demoPasswords[ADMIN_NAME] ?? ''));
  return edge;
}

/** A refusal of the edge is the command's own answer. */
export async function told<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw error instanceof EdgeRefused ? new RefusalError(error.refusal) : error;
  }
}
