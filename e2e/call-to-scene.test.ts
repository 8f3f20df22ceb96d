import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPack } from '@muster/city/pack/open-pack';
import { must } from '@muster/kernel/assert';
import { seededRandom } from '@muster/kernel/random';
import { unwrap } from '@muster/kernel/result';
import { buildWeb, webDistDir } from '@muster/local/build-web';
import { projectDir } from '@muster/local/project-dirs';
import { RoadNetwork } from '@muster/roads/road-network';
import { PositionFeed } from '@muster/sim/drill/position-feed';
import { DrillClock } from '@muster/sim/drill/timing';
import { Vehicle } from '@muster/sim/drill/vehicle';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, shownUnit, signIn, startBrowser } from './browser.ts';
import { startTestMuster, type TestMuster } from './whole-line.ts';

const SCREENSHOTS = join(projectDir, '.muster', 'screenshots');
/** The ambulance drives this much faster than a real one, so that the test does not take minutes. */
const SPEED = 20;
const CALL = '我爸突然倒在客厅里，喊他没反应，好像没有呼吸了';

describe('a call, from the form to the scene', () => {
  let muster: TestMuster;
  let browser: Browser;
  let desk: Person;
  let wall: Person;
  let crew: Person;
  let feed: PositionFeed;
  const stop = new AbortController();

  beforeAll(async () => {
    mkdirSync(SCREENSHOTS, { recursive: true });
    await buildWeb(stop.signal);
    [muster, browser] = await Promise.all([startTestMuster({ webDistDir }), startBrowser()]);
    const who = (username: string) => ({ username, password: muster.secrets.demoPasswords[username] ?? '' });
    [desk, wall, crew] = await Promise.all([
      signIn(browser, muster.url, '/console', who('seat'), { width: 1440, height: 900 }),
      signIn(browser, muster.url, '/wall', who('wall'), { width: 1920, height: 1080 }),
      signIn(browser, muster.url, '/unit', who('unit'), { width: 390, height: 844 }),
    ]);
  }, 240_000);
  afterAll(async () => {
    stop.abort();
    feed?.close();
    await browser?.close();
    await muster?.stop();
  }, 60_000);

  it('is seen on the second screen without a reload: sent, driving, on scene', async () => {
    const pack = unwrap(openPack(muster.cityDir));
    const roads = RoadNetwork.from(pack.graph());
    const station = must(
      pack.resources().stations.find(({ agency }) => agency === 'medical'),
      'an ambulance station',
    );
    const unitId = `${station.id}-1`;
    const vehicle = new Vehicle(roads, new DrillClock(SPEED, seededRandom(1), stop.signal), [station.lon, station.lat]);
    feed = new PositionFeed(muster.url, muster.secrets.trackingKey);
    const onWall = () => shownUnit(wall.page, unitId);
    // Only this ambulance says where it is, so it is the one that is recommended.
    feed.add(
      await unitNumber(muster, unitId),
      () => vehicle.at(),
      () => vehicle.moving,
    );
    await expect.poll(async () => (await onWall())?.lon ?? 0, { timeout: 30_000 }).toBeCloseTo(station.lon, 3);

    // A named place about a kilometre away.
    const place = must(
      pack
        .gazetteer()
        .filter(({ kind }) => kind === 'compound' || kind === 'school')
        .find(({ lon, lat }) => Math.hypot((lon - station.lon) * 97_000, (lat - station.lat) * 111_000) > 800),
      'a place to go to',
    );
    await desk.page.getByTestId('new-call').click();
    await desk.page.getByTestId('call-text').fill(CALL);
    await desk.page.getByTestId('call-form').getByTestId('place-search').locator('input').fill(place.names.zh);
    await desk.page.locator('.place-option', { hasText: place.names.zh }).first().click();
    await desk.page.screenshot({ path: join(SCREENSHOTS, 'console-call.png') });
    await desk.page.getByTestId('submit-call').click();

    const row = desk.page.getByTestId('queue-row').first();
    await row.waitFor();
    const incidentId = must(await row.getAttribute('data-incident-id'), 'the incident of the row');
    await row.click();
    await expect
      .poll(() => desk.page.getByTestId('incident-type').textContent(), { timeout: 30_000 })
      .toContain('心脏');
    await desk.page.locator(`[data-testid="recommendation-row"][data-unit-id="${unitId}"]`).waitFor();
    await desk.page.screenshot({ path: join(SCREENSHOTS, 'console-recommendation.png') });
    await desk.page.getByTestId('send').click();

    await crew.page.getByTestId('acknowledge').click();
    await expect.poll(async () => (await onWall())?.canonical).toBe('acknowledged');
    await crew.page.getByTestId('status-rolling').click();
    await expect.poll(async () => (await onWall())?.canonical).toBe('en-route');
    await crew.page.screenshot({ path: join(SCREENSHOTS, 'unit-rolling.png') });
    const seenAt = new Set<string>();
    const driving = vehicle.drive([place.lon, place.lat], true, stop.signal);
    while (vehicle.moving) {
      const unit = await onWall();
      if (unit) seenAt.add(`${unit.lon.toFixed(4)},${unit.lat.toFixed(4)}`);
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    await driving;
    await wall.page.screenshot({ path: join(SCREENSHOTS, 'wall-driving.png') });
    await crew.page.getByTestId('status-at-scene').click();
    await expect.poll(async () => (await onWall())?.canonical).toBe('on-scene');
    await expect.poll(async () => (await onWall())?.lon ?? 0, { timeout: 20_000 }).toBeCloseTo(place.lon, 3);
    expect((await onWall())?.incidentId).toBe(incidentId);
    expect(seenAt.size).toBeGreaterThan(2);
    await desk.page.screenshot({ path: join(SCREENSHOTS, 'console-on-scene.png') });
    await wall.page.screenshot({ path: join(SCREENSHOTS, 'wall-on-scene.png') });
    await crew.page.screenshot({ path: join(SCREENSHOTS, 'unit-on-scene.png') });
    for (const { problems } of [desk, wall, crew]) expect(problems).toEqual([]);
  }, 180_000);
});

async function unitNumber(muster: TestMuster, unitId: string): Promise<number> {
  const signedIn = await fetch(`${muster.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'drill', password: muster.secrets.demoPasswords.drill }),
  });
  const { token } = (await signedIn.json()) as { token: string };
  const answer = await fetch(`${muster.url}/api/picture`, { headers: { authorization: `Bearer ${token}` } });
  const { units } = (await answer.json()) as { units: { unit: { unitId: string; unitNo: number } }[] };
  return must(units.find(({ unit }) => unit.unitId === unitId)?.unit.unitNo, `the number of ${unitId}`);
}
