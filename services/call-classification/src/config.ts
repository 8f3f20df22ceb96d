import { type BaseConfig, readBaseConfig } from '@muster/platform/base-config';
import { type Env, EnvReader } from '@muster/platform/env';

export interface Config extends BaseConfig {
  /** host:port of alarm-intake, for alarms that the bus no longer has; empty is unknown. */
  readonly intakeGrpc: string;
  /** host:port of dispatch, for the report; empty is unknown. */
  readonly dispatchGrpc: string;
  /** How old a report may be. */
  readonly inUseEveryMs: number;
  /** A second opinion on unsure calls; null: nobody is asked, no call leaves this machine. */
  readonly llm: LlmConfig | null;
}

export interface LlmConfig {
  /** Base address of an OpenAI-compatible server, ".../v1". */
  readonly url: string;
  readonly model: string;
  readonly key: string;
  readonly timeoutMs: number;
  readonly atOnce: number;
  readonly maskPlaces: boolean;
}

const IN_USE_EVERY_MS = { min: 100, max: 3_600_000 };
const TIMEOUT_MS = { min: 100, max: 60_000 };
const AT_ONCE = { min: 1, max: 64 };

/** @throws ConfigError with every mistake in the environment */
export function readConfig(env: Env): Readonly<Config> {
  const reader = new EnvReader(env);
  const intakeGrpc = reader.string('MUSTER_ALARM_INTAKE_GRPC', '');
  return reader.finish({
    ...readBaseConfig(reader),
    intakeGrpc,
    dispatchGrpc: reader.string('MUSTER_DISPATCH_GRPC', ''),
    inUseEveryMs: reader.integer('MUSTER_IN_USE_EVERY_MS', IN_USE_EVERY_MS, 60_000),
    llm: readLlm(reader),
  });
}

function readLlm(env: EnvReader): LlmConfig | null {
  const url = env.string('MUSTER_LLM_URL', '');
  if (url === '') return null;
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    env.mistake(`MUSTER_LLM_URL must be an http or https address, not "${url}"`);
  }
  return {
    url,
    model: env.string('MUSTER_LLM_MODEL'),
    key: env.string('MUSTER_LLM_KEY', ''),
    timeoutMs: env.integer('MUSTER_LLM_TIMEOUT_MS', TIMEOUT_MS, 5_000),
    atOnce: env.integer('MUSTER_LLM_AT_ONCE', AT_ONCE, 2),
    maskPlaces: env.oneOf('MUSTER_LLM_PLACES', ['masked', 'sent'], 'masked') === 'masked',
  };
}
