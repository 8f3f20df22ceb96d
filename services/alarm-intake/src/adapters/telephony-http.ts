import { ok, type Result, refuse } from '@muster/kernel/result';
import { notConnected, type TelephonyCommand, type TelephonyPort } from '../app/telephony.ts';
import { answerOf, postJson } from './post-json.ts';

/** A call-taker waits for the key press to work: all tries together stay under the gRPC deadline. */
const TRIES = 3;
const ANSWER_MS = 2_000;
const BETWEEN_MS = 200;

/** POSTs each command as JSON with the key; 2xx: taken, 4xx: refused with its reason, anything else is tried again. */
export const httpTelephony = (url: string, key: string): TelephonyPort => ({
  connected: true,
  async send(command: TelephonyCommand): Promise<Result<null>> {
    for (let tries = 1; ; tries++) {
      const answer = await postJson(url, key, command, ANSWER_MS);
      if (answer.kind === 'taken') return ok(null);
      if (answer.kind === 'refused') {
        const why = answerOf(answer);
        return refuse('precondition', `the phone system refused: ${why}`, `电话系统拒绝：${why}`);
      }
      if (tries === TRIES) {
        const why = answerOf(answer);
        return refuse('unavailable', `the phone system does not answer: ${why}`, '电话系统无应答，请用话机操作');
      }
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS * tries));
    }
  },
});

export const noTelephony: TelephonyPort = {
  connected: false,
  send: async () => notConnected(),
};
