import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { type Env, EnvReader } from '@muster/platform/env';

export interface Config extends BaseConfig {
  /** Bearer key of vehicle gateways. */
  readonly trackingKey: string;
  /** Days a unit's track is kept. */
  readonly historyDays: number;
}

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  return reader.finish({
    ...readBaseConfig(reader),
    trackingKey: reader.string('MUSTER_TRACKING_KEY'),
    historyDays: reader.integer('MUSTER_TRACK_DAYS', { min: 1, max: 3_650 }, 90),
  });
}
