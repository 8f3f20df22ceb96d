import type { AlarmId } from '@muster/kernel/ids';
import { type Result, refuse } from '@muster/kernel/result';

/**
 * What the phone system (CTI/ACD) is asked to do. It gives out the voice calls itself and says of each leg what becomes
 * of it; Muster carries no voice. The same `id` again is the same command: it is done once.
 */
export type TelephonyCommand = { readonly id: string } & (
  | {
      /** Rings the number; the leg's changes are reported under `callId` with direction call-back and this alarm. */
      readonly command: 'ring-out';
      readonly alarmId: AlarmId;
      readonly callId: string;
      readonly number: string;
      /** Whose seat hears it. */
      readonly agentId: string;
    }
  | { readonly command: 'hold' | 'resume'; readonly callId: string }
  /** Stops a call-back that nobody has answered yet; the leg is reported as ended. */
  | { readonly command: 'cancel-ring'; readonly callId: string }
  /** Joins a third number to the call, hands the call over to it, or takes a ringing call out of the queue to it. */
  | { readonly command: 'three-way' | 'transfer' | 'overflow'; readonly callId: string; readonly number: string }
  | {
      readonly command: 'send-text' | 'request-location';
      readonly alarmId: AlarmId;
      readonly number: string;
      readonly text: string;
    }
);

/** The adapter is HTTP (adapters/telephony-http.ts); the simulator is in packages/sim/src/telephony. */
export interface TelephonyPort {
  /** False: there is no phone system here, and nothing can be asked of it. */
  readonly connected: boolean;
  /** Resolves when the phone system has taken the command; what comes of it is reported apart. */
  send(command: TelephonyCommand): Promise<Result<null>>;
}

export const notConnected = (): Result<never> =>
  refuse('unavailable', 'no phone system is connected', '未接入电话系统，请用话机操作');

/** What may be read by somebody who stands beside the caller says nothing that could give them away. */
export const TEXTS = {
  silent: '您好，如需要帮助请回复1，不需要请回复2，也可直接回复地址。Reply 1 for yes, 2 for no, or an address.',
  location: '请点击或回复以提供您的位置。Please share your location.',
} as const;
