import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ClientToServer, Delta, Picture, ServerToClient, Session } from '@muster/contracts/edge';
import { io, type Socket } from 'socket.io-client';
import { freePorts } from '../../../infra/local/free-ports.ts';
import {
  createTestDatabase,
  startTestNats,
  type TestDatabase,
  type TestNats,
} from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';
import { tinyCity } from './tiny-city.ts';

export const INTAKE_KEY = 'intake-key';
export const TRACKING_KEY = 'tracking-key';
export const PASSWORD = 'correct horse';
const person = (username: string, roles: string[], unitId = '') => ({
  ...{ username, roles, unitId, password: PASSWORD, displayName: username },
});
const USERS = [
  person('seat', ['call-taker', 'dispatcher']),
  person('boss', ['supervisor', 'dispatcher', 'call-taker']),
  person('wall', ['leadership']),
  person('crew', ['unit'], 'f1-1'),
  person('admin', ['admin']),
  person('gate', ['gateway']),
  person('victim', ['dispatcher']),
];
const BEHIND = ['alarm-intake', 'resource-registry', 'dispatch', 'unit-tracking'] as const;

export type Screen = Socket<ServerToClient, ClientToServer>;

export interface Rig {
  readonly url: string;
  readonly services: Readonly<Record<(typeof BEHIND)[number] | 'command-map', TestService>>;
  readonly nats: TestNats;
  /** What the edge was started with. */
  readonly edgeEnv: Readonly<Record<string, string>>;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Signs in once a name. */
  token(username: string): Promise<string>;
  as(username: string, method: string, path: string, body?: unknown): Promise<Response>;
  screen(username: string): Promise<Follower>;
  stop(): Promise<void>;
}

/** The edge with the real services behind it, all but the classifier: it is not needed for the main job. */
export async function startRig(): Promise<Rig> {
  const [nats, cityDir, [publicPort = 0, nobody = 0]] = await Promise.all([startTestNats(), tinyCity(), freePorts(2)]);
  const names = [...BEHIND, 'command-map'] as const;
  const databases = await Promise.all(names.map((name) => createTestDatabase(name)));
  const env = (i: number) => ({
    DATABASE_URL: (databases[i] as TestDatabase).url,
    NATS_URL: nats.url,
    MUSTER_CITY: cityDir,
    MUSTER_INTAKE_KEY: INTAKE_KEY,
    MUSTER_TRACKING_KEY: TRACKING_KEY,
    MUSTER_SEED_UNITS: '9',
  });
  const behind = await Promise.all(BEHIND.map((name, i) => startTestService(name, env(i))));
  const addresses: Record<string, string> = {
    MUSTER_CALL_CLASSIFICATION_HTTP: `127.0.0.1:${nobody}`,
    MUSTER_CALL_CLASSIFICATION_GRPC: `127.0.0.1:${nobody}`,
  };
  BEHIND.forEach((name, i) => {
    const prefix = `MUSTER_${name.toUpperCase().replaceAll('-', '_')}`;
    addresses[`${prefix}_HTTP`] = `127.0.0.1:${behind[i]?.httpPort}`;
    addresses[`${prefix}_GRPC`] = `127.0.0.1:${behind[i]?.grpcPort}`;
  });
  const edgeEnv = {
    ...env(names.length - 1),
    ...addresses,
    MUSTER_PORT: String(publicPort),
    MUSTER_DEMO_USERS: JSON.stringify(USERS),
  };
  const edge = await startTestService('command-map', edgeEnv);
  const services = Object.fromEntries(names.map((name, i) => [name, behind[i] ?? edge])) as Rig['services'];
  const followers: Follower[] = [];
  const url = `http://127.0.0.1:${publicPort}`;
  const caller = callsTo(url);
  return {
    ...caller,
    ...{ url, services, nats, edgeEnv },
    async screen(username) {
      const follower = new Follower(url, await caller.token(username));
      followers.push(follower);
      await follower.until('the first snapshot', () => follower.picture !== null);
      return follower;
    },
    async stop() {
      for (const follower of followers) follower.socket.disconnect();
      await edge.stop();
      await Promise.all(behind.map((service) => service.stop()));
      await Promise.all([...databases.map((database) => database.drop()), nats.stop()]);
      rmSync(dirname(cityDir), { recursive: true, force: true });
    },
  };
}

function callsTo(url: string): Pick<Rig, 'call' | 'token' | 'as'> {
  const tokens = new Map<string, string>();
  const call: Rig['call'] = (method, path, body, headers = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
  const token: Rig['token'] = async (username) => {
    const known = tokens.get(username);
    if (known !== undefined) return known;
    const answer = await call('POST', '/api/session', { username, password: PASSWORD });
    if (!answer.ok) throw new Error(`${username} could not sign in: ${await answer.text()}`);
    const fresh = ((await answer.json()) as Session).token ?? '';
    tokens.set(username, fresh);
    return fresh;
  };
  const as: Rig['as'] = async (username, method, path, body) =>
    call(method, path, body, { authorization: `Bearer ${await token(username)}` });
  return { call, token, as };
}

/** A screen that keeps the picture as a browser would: snapshot, then deltas without gaps. */
export class Follower {
  readonly socket: Screen;
  picture: Picture | null = null;
  gaps = 0;
  readonly frames: Buffer[] = [];
  readonly deltas: Delta[] = [];
  readonly refusals: unknown[] = [];
  signedOut = false;

  constructor(url: string, token: string, options: { followed?: boolean } = {}) {
    this.socket = io(url, { auth: { token }, transports: ['websocket'], reconnection: false, forceNew: true });
    this.socket.on('connect_error', (error) => this.refusals.push((error as { data?: unknown }).data ?? error.message));
    this.socket.on('signed-out', () => {
      this.signedOut = true;
    });
    this.socket.on('positions', (frame) => this.frames.push(frame as unknown as Buffer));
    if (options.followed === false) return;
    this.socket.on('snapshot', (picture) => {
      this.picture = picture;
    });
    this.socket.on('delta', (delta) => this.apply(delta));
  }

  apply(delta: Delta): void {
    this.deltas.push(delta);
    if (this.picture === null) return;
    if (delta.epoch !== this.picture.epoch || delta.sequence !== this.picture.sequence + 1) this.gaps++;
    let { incidents, units, alarms } = this.picture;
    for (const change of delta.changes) {
      if (change.kind === 'incident')
        incidents = [...incidents.filter((i) => i.incidentId !== change.value.incidentId), change.value];
      if (change.kind === 'incident-gone') incidents = incidents.filter((i) => i.incidentId !== change.id);
      if (change.kind === 'unit')
        units = [...units.filter((u) => u.unit.unitId !== change.value.unit.unitId), change.value];
      if (change.kind === 'unit-gone') units = units.filter((u) => u.unit.unitId !== change.id);
      if (change.kind === 'alarm') alarms = [...alarms.filter((a) => a.alarmId !== change.value.alarmId), change.value];
      if (change.kind === 'alarm-gone') alarms = alarms.filter((a) => a.alarmId !== change.id);
    }
    this.picture = { ...this.picture, sequence: delta.sequence, incidents, units, alarms };
  }

  async until<T>(what: string, check: () => T): Promise<NonNullable<T>> {
    return until(`${what} (${JSON.stringify(this.refusals)})`, check);
  }
}

export async function until<T>(what: string, check: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (let i = 0; i < 400; i++) {
    const value = await check();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`waited too long until ${what}`);
}
