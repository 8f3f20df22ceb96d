import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlaceHit, Session, SystemInfo } from '@muster/contracts/edge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureCertificate } from '../../../infra/local/certificate.ts';
import { freePorts } from '../../../infra/local/free-ports.ts';
import { startTestService } from '../../../infra/local/test-service.ts';
import { Follower, PASSWORD, type Rig, startRig } from './rig.ts';
import { CENTER } from './tiny-city.ts';

let rig: Rig;
beforeAll(async () => {
  rig = await startRig();
});
afterAll(() => rig.stop());

const signIn = (username: string, password: string) => rig.call('POST', '/api/session', { username, password });

describe('signing in', () => {
  it('gives a token and a cookie no script can read, and signing out ends both', async () => {
    const answer = await signIn('wall', PASSWORD);
    const session = (await answer.json()) as Session;
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/muster_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43/);
    expect(session).toMatchObject({ username: 'wall', roles: ['leadership'] });
    const screen = new Follower(rig.url, session.token ?? '');
    await screen.until('it is connected', () => screen.picture);
    const bearer = { authorization: `Bearer ${session.token}` };
    expect((await rig.call('GET', '/api/session', undefined, bearer)).status).toBe(200);
    expect((await rig.call('DELETE', '/api/session', undefined, bearer)).status).toBe(204);
    expect((await rig.call('GET', '/api/session', undefined, bearer)).status).toBe(401);
    await screen.until('its screen is signed out', () => screen.signedOut && screen.socket.disconnected);
  });

  it('makes who guesses passwords wait, also with the right one, and nobody else', async () => {
    for (let i = 0; i < 5; i++) expect((await signIn('victim', `guess ${i}`)).status).toBe(401);
    const answer = await signIn('victim', PASSWORD);
    expect(answer.status).toBe(429);
    expect(await answer.json()).toMatchObject({ error: { code: 'limit', messageZh: expect.stringContaining('等待') } });
    expect((await signIn('boss', PASSWORD)).status).toBe(200);
  });

  it('takes a cookie only from a page of its own when something is changed', async () => {
    const cookie = `muster_session=${await rig.token('seat')}`;
    const post = (origin?: string) =>
      rig.call('POST', '/api/suggest', { text: '着火' }, { cookie, ...(origin === undefined ? {} : { origin }) });
    expect((await post()).status).toBe(403);
    expect((await post('https://evil.example')).status).toBe(403);
    expect((await post('null')).status).toBe(403);
    expect((await post(rig.url)).status).toBe(200);
    expect((await rig.call('GET', '/api/session', undefined, { cookie })).status).toBe(200);
  });

  it('lets administrators add users, and users change their own password', async () => {
    const user = { username: 'new.seat', password: 'long enough 1', displayName: '新席位', roles: ['dispatcher'] };
    expect((await rig.as('seat', 'POST', '/api/users', user)).status).toBe(403);
    expect((await rig.as('admin', 'POST', '/api/users', { ...user, password: 'short' })).status).toBe(400);
    expect((await rig.as('admin', 'POST', '/api/users', user)).status).toBe(201);
    expect((await rig.as('admin', 'POST', '/api/users', user)).status).toBe(409);
    const { token } = (await (await signIn('new.seat', user.password)).json()) as Session;
    const headers = { authorization: `Bearer ${token}` };
    const change = (oldPassword: string) =>
      rig.call('POST', '/api/session/password', { oldPassword, newPassword: 'another one 2' }, headers);
    expect((await change('wrong')).status).toBe(403);
    expect((await change(user.password)).status).toBe(204);
    expect((await signIn('new.seat', user.password)).status).toBe(401);
    expect((await signIn('new.seat', 'another one 2')).status).toBe(200);
    const listed = await (await rig.as('admin', 'GET', '/api/users')).text();
    expect(listed).toContain('new.seat');
    expect(listed).not.toContain('scrypt');
  });

  it('keeps strangers off the live picture', async () => {
    const stranger = new Follower(rig.url, 'x'.repeat(43));
    await stranger.until('it is refused', () => stranger.refusals.length > 0);
    expect(stranger.refusals[0]).toMatchObject({ code: 'unauthenticated' });
    stranger.socket.disconnect();
  });
});

describe('an edge for phones on the same network', () => {
  it('speaks TLS only, and its cookie never leaves it unencrypted', async () => {
    const home = mkdtempSync(join(tmpdir(), 'muster-test-tls-'));
    const { certFile, keyFile } = await ensureCertificate(home, '127.0.0.1');
    const [port = 0] = await freePorts(1);
    const edge = await startTestService('command-map', {
      ...rig.edgeEnv,
      ...{ MUSTER_PORT: String(port), MUSTER_TLS_CERT: certFile, MUSTER_TLS_KEY: keyFile },
    });
    const body = JSON.stringify({ username: 'seat', password: PASSWORD });
    const cookie = await new Promise((resolve, reject) => {
      const options = { method: 'POST', ca: readFileSync(certFile), headers: { 'content-type': 'application/json' } };
      request(`https://127.0.0.1:${port}/api/session`, options, (r) => resolve(String(r.headers['set-cookie'])))
        .on('error', reject)
        .end(body);
    });
    expect(cookie).toMatch(/; Secure$/);
    await expect(fetch(`http://127.0.0.1:${port}/api/system`)).rejects.toThrow();
    expect(await edge.stop()).toBe(0);
    rmSync(home, { recursive: true, force: true });
  });
});

describe('roles', () => {
  it.each([
    ['wall', 'POST', '/api/alarms', { idempotencyKey: 'r', text: 'x' }],
    ['wall', 'GET', '/api/alarms/a1', undefined],
    ['wall', 'GET', '/api/guidance?type=fire.building', undefined],
    ['crew', 'POST', '/api/incidents/i1/assign', { unitIds: ['u'] }],
    ['crew', 'GET', '/api/wall', undefined],
    ['admin', 'POST', '/api/incidents/i1/close', { reason: 'x' }],
    ['gate', 'POST', '/api/incidents/i1/assign', { unitIds: ['u'] }],
    ['seat', 'GET', '/api/users', undefined],
    ['seat', 'GET', '/api/classifier/report', undefined],
    ['seat', 'GET', '/api/classifier/corrections', undefined],
    ['seat', 'POST', '/api/units/f1-1/position', { lon: 1, lat: 1, observedAtMs: 1 }],
  ])('%s may not %s %s', async (username, method, path, body) => {
    const answer = await rig.as(username, method, path, body);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'forbidden' } });
  });
});

describe('garbage', () => {
  const GARBAGE = [
    '',
    '[]',
    'null',
    '"x"',
    '42',
    '{',
    '{"lon":"x"}',
    `{"text":${JSON.stringify('x'.repeat(600_000))}}`,
  ];
  const ids = ['i1', '%00', '%F0%28', '..%2f..%2fetc', 'x'.repeat(300), "'; DROP TABLE users; --"];
  const posts = [
    ...['/api/session', '/api/alarms', '/api/suggest', '/api/incidents', '/api/users', '/api/session/password'],
    ...ids.flatMap((id) => [
      ...['answer', 'transcript'].map((verb) => `/api/alarms/${id}/${verb}`),
      ...['assign', 'place', 'type', 'agencies', 'notes', 'merge', 'feedback', 'cancel', 'close'].map(
        (verb) => `/api/incidents/${id}/${verb}`,
      ),
      ...['status', 'decline', 'stand-down', 'position'].map((verb) => `/api/units/${id}/${verb}`),
    ]),
  ];
  const gets = [
    ...[
      '/api/places?q=%00&lon=x',
      '/api/places?lon=1',
      '/api/places?q=a&q=b',
      '/api/places/at',
      '/api/places/at?lon=999&lat=0',
    ],
    ...['/map/tiles/1/2/3.pbf', '/map/tiles/a/b/c.pbf', '/map/tiles/30/1/1.pbf', '/map/style.json?lang=xx'],
    ...['/api/nothing', '/map/tiles/-1/0/0.pbf', '/assets/../../package.json', '/%c0%ae%c0%ae/etc/passwd'],
    ...ids.flatMap((id) => [
      `/api/alarms/${id}`,
      `/api/incidents/${id}`,
      `/api/units/${id}/route`,
      `/api/units/${id}/track?from=x`,
    ]),
  ];

  it('gets an answer that blames the sender, on every route and in every role', async () => {
    const wrong: string[] = [];
    for (const who of ['boss', 'gate', 'admin']) {
      for (const path of posts) {
        for (const body of GARBAGE) {
          const answer = await rig.as(who, 'POST', path, body);
          await answer.arrayBuffer();
          const harmless = path.includes('/answer') && answer.status === 404;
          if (answer.status < 400 || answer.status >= 500)
            wrong.push(`${who} POST ${path} ${body.slice(0, 20)} → ${answer.status}`);
          else if (harmless) continue;
        }
      }
      for (const path of gets) {
        const answer = await rig.as(who, 'GET', path);
        await answer.arrayBuffer();
        if (answer.status < 400 || answer.status >= 500) wrong.push(`${who} GET ${path} → ${answer.status}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('in every field of a right request is stored or refused, and never breaks anything', async () => {
    const nasty = "😱\u0000\ud800 '; DROP TABLE events; -- <script>";
    const answer = await rig.as('seat', 'POST', '/api/alarms', {
      ...{ idempotencyKey: 'nasty', text: nasty, callerNumber: nasty, callerName: nasty, line: nasty, channel: nasty },
      ...{ reportedType: nasty, lang: nasty, rangAtMs: 1e300 - 1e300, place: { lon: 1, lat: 1, text: nasty } },
    });
    expect([answer.status, await answer.text()]).toEqual([201, expect.stringContaining('alarmId')]);
  });
});

describe('the map and the places', () => {
  it('serves tiles as they lie in the pack, nothing where there is nothing, and a style that needs no other host', async () => {
    const tile = await rig.call('GET', tilePath(12));
    expect(tile.status).toBe(200);
    expect(tile.headers.get('cache-control')).toContain('max-age');
    expect((await tile.arrayBuffer()).byteLength).toBeGreaterThan(10);
    expect((await rig.call('GET', '/map/tiles/12/0/0.pbf')).status).toBe(204);
    for (const theme of ['day', 'night', 'dark']) {
      const style = await (await rig.call('GET', `/map/style.json?lang=en&theme=${theme}`)).text();
      const hosts = new Set([...style.matchAll(/https?:\/\/[^/"]+/g)].map((match) => match[0]));
      expect([...hosts]).toEqual([rig.url]);
      expect(style).toContain('© OpenStreetMap contributors');
      expect(JSON.parse(style)).not.toHaveProperty('glyphs');
    }
  });

  it('finds places by name and names by place', async () => {
    const found = (await (await rig.as('seat', 'GET', `/api/places?q=${encodeURIComponent('滨海小学')}`)).json()) as {
      places: PlaceHit[];
    };
    expect(found.places[0]).toMatchObject({ name: '滨海小学', kind: 'school' });
    const at = await rig.as('seat', 'GET', `/api/places/at?lon=${CENTER[0]}&lat=${CENTER[1]}`);
    expect((await at.json()) as unknown).toMatchObject({ place: { kind: 'school' } });
  });

  it('tells the sign-in page what city this is and that it is a test', async () => {
    const system = (await (await rig.call('GET', '/api/system')).json()) as SystemInfo;
    expect(system).toMatchObject({ mode: 'test', city: { nameZh: '小城', timeZone: 'Asia/Shanghai' } });
    expect(system.incidentTypes.length).toBeGreaterThan(50);
    const page = await rig.call('GET', '/console');
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('npm start')]);
    expect(page.headers.get('content-security-policy')).toContain("worker-src 'self' blob:");
  });
});

function tilePath(z: number): string {
  const [lon, lat] = CENTER;
  const x = Math.floor(((lon + 180) / 360) * 2 ** z);
  const r = (lat * Math.PI) / 180;
  const y = Math.floor(((1 - Math.log(Math.tan(r) + 1 / Math.cos(r)) / Math.PI) / 2) * 2 ** z);
  return `/map/tiles/${z}/${x}/${y}.pbf`;
}
