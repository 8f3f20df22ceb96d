import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Stack } from '@muster/kernel/lifecycle';
import { RefusalError } from '@muster/kernel/result';
import { connectGrpc } from '@muster/platform/grpc/client';
import type { Config } from '../config.ts';

/** What callers said is intake's; nothing of it is kept here. */
export function textsOfAlarms(
  { intakeGrpc, internalToken }: Config,
  stack: Stack,
): (id: string) => Promise<string | null> {
  if (intakeGrpc === '') return async () => null;
  const intake = stack.add('alarms', connectGrpc(AlarmIntakeServiceService, intakeGrpc, internalToken));
  return async (alarmId) => {
    try {
      return (await intake.getAlarm({ alarmId })).alarm?.text ?? null;
    } catch (error) {
      if (error instanceof RefusalError && error.refusal.code === 'not-found') return null;
      throw error;
    }
  };
}
