import type { CallGuidance } from '@muster/contracts/edge';
import type { CallBackKind, CallBackOutcome, Flag } from '@muster/contracts/events/contact';
import type {
  Alarm,
  GetCallContextResponse,
  GetQueueResponse,
  ListCentresResponse,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { SecondOpinion } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { ApiError, request } from './http.ts';

const alarm = (id: string, action: string): string => `/api/alarms/${encodeURIComponent(id)}/${action}`;
const post = (id: string, action: string, body: unknown = {}): Promise<Alarm> =>
  request<Alarm>('POST', alarm(id, action), body);

/** What passes between a seat and the caller it looks after. All throw ApiError. */
export const contactApi = {
  claim: (id: string, takeOver = false) => post(id, 'claim', { takeOver }),
  release: (id: string, reason: string) => post(id, 'release', { reason }),
  raiseFlag: (id: string, flag: Flag, note = '') => post(id, 'flags', { flag, note }),
  resolveFlag: (id: string, flag: string, reason: string) => post(id, 'flags/resolve', { flag, reason }),
  reply: (id: string, question: string, answer: 'yes' | 'no' | 'other', via: 'keypress' | 'tap' | 'text' | 'voice') =>
    post(id, 'replies', { question, answer, via }),
  callBack: (id: string, kind: CallBackKind, outcome: CallBackOutcome) => post(id, 'call-backs', { kind, outcome }),
  /** The phone system does it; what came of it is on the alarm when that says so. */
  dial: (id: string, kind: CallBackKind) => post(id, 'dial', { kind }),
  control: (id: string, action: 'hold' | 'resume' | 'three-way', centre = '') => post(id, 'call', { action, centre }),
  /** Somebody who waits for a unit is called again, by the clock. */
  keepWaiting: (id: string, waiting: boolean, reason = '') => post(id, 'waiting', { waiting, reason }),
  centres: () => request<ListCentresResponse>('GET', '/api/centres'),
  transfer: (id: string, centre: string, note: string) => post(id, 'transfer', { centre, note }),
  answerTransfer: (id: string, transferId: string, accepted: boolean, reason = '') =>
    post(id, 'transfer/answer', { transferId, accepted, reason }),
  /** Words a seat writes down, or a corrected segment: the same number replaces what it said before. */
  write: (id: string, segment: number, text: string) =>
    request<{ version: number }>('POST', alarm(id, 'transcript'), { segment, text, speaker: 'taker', final: true }),
  /** A human's word on the type; what the caller said stays as it is. */
  correctType: (id: string, type: string, priority: number) =>
    request<{ version: number }>('POST', alarm(id, 'type'), { type, priority }),
  /** What another model says beside ours; null where none was asked or none answered. */
  secondOpinion: async (id: string) =>
    (await request<{ secondOpinion: SecondOpinion | null }>('GET', alarm(id, 'classification'))).secondOpinion,
  context: (id: string) => request<GetCallContextResponse>('GET', alarm(id, 'context')),
  queue: () => request<GetQueueResponse>('GET', '/api/queue'),

  /** What to ask and to read out; the words go in the body, where no log keeps them. Null where there is none. */
  async guidance(type: string, known: readonly string[], text: string): Promise<CallGuidance | null> {
    try {
      return await request<CallGuidance>('POST', '/api/guidance', { type, known, text });
    } catch (error) {
      if (error instanceof ApiError && error.code === 'not-found') return null;
      throw error;
    }
  },
};
