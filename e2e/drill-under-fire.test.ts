import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES } from '@muster/contracts/subjects';
import { runDrill } from '@muster/sim/drill/run-drill';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestMuster, type TestMuster } from './whole-line.ts';

/** Calls of several agencies, and some that need nobody; written for this test. */
const CALLS: readonly (readonly [string, string])[] = [
  ['medical.chest-pain', '我爸胸口压得慌，一头冷汗，左胳膊发麻'],
  ['fire.building', '五楼厨房着起来了，火从窗户往外窜，里面还有人'],
  ['police.assault', '烧烤摊上几个人把一个小伙子打得满脸是血'],
  ['medical.fall', '老太太下楼踩空了，脚脖子肿了走不了'],
  ['service.inquiry', '请问身份证丢了去哪里补办'],
  ['traffic.crash-injury', '电动车和轿车撞了，骑车的躺地上喊腿疼'],
  ['fire.electric-bike', '楼道里充电的电瓶车冒火了'],
  ['call.misdial', '不好意思按错了，没有事'],
  ['rescue.elevator', '电梯卡在三楼和四楼中间，我们三个出不来'],
  ['police.theft', '我放在车筐里的包被人拿走了'],
  ['medical.childbirth', '我老婆羊水破了，宫缩五分钟一次'],
  ['police.suspicious', '有个人挨家挨户拧门把手'],
];
const SPEED = 60;

describe('a drill in which every service is killed', () => {
  let muster: TestMuster;
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'muster-calls-'));
    const lines = CALLS.map(([type, text], i) => JSON.stringify({ id: `c${i}`, text, type, location: null }));
    writeFileSync(join(dir, 'calls.jsonl'), lines.join('\n'));
    muster = await startTestMuster();
  }, 120_000);
  afterAll(async () => {
    await muster?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 60_000);

  it('restarts each, loses nothing it acknowledged, and brings a unit to every call that needs one', async () => {
    const stop = new AbortController();
    const killed: string[] = [];
    const killer = (async () => {
      for (const service of SERVICES) {
        await new Promise((resolve) => setTimeout(resolve, 4_000));
        if (stop.signal.aborted) return;
        process.kill(muster.pidOf(service), 'SIGKILL');
        killed.push(service);
      }
    })();
    // Five rounds of the calls, so that the drill is still on when the last service is killed.
    const { report } = await runDrill({
      url: muster.url,
      cityDir: muster.cityDir,
      username: 'drill',
      password: muster.secrets.demoPasswords.drill ?? '',
      intakeKey: muster.secrets.intakeKey,
      trackingKey: muster.secrets.trackingKey,
      callFiles: Array.from({ length: 5 }, () => join(dir, 'calls.jsonl')),
      patternFile: '',
      speed: SPEED,
      seed: 7,
      reserved: new Set(),
      signal: AbortSignal.timeout(240_000),
    });
    stop.abort();
    await killer;
    expect(killed).toEqual([...SERVICES]);
    for (const service of SERVICES) expect(muster.restartsOf(service), service).toBeGreaterThanOrEqual(1);
    expect(report.failures).toEqual([]);
    expect(report.lost).toEqual([]);
    expect(report).toMatchObject({
      calls: 60,
      receipts: 60,
      needUnit: 50,
      recommended: 50,
      sent: 50,
      arrived: 50,
      closed: 60,
    });
  }, 280_000);
});
