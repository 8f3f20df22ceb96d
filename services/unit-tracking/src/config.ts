import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { type Env, EnvReader } from '@muster/platform/env';

export interface Config extends BaseConfig {
  /** Bearer key of vehicle gateways. */
  readonly trackingKey: string;
  /** Days a unit's track is kept. */
  readonly historyDays: number;
  /** host:port of the owners of what is followed, for events the bus no longer has; empty is unknown. */
  readonly owners: { readonly RESOURCE: string; readonly DISPATCH: string };
}

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  return reader.finish({
    ...readBaseConfig(reader),
    trackingKey: reader.string('MUSTER_TRACKING_KEY'),
    historyDays: reader.integer('MUSTER_TRACK_DAYS', { min: 1, max: 3_650 }, 90),
    owners: {
      RESOURCE: reader.string('MUSTER_RESOURCE_REGISTRY_GRPC', ''),
      DISPATCH: reader.string('MUSTER_DISPATCH_GRPC', ''),
    },
  });
}
