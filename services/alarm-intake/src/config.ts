import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { type Env, EnvReader } from '@muster/platform/env';

export interface Config extends BaseConfig {
  /** Bearer key of the channels that report alarms over HTTP. */
  readonly intakeKey: string;
}

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  return reader.finish({ ...readBaseConfig(reader), intakeKey: reader.string('MUSTER_INTAKE_KEY') });
}
