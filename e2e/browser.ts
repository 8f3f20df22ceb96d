import { findTool } from '@muster/local/find-tool';
import { toolsDir } from '@muster/local/project-dirs';
import { chromium as chromiumTool } from '@muster/local/tools';
import { type Browser, chromium, type Page } from 'playwright-core';

const ARGS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // WebGL without a graphics card.
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
];

/** Headless Chromium from the machine; several people are several contexts of it. */
export async function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await findTool(chromiumTool, toolsDir), args: ARGS, headless: true });
}

export interface Person {
  readonly page: Page;
  /** What went wrong in the page by itself: errors nobody caught, and console errors. */
  readonly problems: string[];
}

/** A person at a screen of their own, signed in at a page. */
export async function signIn(
  browser: Browser,
  url: string,
  path: string,
  who: { username: string; password: string },
  viewport: { width: number; height: number },
): Promise<Person> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'UTC' });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${url}${path}`);
  await page.getByTestId('username').fill(who.username);
  await page.getByTestId('password').fill(who.password);
  await page.getByTestId('sign-in-submit').click();
  await untilLive(page);
  return { page, problems };
}

const LIVE_TIMEOUT_MS = 60_000;
const POLL_MS = 200;

async function untilLive(page: Page): Promise<void> {
  const giveUpAt = Date.now() + LIVE_TIMEOUT_MS;
  for (;;) {
    const freshness = await page.evaluate<string>("window.__muster?.freshness ?? 'no page'");
    if (freshness === 'live') return;
    if (Date.now() > giveUpAt) throw new Error(`the page did not become live: ${freshness}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A unit as a page shows it now. */
export interface ShownUnit {
  readonly unitId: string;
  readonly canonical: string;
  readonly incidentId: string;
  readonly lon: number;
  readonly lat: number;
}

/** From the page's read-only window.__muster. */
export async function shownUnit(page: Page, unitId: string): Promise<ShownUnit | undefined> {
  const units = await page.evaluate<ShownUnit[]>('window.__muster?.units ?? []');
  return units.find((unit) => unit.unitId === unitId);
}
