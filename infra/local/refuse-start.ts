import { type RefusalCode, RefusalError } from '@muster/kernel/result';

/** Ends a command with one sentence a person can act on, in both languages; never with a stack trace. */
export function refuseStart(code: RefusalCode, messageZh: string, message: string): never {
  throw new RefusalError({ code, message, messageZh });
}
