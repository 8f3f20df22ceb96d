import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { ConfigError, type Env, EnvReader } from '@muster/platform/env';
import { type ChannelsConfig, readChannelsConfig } from './channels-config.ts';
import { type Centre, readCentres } from './domain/centre.ts';
import type { DuePolicy } from './domain/dues.ts';
import { CONTACT_POLICY, type ContactPolicy } from './domain/protocol.ts';

export interface Config extends BaseConfig {
  /** Bearer key of the channels that report alarms over HTTP. */
  readonly intakeKey: string;
  /** Where the phone system takes commands, and the key it wants; empty: there is none. */
  readonly telephony: { readonly url: string; readonly key: string; readonly overflowNumber: string };
  readonly centres: readonly Centre[];
  /** What the other centres call us. */
  readonly centreName: string;
  /** The centre's own figures; docs/operations/contacts.md has the table. */
  readonly policy: ContactPolicy;
  readonly duePolicy: DuePolicy;
  /** Owner of CLASSIFIED, for events that the bus has lost; empty: unknown. */
  readonly classificationGrpc: string;
  readonly channels: ChannelsConfig;
}

/** MUSTER_<NAME>_S, whole seconds, for each figure of the policy that is a time. */
function readPolicy(reader: EnvReader): ContactPolicy {
  const seconds = (name: string, usualMs: number, min = 1): number =>
    reader.integer(`MUSTER_${name}_S`, { min, max: MAX_POLICY_S }, usualMs / 1_000) * 1_000;
  const usual = CONTACT_POLICY;
  return {
    silentAfterMs: seconds('SILENT_AFTER', usual.silentAfterMs, 0),
    callBackWithinMs: seconds('CALL_BACK_WITHIN', usual.callBackWithinMs),
    callBackTries: reader.integer('MUSTER_CALL_BACK_TRIES', { min: 1, max: 10 }, usual.callBackTries),
    callAgainMs: seconds('CALL_AGAIN', usual.callAgainMs),
    callAgainGraceMs: seconds('CALL_AGAIN_GRACE', usual.callAgainGraceMs, 0),
    textGraceMs: seconds('TEXT_GRACE', usual.textGraceMs, 0),
    sendGraceMs: seconds('SEND_GRACE', usual.sendGraceMs, 0),
    dialAnswerMs: seconds('DIAL_ANSWER', usual.dialAnswerMs),
    transferAnswerMs: seconds('TRANSFER_ANSWER', usual.transferAnswerMs),
    claimWithinMs: seconds('CLAIM_WITHIN', usual.claimWithinMs),
    overflowAfterMs: seconds('OVERFLOW_AFTER', usual.overflowAfterMs),
    answerTargetMs: seconds('ANSWER_TARGET', usual.answerTargetMs),
  };
}
const MAX_POLICY_S = 86_400;

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  const { centres, mistakes } = readCentres(reader.string('MUSTER_CENTRES', '[]'));
  const telephony = {
    url: reader.string('MUSTER_TELEPHONY_URL', ''),
    key: reader.string('MUSTER_TELEPHONY_KEY', ''),
    overflowNumber: reader.string('MUSTER_OVERFLOW_NUMBER', ''),
  };
  const policy = readPolicy(reader);
  const channels = readChannelsConfig(reader);
  const config = reader.finish({
    ...readBaseConfig(reader),
    intakeKey: reader.string('MUSTER_INTAKE_KEY'),
    channels,
    ...{ telephony, centres },
    centreName: reader.string('MUSTER_CENTRE_NAME', 'Muster'),
    policy,
    duePolicy: {
      ...policy,
      // A recording is written down after the call: it says nothing about silence during it.
      hearsCalls: channels.speechStreams !== null,
      overflows: telephony.url !== '' && telephony.overflowNumber !== '',
    },
    classificationGrpc: reader.string('MUSTER_CALL_CLASSIFICATION_GRPC', ''),
  });
  if (mistakes.length > 0) throw new ConfigError(mistakes);
  return config;
}
