import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Secrets } from './secrets.ts';

/** Someone who can sign in at once; the roles are those of packages/contracts/src/edge.ts. */
export interface DemoUser {
  readonly username: string;
  readonly password: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** Role `unit`: the one they crew. */
  readonly unitId?: string;
}

interface DemoRole {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  /** Where this person works. */
  readonly page: string;
  /** Programs sign in as well, but nobody needs to read their passwords. */
  readonly person: boolean;
}

export const ADMIN_NAME = 'admin';

export const DEMO_ROLES: readonly DemoRole[] = [
  { username: 'seat', displayName: '三合一席位', roles: ['call-taker', 'dispatcher'], page: '/console', person: true },
  {
    username: 'supervisor',
    displayName: '值班长',
    roles: ['supervisor', 'dispatcher', 'call-taker'],
    page: '/console',
    person: true,
  },
  { username: 'wall', displayName: '指挥大屏', roles: ['leadership'], page: '/wall', person: true },
  { username: 'unit', displayName: '出警单元', roles: ['unit'], page: '/unit', person: true },
  { username: ADMIN_NAME, displayName: '管理员', roles: ['admin'], page: '', person: false },
  {
    username: 'drill',
    displayName: '演练网关',
    roles: ['gateway', 'call-taker', 'dispatcher'],
    page: '',
    person: false,
  },
];

/** In the demo everyone; in live operation only the administrator, who lets the others in. */
export function demoUsers(secrets: Secrets, mode: 'drill' | 'live', cityDir: string): DemoUser[] {
  const unitId = cityDir === '' ? undefined : demoUnitId(cityDir);
  return DEMO_ROLES.filter((role) => mode === 'drill' || role.username === ADMIN_NAME).map(
    ({ username, displayName, roles }) => ({
      username,
      displayName,
      roles,
      password: secrets.demoPasswords[username],
      ...(roles.includes('unit') && unitId !== undefined ? { unitId } : {}),
    }),
  );
}

/** The ambulance the demo leaves to people: the first vehicle of the first ambulance station, as the registry seeds it. */
function demoUnitId(cityDir: string): string | undefined {
  const { stations } = JSON.parse(readFileSync(join(cityDir, 'places.json'), 'utf8')) as {
    stations: { id: string; agency: string }[];
  };
  const station = stations.find(({ agency }) => agency === 'medical');
  return station === undefined ? undefined : `${station.id}-1`;
}
