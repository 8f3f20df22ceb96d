import type { CallGuidance } from '@muster/contracts/edge';
import type { GuideResponse } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { z } from 'zod';
import { MAY } from '../../domain/may.ts';
import type { Services } from '../services.ts';
import type { Api } from './api.ts';
import { shortText, text } from './fields.ts';

/** Somebody waits on the telephone: late guidance is none. */
export const GUIDE_DEADLINE_MS = 1_000;
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

/** What the classifier says beside its classifications. */
export function classifierRoutes(api: Api, { classification }: Pick<Services, 'classification'>): void {
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
}

const guidanceOf = ({ questions, instructions, ...rest }: GuideResponse): CallGuidance => ({
  ...rest,
  questions: questions.map(({ whyZh, ...question }) => ({ ...question, why: whyZh })),
  instructions: instructions.map(({ metronomePerMinute, ...instruction }) =>
    metronomePerMinute === 0 ? instruction : { ...instruction, metronomePerMinute },
  ),
});
