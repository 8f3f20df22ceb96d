import type { CallBackKind } from '@muster/contracts/events/contact';
import { contactApi } from '../../api/contact-api.ts';
import { ApiError } from '../../api/http.ts';
import { notify, sentenceOf } from '../../shell/notice-store.ts';

/** A phone system that was not there is asked again after so long; until then seats ring by hand. */
const ASK_AGAIN_MS = 60_000;
let byHandUntilMs = 0;

/** One key: the phone system rings or sends. Where there is none, the seat does it by hand and says what came of it. */
export async function dial(alarmId: string, kind: CallBackKind): Promise<'asked' | 'by-hand' | 'refused'> {
  if (performance.now() < byHandUntilMs) return 'by-hand';
  try {
    await contactApi.dial(alarmId, kind);
    return 'asked';
  } catch (error) {
    notify('error', sentenceOf(error));
    if (!(error instanceof ApiError && error.code === 'unavailable')) return 'refused';
    byHandUntilMs = performance.now() + ASK_AGAIN_MS;
    return 'by-hand';
  }
}
