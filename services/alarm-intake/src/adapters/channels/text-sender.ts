import type { TextSender } from '../../app/sms-desk.ts';

const SEND_TIMEOUT_MS = 5_000;
const SEND_TRIES = 3;
const RETRY_AFTER_MS = 500;

/** Sends texts through a gateway: `POST url` with `{to, text, reference}` and a bearer key; 2xx is accepted. */
export function httpTextSender(url: string, key: string): TextSender {
  const once = async (message: object): Promise<void> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${key}` },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(SEND_TIMEOUT_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  };
  return {
    async send(message) {
      for (let tries = 1; ; tries++) {
        try {
          return await once(message);
        } catch (error) {
          if (tries === SEND_TRIES) throw error;
          await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS * tries));
        }
      }
    },
  };
}
