import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { type Env, EnvReader } from '@muster/platform/env';

export interface Config extends BaseConfig {
  /** In a drill or test, an empty registry is filled from the city pack with this many units; 0 takes the stations' own. */
  readonly seedUnits: number;
}

export const MAX_SEED_UNITS = 100_000;

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  return reader.finish({
    ...readBaseConfig(reader),
    seedUnits: reader.integer('MUSTER_SEED_UNITS', { min: 0, max: MAX_SEED_UNITS }, 0),
  });
}
