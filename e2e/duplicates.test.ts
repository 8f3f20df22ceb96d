import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { AlarmReceipt } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { buildWeb, webDistDir } from '@muster/local/build-web';
import { projectDir } from '@muster/local/project-dirs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, signIn, startBrowser } from './browser.ts';
import { startTestMuster, type TestMuster } from './whole-line.ts';

const SCREENSHOTS = join(projectDir, '.muster', 'screenshots');
const METRE_LAT = 1 / 111_195;
/** Somewhere in the town; what matters is what is near what. */
const FIRE = { lon: 121.93, lat: 29.12 };
const PATIENCE = { timeout: 30_000 };

describe('many calls about one fire', () => {
  let muster: TestMuster;
  let browser: Browser;
  let desk: Person;
  let token = '';
  const stop = new AbortController();

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await buildWeb(stop.signal);
    [muster, browser] = await Promise.all([startTestMuster({ webDistDir }), startBrowser()]);
    const who = { username: 'seat', password: muster.secrets.demoPasswords.seat ?? '' };
    token = ((await edge('POST', '/api/session', who)) as { token: string }).token;
    desk = await signIn(browser, muster.url, '/console', who, { width: 1440, height: 900 });
  }, 240_000);
  afterAll(async () => {
    stop.abort();
    await browser?.close();
    await muster?.stop();
  }, 60_000);

  async function edge(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${muster.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token === '' ? {} : { authorization: `Bearer ${token}` }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.status, `${method} ${path}`).toBeLessThan(300);
    return response.json();
  }
  let n = 0;
  /** The incident it opened. */
  async function call(text: string, type: string, northM: number): Promise<string> {
    const key = `fire-${++n}`;
    const place = { lon: FIRE.lon, lat: FIRE.lat + northM * METRE_LAT, accuracyM: 20, source: 'phone' };
    const form = { idempotencyKey: key, line: '119', callerNumber: `1390000${n}`, text, place, reportedType: type };
    const { alarmId } = (await edge('POST', '/api/alarms', form)) as AlarmReceipt;
    await expect.poll(() => incident(`i${alarmId}`).catch(() => undefined), PATIENCE).toBeDefined();
    return `i${alarmId}`;
  }
  const incident = async (id: string) =>
    ((await edge('GET', `/api/incidents/${id}`)) as { incident: Incident }).incident;
  const pick = (id: string) => desk.page.locator(`[data-testid="queue-row"][data-incident-id="${id}"]`).click();
  const shown = () => desk.page.getByTestId('incident-detail').getAttribute('data-incident');

  it('are proposed with reasons, joined with one key, all of them with another, and taken out again', async () => {
    const { page } = desk;
    const fire = await call('三楼厨房着火，火从窗户出来了', 'fire.building', 0);
    const sprain = await call('我在台阶上扭了脚踝，肿了', 'medical.fall', 60);
    const second = await call('楼上三楼着火了，厨房那边火好大，有小孩被困', 'fire.building', 20);
    await pick(second);
    const proposed = page.getByTestId('duplicate').first();
    await proposed.waitFor(PATIENCE);
    expect(await proposed.getAttribute('data-target')).toBe(fire);
    expect(await proposed.locator('.duplicate-reasons li').count()).toBeGreaterThan(1);
    await page.screenshot({ path: join(SCREENSHOTS, 'console-duplicate.png') });
    await page.keyboard.press('F3');
    await expect.poll(shown, PATIENCE).toBe(fire);
    await expect.poll(async () => (await incident(fire)).alarmIds.length, PATIENCE).toBe(2);
    // The joined caller spoke of a trapped child: the desk is told.
    expect((await incident(fire)).attention).toBe(1);

    const more = [
      await call('三楼着火，厨房窗户冒黑烟', 'fire.building', -15),
      await call('看到三楼着火，黑烟好大', 'fire.building', 30),
      await call('三楼厨房着火了快来', 'fire.building', 10),
    ];
    await page.getByTestId('join-many').waitFor(PATIENCE);
    await expect.poll(() => page.getByTestId('join-all').textContent(), PATIENCE).toContain('3');
    await page.screenshot({ path: join(SCREENSHOTS, 'console-duplicates-surge.png') });
    await page.keyboard.press('F10');
    await expect.poll(async () => (await incident(fire)).alarmIds.length, PATIENCE).toBe(5);
    expect((await incident(sprain)).state).toBe('open');

    await expect.poll(() => page.getByTestId('joined-call').count(), PATIENCE).toBe(5);
    const last = more[2] as string;
    await page
      .locator(`[data-testid="joined-call"][data-alarm-id="${last.slice(1)}"]`)
      .getByTestId('split')
      .click();
    await expect.poll(async () => (await incident(last)).state, PATIENCE).toBe('open');
    await expect.poll(() => page.getByTestId('joined-call').count(), PATIENCE).toBe(4);
    await page.screenshot({ path: join(SCREENSHOTS, 'console-joined-calls.png') });
    const types = ((await edge('GET', `/api/incidents/${fire}`)) as { timeline: { type: string }[] }).timeline;
    expect(types.map((entry) => entry.type)).toEqual(
      expect.arrayContaining(['incident.alarm-joined', 'incident.alarm-split']),
    );
    expect(desk.problems).toEqual([]);
  }, 180_000);
});
