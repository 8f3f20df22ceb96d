import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { ConfigError, type Env, EnvReader } from '@muster/platform/env';
import { type ChannelsConfig, readChannelsConfig } from './channels-config.ts';
import { type Centre, readCentres } from './domain/centre.ts';
import type { DuePolicy } from './domain/dues.ts';
import { CONTACT_POLICY } from './domain/protocol.ts';

export interface Config extends BaseConfig {
  /** Bearer key of the channels that report alarms over HTTP. */
  readonly intakeKey: string;
  /** Where the phone system takes commands, and the key it wants; empty: there is none. */
  readonly telephony: { readonly url: string; readonly key: string; readonly overflowNumber: string };
  readonly centres: readonly Centre[];
  /** What the other centres call us. */
  readonly centreName: string;
  readonly duePolicy: DuePolicy;
  /** Owner of CLASSIFIED, for events that the bus has lost; empty: unknown. */
  readonly classificationGrpc: string;
  readonly channels: ChannelsConfig;
}

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  const { centres, mistakes } = readCentres(reader.string('MUSTER_CENTRES', '[]'));
  const telephony = {
    url: reader.string('MUSTER_TELEPHONY_URL', ''),
    key: reader.string('MUSTER_TELEPHONY_KEY', ''),
    overflowNumber: reader.string('MUSTER_OVERFLOW_NUMBER', ''),
  };
  // 0: nobody writes down what is said, so that nothing heard means nothing.
  const silentAfterS = reader.integer(
    'MUSTER_SILENT_AFTER_S',
    { min: 0, max: 600 },
    CONTACT_POLICY.silentAfterMs / 1e3,
  );
  const config = reader.finish({
    ...readBaseConfig(reader),
    intakeKey: reader.string('MUSTER_INTAKE_KEY'),
    channels: readChannelsConfig(reader),
    ...{ telephony, centres },
    centreName: reader.string('MUSTER_CENTRE_NAME', 'Muster'),
    duePolicy: {
      ...CONTACT_POLICY,
      silentAfterMs: silentAfterS * 1_000,
      hearsCalls: silentAfterS > 0,
      overflows: telephony.url !== '' && telephony.overflowNumber !== '',
    },
    classificationGrpc: reader.string('MUSTER_CALL_CLASSIFICATION_GRPC', ''),
  });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}
