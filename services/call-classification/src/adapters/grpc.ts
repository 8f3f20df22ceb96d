import type { ClassificationFact } from '@muster/contracts/events/classification';
import type {
  CallClassificationServiceService,
  Classification,
} from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { unwrap } from '@muster/kernel/result';
import type { Handlers } from '@muster/platform/grpc/server';
import type { Classifications } from '../app/classifications.ts';
import type { Reports } from '../app/reports.ts';
import type { Classifier } from '../domain/classify.ts';
import type { LoadedGuidance } from './guidance-files.ts';
import { answerGuide } from './guide-wire.ts';
import { reportHandlers } from './report-wire.ts';

const UNKNOWN_PERSONS = -1;

export interface HandlerDeps {
  readonly classifications: Classifications;
  readonly classifier: Classifier;
  readonly guidance: LoadedGuidance;
  readonly reports: Reports;
}

export const classificationHandlers = ({
  classifications,
  classifier,
  guidance,
  reports,
}: HandlerDeps): Handlers<typeof CallClassificationServiceService> => ({
  ...reportHandlers(reports, classifier.version),
  async classify({ text }) {
    return { classification: toWire(classifications.classify(text)) };
  },
  async suggest({ text }) {
    return { classification: toWire(unwrap(await classifications.suggest(text))) };
  },
  async correct({ alarmId, type, priority, by }) {
    return { version: unwrap(await classifications.correct(alarmId, type, priority, by)) };
  },
  async getClassification({ alarmId }) {
    const { newest, opinion, corrected } = await classifications.stateOf(alarmId);
    return {
      classification: newest === null ? undefined : toWire(newest),
      secondOpinion: opinion ?? undefined,
      correctedType: corrected?.type ?? '',
      correctedPriority: corrected?.priority ?? 0,
    };
  },
  async guide(query) {
    return answerGuide(classifier, guidance, query);
  },
});

const toWire = (fact: ClassificationFact): Classification => ({
  ...fact,
  persons: fact.persons ?? UNKNOWN_PERSONS,
  hazards: [...fact.hazards],
  alternatives: [...fact.alternatives],
  evidence: [...fact.evidence],
  priorityRules: [...fact.priorityRules],
  location: fact.location === null ? undefined : { ...fact.location, candidates: [...fact.location.candidates] },
});
