import type { Alarm, GetCallContextResponse } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { ok } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import { describe, expect, it } from 'vitest';
import { HISTORY_CHECK_LIMITS, HistoryCheck } from './history-check.ts';

function rig(context: (number: string) => Promise<boolean>) {
  const [flagged, told]: [string[], string[]] = [[], []];
  const check = new HistoryCheck({
    alarms: {
      get: async (alarmId) => ok({ alarmId, callerNumber: '13600001111', closedAtMs: 0 } as Alarm),
      handle: async ({ alarmId }) => {
        flagged.push(alarmId);
        return ok({} as Alarm);
      },
      now: () => 1,
    },
    context: async (number) => ({ dangerHistory: await context(number) }) as GetCallContextResponse,
    sleep: async () => {},
    log: { warn: (_: object, message: string) => void told.push(message) } as unknown as Log,
  });
  return { check, flagged, told };
}

describe('the look at the past of a number', () => {
  it('raises the flag where there was danger', async () => {
    const { check, flagged } = rig(async () => true);
    expect(await check.check('a')).toBe(true);
    expect(flagged).toEqual(['a']);
  });

  it('is tried again when the database is away, and fails nothing when that stays so', async () => {
    let tries = 0;
    const away = async () => {
      if (++tries < HISTORY_CHECK_LIMITS.tries) throw new Error('away');
      return true;
    };
    expect(await rig(away).check.check('a')).toBe(true);
    const gone = rig(async () => Promise.reject(new Error('away')));
    expect(await gone.check.check('a')).toBe(false);
    expect([gone.flagged, gone.told.length]).toEqual([[], HISTORY_CHECK_LIMITS.tries]);
  });

  it('takes few connections at once, and no more alarms than it has room for', async () => {
    const gate = Promise.withResolvers<void>();
    let [running, most] = [0, 0];
    const { check, told } = rig(async () => {
      most = Math.max(most, ++running);
      await gate.promise;
      running--;
      return false;
    });
    const { atOnce, waiting } = HISTORY_CHECK_LIMITS;
    const answers = Array.from({ length: atOnce + waiting + 1 }, (_, i) => check.check(`a${i}`));
    expect([await answers.at(-1), told.length]).toEqual([false, 1]);
    gate.resolve();
    expect((await Promise.all(answers)).filter(Boolean)).toHaveLength(atOnce + waiting);
    expect(most).toBe(atOnce);
  });
});
