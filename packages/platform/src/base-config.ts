import { MODES, type Mode } from '@muster/kernel/mode';
import type { EnvReader } from './env.ts';

/** What every service is told; see docs/operations for the table. */
export interface BaseConfig {
  readonly mode: Mode;
  readonly listen: string;
  readonly httpPort: number;
  readonly grpcPort: number;
  readonly databaseUrl: string;
  readonly natsUrl: string;
  /** Shared by the services: who does not have it is not one of us. */
  readonly internalToken: string;
  /** Directory of the city pack. */
  readonly cityDir: string;
}

const PORT = { min: 0, max: 65_535 };

export function readBaseConfig(env: EnvReader): BaseConfig {
  return {
    mode: env.oneOf('MUSTER_MODE', MODES, 'live'),
    listen: env.string('MUSTER_LISTEN', '127.0.0.1'),
    httpPort: env.integer('MUSTER_HTTP_PORT', PORT),
    grpcPort: env.integer('MUSTER_GRPC_PORT', PORT),
    databaseUrl: env.string('DATABASE_URL'),
    natsUrl: env.string('NATS_URL'),
    internalToken: env.string('MUSTER_INTERNAL_TOKEN'),
    cityDir: env.string('MUSTER_CITY', ''),
  };
}
