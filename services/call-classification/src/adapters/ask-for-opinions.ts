import { systemClock } from '@muster/kernel/clock';
import type { Stack } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { ClassificationsDeps } from '../app/classifications.ts';
import { SecondOpinions, type SecondOpinionsDeps } from '../app/second-opinions.ts';
import type { LlmConfig } from '../config.ts';
import type { TypeInfo } from '../domain/classify.ts';
import { llmClient } from './llm-client.ts';

/** Second opinions where a model is configured, nothing where none is. */
export function askForOpinions(deps: {
  readonly llm: LlmConfig | null;
  readonly types: ReadonlyMap<string, TypeInfo>;
  readonly keep: SecondOpinionsDeps['keep'];
  readonly log: Log;
  readonly stack: Stack;
}): Pick<ClassificationsDeps, 'onProposed'> {
  const { llm, types, keep, log, stack } = deps;
  if (llm === null) return {};
  const { atOnce, maskPlaces } = llm;
  const port = llmClient({ ...llm, types });
  const opinions = new SecondOpinions({ port, clock: systemClock, atOnce, maskPlaces, keep, log });
  stack.add('second opinions', opinions);
  log.info({ model: llm.model, places: maskPlaces ? 'masked' : 'sent' }, 'second opinions are asked for, masked');
  return { onProposed: (proposed) => opinions.classified(proposed) };
}
