import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { type Env, EnvReader } from '@muster/platform/env';
import { ESCALATION, type EscalationLimits } from './domain/escalation.ts';

export interface Config extends BaseConfig {
  readonly escalation: EscalationLimits;
  /** host:port of the owners of what is followed, for events the bus no longer has; empty is unknown. */
  readonly owners: { readonly ALARM: string; readonly CLASSIFIED: string; readonly RESOURCE: string };
}

const SECONDS = { min: 1, max: 3_600 };

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  const limitMs = (name: string, otherwiseMs: number): number =>
    reader.integer(`MUSTER_ESCALATE_${name}_S`, SECONDS, otherwiseMs / 1_000) * 1_000;
  return reader.finish({
    ...readBaseConfig(reader),
    escalation: {
      appAgainMs: limitMs('APP', ESCALATION.appAgainMs),
      stationBellMs: limitMs('BELL', ESCALATION.stationBellMs),
      phoneMs: limitMs('PHONE', ESCALATION.phoneMs),
      supervisorMs: limitMs('SUPERVISOR', ESCALATION.supervisorMs),
    },
    owners: {
      ALARM: reader.string('MUSTER_ALARM_INTAKE_GRPC', ''),
      CLASSIFIED: reader.string('MUSTER_CALL_CLASSIFICATION_GRPC', ''),
      RESOURCE: reader.string('MUSTER_RESOURCE_REGISTRY_GRPC', ''),
    },
  });
}
