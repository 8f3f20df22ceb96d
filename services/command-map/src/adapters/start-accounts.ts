import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@muster/kernel/clock';
import type { Mode } from '@muster/kernel/mode';
import type { Pool } from '@muster/platform/postgres/pool';
import { Accounts } from '../app/accounts.ts';
import type { DemoUser } from '../domain/demo-users.ts';
import { Passwords, SCRYPT_DRILL, SCRYPT_LIVE } from './passwords.ts';
import { AccountTables } from './postgres.ts';

const TOKEN_BYTES = 32;

export async function startAccounts(deps: {
  pool: Pool;
  mode: Mode;
  clock: Clock;
  demoUnit: () => string;
  firstUsers: readonly DemoUser[];
}): Promise<Accounts> {
  const { pool, mode, clock, demoUnit } = deps;
  const accounts = new Accounts({
    store: new AccountTables(pool),
    passwords: new Passwords(mode === 'live' ? SCRYPT_LIVE : SCRYPT_DRILL),
    newToken: () => randomBytes(TOKEN_BYTES).toString('base64url'),
    hashToken: (token) => createHash('sha256').update(token).digest('hex'),
    ...{ mode, clock, demoUnit },
  });
  await accounts.letIn(deps.firstUsers);
  return accounts;
}
