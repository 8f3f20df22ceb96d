import type { ContactIdentified } from '@muster/contracts/events/contact';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result } from '@muster/kernel/result';
import { cleanLine, LIMITS } from './report.ts';

/** Stands for a withheld number. */
export const ANONYMOUS = '匿名';

/** What the phone system knows of a call whose words came before its ring. */
export interface IdentifyCommand {
  readonly type: 'identify';
  readonly alarmId: AlarmId;
  readonly callerNumber: string;
  readonly line: string;
  readonly nowMs: number;
}

/** Only what is missing is filled in: a number that is known stays. */
export function identify(
  command: IdentifyCommand,
  known: { readonly callerNumber: string; readonly line: string },
): Result<readonly ContactIdentified[]> {
  const number = cleanLine(command.callerNumber).slice(0, LIMITS.callerNumberChars).toWellFormed();
  const missing = known.callerNumber === '' || known.callerNumber === ANONYMOUS;
  const callerNumber = missing && number !== ANONYMOUS ? number : '';
  const line = known.line === '' && /^\d{3,5}$/.test(command.line) ? command.line : '';
  if (callerNumber === '' && line === '') return ok([]);
  const { alarmId, nowMs: atMs } = command;
  return ok([{ type: 'contact.identified', alarmId, callerNumber, line, atMs }]);
}
