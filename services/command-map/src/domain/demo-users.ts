import type { Role } from '@muster/contracts/edge';

export const ROLES: readonly Role[] = [
  'call-taker',
  'dispatcher',
  'supervisor',
  'unit',
  'leadership',
  'admin',
  'gateway',
];

/** Someone the launcher lets in: MUSTER_DEMO_USERS is a JSON list of these. */
export interface DemoUser {
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly unitId: string;
}

/** @throws Error that says what is wrong with the list */
export function readDemoUsers(json: string): DemoUser[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new Error('MUSTER_DEMO_USERS is not JSON', { cause });
  }
  if (!Array.isArray(parsed)) throw new Error('MUSTER_DEMO_USERS must be a JSON list of users');
  return parsed.map((entry: Partial<DemoUser> | null, i) => {
    const roles = (entry?.roles ?? []).filter((role) => ROLES.includes(role));
    if (!entry?.username || !entry.password || roles.length === 0) {
      throw new Error(`MUSTER_DEMO_USERS: user ${i + 1} needs a username, a password and known roles`);
    }
    return {
      username: entry.username.toLowerCase(),
      password: entry.password,
      displayName: entry.displayName || entry.username,
      roles,
      unitId: entry.unitId ?? '',
    };
  });
}
