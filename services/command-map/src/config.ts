import { SERVICES, type ServiceName } from '@muster/contracts/subjects';
import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { ConfigError, type Env, EnvReader } from '@muster/platform/env';
import { type DemoUser, readDemoUsers } from './domain/demo-users.ts';

export type OtherService = Exclude<ServiceName, 'command-map'>;
export const OTHER_SERVICES = SERVICES.filter((name): name is OtherService => name !== 'command-map');

export interface Addresses {
  readonly http: string;
  readonly grpc: string;
}

export interface Config extends BaseConfig {
  /** The one port the outside sees, and the address it listens on. */
  readonly publicPort: number;
  readonly publicListen: string;
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** Where the built pages are; empty: none. */
  readonly webDist: string;
  /** Who can sign in at once. Live: only administrators, and only when they are new. */
  readonly firstUsers: readonly DemoUser[];
  readonly positionsTickMs: number;
  readonly services: Readonly<Record<OtherService, Addresses>>;
}

/** 100 ms here and 100 ms in tracking keep device → screen under 250 ms. */
const POSITIONS_TICK_MS = 100;

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  const certFile = reader.string('MUSTER_TLS_CERT', '');
  const keyFile = reader.string('MUSTER_TLS_KEY', '');
  // Half of it would be no encryption at all, and nobody would notice.
  if ((certFile === '') !== (keyFile === '')) {
    throw new ConfigError(['MUSTER_TLS_CERT and MUSTER_TLS_KEY are needed together']);
  }
  return reader.finish({
    ...readBaseConfig(reader),
    publicPort: reader.integer('MUSTER_PORT', { min: 0, max: 65_535 }),
    publicListen: reader.string('MUSTER_PUBLIC_LISTEN', '127.0.0.1'),
    tls: certFile === '' || keyFile === '' ? null : { certFile, keyFile },
    webDist: reader.string('MUSTER_WEB_DIST', ''),
    firstUsers: [...demoUsers(reader.string('MUSTER_DEMO_USERS', '[]')), ...admin(reader)],
    positionsTickMs: reader.integer('MUSTER_POSITIONS_TICK_MS', { min: 20, max: 5_000 }, POSITIONS_TICK_MS),
    services: Object.fromEntries(OTHER_SERVICES.map((name) => [name, addressesOf(reader, name)])) as Record<
      OtherService,
      Addresses
    >,
  });
}

function addressesOf(reader: EnvReader, name: OtherService): Addresses {
  const prefix = `MUSTER_${name.toUpperCase().replaceAll('-', '_')}`;
  return { http: reader.string(`${prefix}_HTTP`), grpc: reader.string(`${prefix}_GRPC`) };
}

function demoUsers(json: string): DemoUser[] {
  try {
    return readDemoUsers(json);
  } catch (error) {
    throw new ConfigError([(error as Error).message]);
  }
}

/** Where no launcher names users: the first administrator's password alone. */
function admin(reader: EnvReader): DemoUser[] {
  const password = reader.string('MUSTER_ADMIN_PASSWORD', '');
  if (password === '') return [];
  return [{ username: 'admin', password, displayName: '管理员', roles: ['admin'], unitId: '' }];
}
