import type { CallGuidance } from '@muster/contracts/edge';
import type { GuideResponse } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import type { Clock } from '@muster/kernel/clock';
import { z } from 'zod';
import { MAY } from '../../domain/may.ts';
import type { Services } from '../services.ts';
import type { Api } from './api.ts';
import { numberText, shortText, text, timeMs } from './fields.ts';

/** Somebody waits on the telephone: late guidance is none. */
export const GUIDE_DEADLINE_MS = 1_000;
/** The first report measures the training set. */
const REPORT_DEADLINE_MS = 9_000;
const DAY_MS = 86_400_000;
const REPORT_DAYS = 30;
const PAGE = 100;
const MAX_KNOWN = 64;
const MAX_TEXT_CHARS = 20_000;

const inAddress = z.object({
  type: shortText.default(''),
  known: text(2_000).default(''),
  text: text(MAX_TEXT_CHARS).default(''),
});
const inBody = z.object({
  type: shortText.default(''),
  known: z.array(shortText).max(MAX_KNOWN).default([]),
  text: text(MAX_TEXT_CHARS).default(''),
});

const range = z.object({
  from: numberText.pipe(timeMs).optional(),
  to: numberText.pipe(timeMs).optional(),
});
const page = z.object({ after: shortText.default(''), limit: numberText.optional() });

/** What the classifier says beside its classifications, and how it does. */
export function classifierRoutes(
  api: Api,
  { services: { classification }, clock }: { services: Pick<Services, 'classification'>; clock: Clock },
): void {
  const guide = async (query: z.infer<typeof inBody>): Promise<CallGuidance> =>
    guidanceOf(await classification.guide(query, { deadlineMs: GUIDE_DEADLINE_MS }));
  api.route('GET /api/guidance', { may: MAY.takeCalls, query: inAddress }, ({ query }) =>
    guide({ ...query, known: query.known.split(',').filter((fact) => fact !== '') }),
  );
  api.route('GET /api/alarms/:id/classification', { may: MAY.seeCalls }, async ({ id }) => {
    const {
      classification: proposed,
      secondOpinion,
      ...corrected
    } = await classification.getClassification({ alarmId: id });
    return { classification: proposed ?? null, secondOpinion: secondOpinion ?? null, ...corrected };
  });
  api.route('POST /api/guidance', { may: MAY.takeCalls, body: inBody }, ({ body }) => guide(body));
  api.route('GET /api/classifier/report', { may: MAY.seeClassifier, query: range }, ({ query }) => {
    const toMs = Math.trunc(query.to ?? clock.nowMs());
    const fromMs = Math.trunc(query.from ?? toMs - REPORT_DAYS * DAY_MS);
    return classification.reportInUse({ fromMs, toMs }, { deadlineMs: REPORT_DEADLINE_MS });
  });
  api.route('GET /api/classifier/corrections', { may: MAY.seeClassifier, query: page }, ({ query }) => {
    const limit = Math.max(1, Math.min(PAGE, Math.trunc(query.limit ?? PAGE)));
    return classification.listCorrections({ after: query.after, limit }, { deadlineMs: REPORT_DEADLINE_MS });
  });
}

const guidanceOf = ({ questions, instructions, ...rest }: GuideResponse): CallGuidance => ({
  ...rest,
  questions: questions.map(({ whyZh, ...question }) => ({ ...question, why: whyZh })),
  instructions: instructions.map(({ metronomePerMinute, ...instruction }) =>
    metronomePerMinute === 0 ? instruction : { ...instruction, metronomePerMinute },
  ),
});
