import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPack } from '@muster/city/pack/open-pack';
import { must } from '@muster/kernel/assert';
import { unwrap } from '@muster/kernel/result';
import { buildWeb, webDistDir } from '@muster/local/build-web';
import { projectDir } from '@muster/local/project-dirs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Person, signIn, startBrowser } from './browser.ts';
import { Callers } from './callers.ts';
import { startTestMuster, type TestMuster } from './whole-line.ts';

const SCREENSHOTS = join(projectDir, '.muster', 'screenshots');
/** Hands calls over to us; what we hand to it somebody rings through. */
const OTHER_CENTRE = { name: '12345', key: 'key-of-the-other-centre' };
const NUMBER = '13912345678';

let muster: TestMuster;
let browser: Browser;
let seat: Person;
let supervisor: Person;
let callers: Callers;
let home: { readonly name: string; readonly lon: number; readonly lat: number };
const stop = new AbortController();

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  await buildWeb(stop.signal);
  [muster, browser] = await Promise.all([
    startTestMuster({ webDistDir, env: { MUSTER_CENTRES: JSON.stringify([OTHER_CENTRE]) } }),
    startBrowser(),
  ]);
  const who = (username: string) => ({ username, password: muster.secrets.demoPasswords[username] ?? '' });
  [seat, supervisor] = await Promise.all([
    signIn(browser, muster.url, '/console', who('seat'), { width: 1366, height: 768 }),
    signIn(browser, muster.url, '/console', who('supervisor'), { width: 1920, height: 1080 }),
  ]);
  callers = new Callers(muster);
  const compound = must(
    unwrap(openPack(muster.cityDir))
      .gazetteer()
      .find(({ kind }) => kind === 'compound'),
    'a compound of the town',
  );
  home = { name: compound.names.zh, lon: compound.lon, lat: compound.lat };
}, 240_000);
afterAll(async () => {
  stop.abort();
  await callers?.intake.stop();
  await browser?.close();
  await muster?.stop();
}, 60_000);

const phonePlace = (accuracyM: number, source = 'aml') => ({
  // Some sixty metres from the house: as a telephone in it says.
  ...{ lon: home.lon + 0.0006, lat: home.lat, datum: 'wgs84', accuracyM, source, text: '', confirmed: false },
  observedAtMs: Date.now() - 4_000,
});
const shot = (page: Page, name: string) => page.screenshot({ path: join(SCREENSHOTS, `call-${name}.png`) });
/** The caller whose row of the list has the focus. */
const IN_ROW = "document.activeElement?.closest('[data-alarm-id]')?.dataset.alarmId ?? ''";
const focused = (page: Page) =>
  page.evaluate<string>("document.activeElement?.dataset?.testid ?? document.activeElement?.tagName ?? ''");
/** A loaded machine is no failure. */
const eventually = <T>(look: () => T | Promise<T>) => expect.poll(look, { timeout: 20_000 });
const top = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())?.y ?? -1;

describe('the first fifteen seconds of a call', () => {
  let alarmId = '';

  it('shows at the first ring who and where, the past and the danger, and takes nothing from who is typing', async () => {
    const { page } = seat;
    const before = await callers.ring('past-1', NUMBER, phonePlace(20));
    await callers.flag(before.alarmId, 'distress-heard', '曾听到打斗', 'a fight was heard before');
    await callers.change({ callId: 'past-1', state: 'ended', endReason: 'taker-hung-up' });
    await page.getByTestId('queue-row').first().waitFor();
    await page.getByTestId('new-call').click();
    await page.getByTestId('call-text').fill('正在记录另一件');
    const map = await page.getByTestId('map').boundingBox();

    alarmId = (await callers.ring('c-1', NUMBER, phonePlace(35))).alarmId;
    const card = page.getByTestId('ring-card');
    await card.waitFor();
    // Nobody has pressed or moved anything since the ring.
    await card.getByTestId('danger-history').waitFor();
    expect(await card.textContent()).toContain(NUMBER);
    expect(await card.getByTestId('caller-at').textContent()).toContain('35');
    await eventually(() => card.getByTestId('call-past').textContent()).toContain('1 次');
    await card.getByTestId('near-incidents').locator('button').first().waitFor();
    await shot(page, '1-ring-zh-night');

    expect(await focused(page)).toBe('call-text');
    expect(await page.getByTestId('call-text').inputValue()).toBe('正在记录另一件');
    expect(await page.getByTestId('map').boundingBox()).toEqual(map);
  }, 60_000);

  it('is answered with one key, from inside a field, and moves the focus into none', async () => {
    const { page } = seat;
    await page.keyboard.press('F4');
    await page.getByTestId('call-on-line').waitFor();
    await eventually(async () => (await callers.alarm(alarmId)).owner?.id).toBe('seat');
    await callers.change({ callId: 'c-1', state: 'answered', seat: 'seat', alarmId });
    await eventually(() => page.getByTestId('standing').textContent()).toContain('通话中');
    expect(['BODY', 'HTML']).toContain(await focused(page));
    expect(await page.getByTestId('call-number').textContent()).toBe(NUMBER);
  }, 60_000);

  it('fills in beside who is typing: no word changed, no focus moved, nothing shifted', async () => {
    const { page } = seat;
    await page.keyboard.press('n');
    const words = page.getByTestId('call-text');
    expect(await focused(page)).toBe('call-text');
    const places = ['.call-place', '.call-type', '[data-testid="call-text"]'];
    const tops = await Promise.all(places.map((selector) => top(page, selector)));
    await words.pressSequentially('女声，很慌', { delay: 15 });
    await callers.says(alarmId, 0, `快来，${home.name}三栋着火了`);
    await callers.says(alarmId, 1, '您别急，几楼', 'taker');
    await callers.says(alarmId, 2, '四楼，孩子还在里', 'caller', false);
    await words.pressSequentially('，有哭声', { delay: 60 });
    await page.getByTestId('call-candidate').first().waitFor();
    await callers.says(alarmId, 2, '四楼，孩子还在里面', 'caller');
    await eventually(() => page.getByTestId('transcript').textContent()).toContain('孩子还在里面');
    await page.getByTestId('call-type-accept').waitFor();
    await shot(page, '2-speaking-zh-night');
    expect(await words.inputValue()).toBe('女声，很慌，有哭声');
    expect(await focused(page)).toBe('call-text');
    expect(await Promise.all(places.map((selector) => top(page, selector)))).toEqual(tops);
    // Corrected in place: three segments of two speakers and what the seat wrote, each once.
    expect(await page.getByTestId('transcript').locator('[data-segment="2"]').count()).toBe(1);
    await eventually(async () => (await callers.alarm(alarmId)).text).toContain('女声，很慌，有哭声');
    expect((await callers.alarm(alarmId)).text).toContain(`快来，${home.name}三栋着火了`);
  }, 60_000);

  it('takes a place by its number while typing, and the type with one key: the line is pre-alerted', async () => {
    const { page } = seat;
    const first = page.getByTestId('call-candidate').first();
    const name = await first.locator('.fact-words').textContent();
    await new Promise((resolve) => setTimeout(resolve, 700));
    await page.keyboard.press(`Alt+${await first.getAttribute('data-number')}`);
    const incident = async () => {
      const { incidents } = (await (await page.request.get(`${muster.url}/api/picture`)).json()) as {
        incidents: { alarmIds: string[]; dispatchedType: string; place?: { text: string; confirmed: boolean } }[];
      };
      return incidents.find(({ alarmIds }) => alarmIds.includes(alarmId));
    };
    await eventually(async () => (await incident())?.place).toMatchObject({ text: name, confirmed: true });
    await page.keyboard.press('Escape');
    await page.keyboard.press('t');
    await page.keyboard.press('Enter');
    await eventually(async () => (await incident())?.dispatchedType).toContain('fire.');
    expect(await page.getByTestId('call-text').inputValue()).toBe('女声，很慌，有哭声');
    // A human says otherwise: the classifier is told, what the caller said stays.
    const told = page.waitForResponse((response) => response.url().endsWith(`/api/alarms/${alarmId}/type`));
    await page.getByTestId('call-type').locator('input').fill('fire.gas-leak');
    await page.keyboard.press('Enter');
    expect((await told).status()).toBe(200);
    await eventually(async () => (await incident())?.dispatchedType).toBe('fire.gas-leak');
    expect((await callers.alarm(alarmId)).text).toContain('三栋着火了');
    await page.getByTestId('ask-next').locator('li').first().waitFor();
    await shot(page, '3-pre-alert-zh-night');
  }, 60_000);

  it('asks yes or no of somebody under duress, rings them never, and transfers them nowhere', async () => {
    const { page } = seat;
    await page.keyboard.press('F9');
    await page.getByTestId('script').waitFor();
    await page.getByTestId('no-voice').waitFor();
    await page.keyboard.press('1');
    await page.keyboard.press('2');
    await eventually(async () => (await callers.alarm(alarmId)).replies.map(({ answer }) => answer)).toEqual([
      'yes',
      'no',
    ]);
    expect(await page.getByTestId('transfer-12345').isDisabled()).toBe(true);
    expect(await page.getByTestId('transfer-blocked').textContent()).toContain('疑似胁迫');
    await shot(page, '4-duress-zh-night');
    await callers.change({ callId: 'c-1', state: 'ended', endReason: 'cut-off', alarmId });
    await eventually(() => page.getByTestId('standing').textContent()).toContain('已挂断');
    await page.locator('[data-testid="next-step"] [data-kind]').first().waitFor();
    expect(await page.locator('[data-testid="call-on-line"] [data-kind="call-back"]').count()).toBe(0);
    expect(await page.getByTestId('outcome-reached').count()).toBe(0);
  }, 60_000);
});

describe('what is read to a caller', () => {
  it('shows compressions with a beat that is seen also when it is muted; Escape leaves the form as it was', async () => {
    const { page } = seat;
    const { alarmId } = await callers.ring('c-5', '13700000005', phonePlace(15), '120');
    await page.locator(`[data-testid="ring-card"][data-alarm-id="${alarmId}"]`).waitFor();
    await page.keyboard.press('F4');
    await callers.change({ callId: 'c-5', state: 'answered', seat: 'seat', alarmId });
    await callers.says(alarmId, 0, '我爸突然倒下了，叫不醒，没有呼吸了');
    await page.locator('[data-testid="instructions"] button').first().waitFor();
    await shot(page, '10-ask-next-zh-night');
    await page.keyboard.press('F7');
    await page.getByTestId('metronome-mute').click();
    await page.getByTestId('metronome-toggle').click();
    const beat = async () => Number(await page.getByTestId('beat').textContent());
    await eventually(beat).toBeGreaterThan(2);
    await shot(page, '11-compressions-zh-night');
    await page.keyboard.press('Escape');
    await page.getByTestId('guidance-sheet').waitFor({ state: 'detached' });
    expect(await page.getByTestId('call-form').getAttribute('data-alarm-id')).toBe(alarmId);
    await callers.change({ callId: 'c-5', state: 'ended', endReason: 'taker-hung-up', alarmId });
  }, 60_000);
});

describe('callers who wait, were lost, or are handed on', () => {
  it('lists an abandoned call, called back with one key, and counts down', async () => {
    const { page } = seat;
    const lost = await callers.ring('c-2', '13700000002', undefined);
    await callers.change({ callId: 'c-2', state: 'ended', endReason: 'caller-hung-up' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('c');
    await page.getByTestId('contacts').waitFor();
    const row = page.locator(`[data-testid="contact-row"][data-alarm-id="${lost.alarmId}"]`);
    await row.waitFor();
    await row.locator('[data-testid="step-due"]').waitFor();
    await page.keyboard.press('ArrowDown');
    while ((await page.evaluate<string>(IN_ROW)) !== lost.alarmId) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await eventually(() => page.getByTestId('call-form').getAttribute('data-alarm-id')).toBe(lost.alarmId);
    await page.keyboard.press('F6');
    // No phone system is connected here: the seat rings by hand and says what came of it.
    await page.getByTestId('call-on-line').getByTestId('outcome-no-answer').click();
    await eventually(async () => (await callers.alarm(lost.alarmId)).callBacks.map(({ outcome }) => outcome)).toContain(
      'no-answer',
    );
    await eventually(() => page.getByTestId('call-on-line').getByTestId('next-step').textContent()).toContain('2/3');
    await shot(page, '5-callers-zh-night');
  }, 60_000);

  it('hands a call without danger to 12345 with one key; the refused ticket comes back', async () => {
    const { page } = seat;
    const call = await callers.ring('c-3', '13700000003', undefined);
    await page.locator(`[data-testid="ring-card"][data-alarm-id="${call.alarmId}"]`).waitFor();
    // An open dialog keeps nobody from answering.
    await page.keyboard.press('?');
    await page.locator('.ant-modal-content, .ant-modal-container').first().waitFor();
    await page.keyboard.press('F4');
    await page.getByTestId('call-on-line').getByText('13700000003').waitFor();
    await page.locator('.ant-modal-wrap').first().waitFor({ state: 'hidden' });
    await callers.change({ callId: 'c-3', state: 'answered', seat: 'seat', alarmId: call.alarmId });
    await callers.says(call.alarmId, 0, '路灯坏了想反映一下');
    await eventually(() => page.getByTestId('transcript').textContent()).toContain('路灯');
    await page.keyboard.press('F8');
    // No link to them: the system tells nobody, and a person says that they were rung.
    await page.getByTestId('reason-warning').filter({ hasText: '系统未通知任何人' }).waitFor();
    expect((await callers.alarm(call.alarmId)).transfer).toBeUndefined();
    await page.getByRole('button', { name: '已电话告知对方' }).click();
    await page.locator('.reason-ok').click();
    await page.getByTestId('transfer-state').waitFor();
    await page.getByTestId('transfer-told-nobody').waitFor();
    await shot(page, '6-transfer-zh-night');
    const { transfer } = await callers.alarm(call.alarmId);
    await callers.intake.answerTransfer({
      ...{ alarmId: call.alarmId, transferId: must(transfer, 'the transfer').transferId, accepted: false },
      ...{ reason: '属市政抢修', actor: { kind: 'service', id: '12345', name: '12345' } },
    });
    await eventually(() => page.getByTestId('transfer-state').textContent()).toContain('属市政抢修');
    expect((await callers.alarm(call.alarmId)).owner?.id).toBe('seat');
  }, 60_000);

  it('shows "no need to come" until a person has looked, and asks that person why', async () => {
    const { page } = seat;
    const call = must(await currentAlarm(page), 'the call on the line');
    await callers.flag(call, 'cancel-said', '', '');
    const flag = page.getByTestId('call-on-line').locator('[data-flag="cancel-said"]');
    await flag.waitFor();
    expect((await callers.alarm(call)).closedAtMs).toBe(0);
    await flag.getByTestId('resolve-flag').click();
    await page.getByTestId('reason-text').fill('回拨核实：路灯已自行恢复');
    await page.keyboard.press('Control+Enter');
    await flag.waitFor({ state: 'detached' });
  }, 60_000);

  it('finds a place by its name, numbered in the list as on the map, and says when a held caller is called again', async () => {
    const { page } = seat;
    const call = must(await currentAlarm(page), 'the call on the line');
    await page.keyboard.press('p');
    await page.keyboard.type(home.name, { delay: 30 });
    await page.getByTestId('call-candidate').first().waitFor();
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    await shot(page, '7-candidates-zh-night');
    await page.keyboard.press('Alt+1');
    await eventually(() => page.locator('.call-place .filled-by-human').count()).toBe(1);
    await callers.change({ callId: 'c-3', state: 'held', seat: 'seat', alarmId: call });
    await page.locator(`[data-testid="contact-row"][data-alarm-id="${call}"]`).getByTestId('call-again').waitFor();
  }, 60_000);

  it('gives a ticket of another centre back with a reason', async () => {
    const { page } = seat;
    const sent = await fetch(`${muster.url}/intake/v1/transfers`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${OTHER_CENTRE.key}` },
      body: JSON.stringify({
        ...{ transferId: 'theirs-1', from: '12345' },
        ticket: {
          alarmId: 't-1',
          line: '12345',
          callerNumber: '13700000009',
          text: '楼道里有人打架',
          receivedAtMs: Date.now(),
        },
      }),
    });
    expect([sent.status, await sent.text()]).toEqual([expect.any(Number), expect.not.stringContaining('error')]);
    const row = page.getByTestId('contacts-transfer-in').getByTestId('contact-row').first();
    await row.getByTestId('transfer-accept').waitFor();
    const alarmId = must(await row.getAttribute('data-alarm-id'), 'the alarm of the ticket');
    await row.getByTestId('transfer-refuse').click();
    await page.getByTestId('reason-text').fill('非本辖区');
    await page.keyboard.press('Control+Enter');
    await eventually(async () => (await callers.alarm(alarmId)).transfer).toMatchObject({
      state: 'refused',
      reason: '非本辖区',
    });
  }, 60_000);

  it('lets the supervisor see every seat and take a call over', async () => {
    const { page } = supervisor;
    await page.keyboard.press('c');
    const call = must(await currentAlarm(seat.page), 'the call on the line');
    const row = page.locator(`[data-testid="contact-row"][data-alarm-id="${call}"]`);
    await row.getByTestId('owner').waitFor();
    await page.getByTestId('seats').waitFor();
    await shot(page, '7-supervisor-zh-night');
    await row.getByTestId('take-over').click();
    await eventually(async () => (await callers.alarm(call)).owner?.id).toBe('supervisor');
  }, 60_000);

  it('says the same in English, by day, on a small, a narrow and a big screen', async () => {
    const { page } = seat;
    await page.getByTestId('switch-language').click();
    await page.getByTestId('switch-theme').click();
    await callers.ring('c-4', NUMBER, phonePlace(900, 'cell'));
    await page.getByTestId('ring-card').waitFor();
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    await shot(page, '8-en-day');
    const sideways = async () =>
      page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
    for (const [name, width, height] of [
      ['narrow', 900, 768],
      ['phone', 390, 844],
      ['4k', 3840, 2160],
    ] as const) {
      await page.setViewportSize({ width, height });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      await shot(page, `9-${name}`);
      expect(await sideways()).toBeLessThanOrEqual(0);
    }
    for (const { problems } of [seat, supervisor]) expect(problems).toEqual([]);
  }, 120_000);
});

const currentAlarm = (page: Page) => page.getByTestId('call-form').getAttribute('data-alarm-id');
