import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { type Env, EnvReader } from '@muster/platform/env';

export interface Config extends BaseConfig {
  /** host:port of alarm-intake, for alarms that the bus no longer has; empty is unknown. */
  readonly intakeGrpc: string;
}

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  return reader.finish({ ...readBaseConfig(reader), intakeGrpc: reader.string('MUSTER_ALARM_INTAKE_GRPC', '') });
}
