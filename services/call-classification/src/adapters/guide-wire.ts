import type { GuideResponse } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { unwrap } from '@muster/kernel/result';
import { type GuideQuery, guideCaller } from '../app/guide-caller.ts';
import type { Classifier } from '../domain/classify.ts';
import type { LoadedGuidance } from './guidance-files.ts';

/** @throws RefusalError for an unknown type */
export function answerGuide(classifier: Classifier, guidance: LoadedGuidance, query: GuideQuery): GuideResponse {
  const { type, questions, instructions, facts } = unwrap(guideCaller({ classifier, ...guidance }, query));
  return {
    type,
    version: guidance.version,
    questions: questions.map(({ id, asks, zh, en, why }) => ({ id, asks, zh, en, whyZh: why.zh, whyEn: why.en })),
    instructions: instructions.map(({ steps, metronomePerMinute, ...instruction }) => ({
      ...instruction,
      steps: [...steps],
      metronomePerMinute: metronomePerMinute ?? 0,
    })),
    known: [...facts].map(([fact, value]) => ({ fact, value })),
  };
}
