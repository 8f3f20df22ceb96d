import { type Result, refuse } from '@muster/kernel/result';

export const needsReason = (what: string, zh: string): Result<never> =>
  refuse('invalid', `${what} needs a reason`, `${zh}须填写原因`);
