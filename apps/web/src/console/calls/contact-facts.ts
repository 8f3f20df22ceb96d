import type { Alarm, AlarmFlag, CallLeg } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';

/** Where the connection with a caller stands. `message` never had a telephone. */
export type Standing = 'ringing' | 'talking' | 'held' | 'gone' | 'message';

/** Channels that one call-taker must take, like a message on a desk. */
const MESSAGES: ReadonlySet<string> = new Set(['sms', 'app', 'ecall', 'aml', 'iot', 'panel', 'centre']);
/** While one of these stands, the ring of a telephone could betray the caller (alarm-intake refuses it too). */
const NO_VOICE: ReadonlySet<string> = new Set(['duress', 'distress-heard', 'address-history']);
/** While one of these stands, nobody else gets the caller (alarm-intake refuses it too). */
const NO_TRANSFER: ReadonlySet<string> = new Set(['silent', 'duress', 'cut-off', 'danger-said', 'distress-heard']);

export const liveLeg = ({ legs }: Alarm): CallLeg | undefined => legs.findLast((leg) => leg.state !== 'ended');

export function standingOf(alarm: Alarm): Standing {
  const leg = liveLeg(alarm);
  if (leg !== undefined) return leg.state === 'held' ? 'held' : leg.state === 'ringing' ? 'ringing' : 'talking';
  if (alarm.legs.length > 0) return 'gone';
  return MESSAGES.has(alarm.channel) ? 'message' : alarm.answeredAtMs === 0 ? 'ringing' : 'talking';
}

export const isOpenAlarm = (alarm: Alarm): boolean => alarm.closedAtMs === 0;

/** Rings and nobody has it: the top of every list. A call-back that rings out is ours. */
export function isWaiting(alarm: Alarm): boolean {
  if (!isOpenAlarm(alarm) || alarm.answeredAtMs > 0) return false;
  if (alarm.legs.length === 0) return !MESSAGES.has(alarm.channel) && alarm.channel !== 'import' && !alarm.owner;
  return liveLeg(alarm)?.direction === 'inbound' && liveLeg(alarm)?.state === 'ringing';
}

/** Nobody has taken this message yet. */
export const isUnclaimed = (alarm: Alarm): boolean =>
  isOpenAlarm(alarm) && alarm.owner === undefined && alarm.legs.length === 0 && MESSAGES.has(alarm.channel);

export const standingFlags = ({ flags }: Alarm): AlarmFlag[] => flags.filter((flag) => flag.resolvedAtMs === 0);
export const hasFlag = (alarm: Alarm, name: string): boolean => standingFlags(alarm).some(({ flag }) => flag === name);
/** Somebody may listen to what the caller says, or the caller cannot speak. */
export const isDiscreet = (alarm: Alarm): boolean => hasFlag(alarm, 'duress') || hasFlag(alarm, 'silent');
export const voiceForbidden = (alarm: Alarm): boolean =>
  standingFlags(alarm).some(({ flag }) => NO_VOICE.has(flag)) || alarm.nextStep?.noVoice === true;
export const dangerFlags = (alarm: Alarm): AlarmFlag[] =>
  standingFlags(alarm).filter(({ flag }) => NO_TRANSFER.has(flag));

/** When the caller began to wait, by the server's clock. */
export const rangAtMs = (alarm: Alarm): number => alarm.legs[0]?.ringingAtMs || alarm.receivedAtMs;
/** How long the caller waited; null while it rings. */
export function waitedMs(alarm: Alarm): number | null {
  const answered = alarm.legs.find((leg) => leg.answeredAtMs > 0)?.answeredAtMs || alarm.answeredAtMs;
  if (answered > 0) return Math.max(0, answered - rangAtMs(alarm));
  const ended = alarm.legs.at(-1)?.endedAtMs ?? 0;
  return ended > 0 ? Math.max(0, ended - rangAtMs(alarm)) : null;
}

export const transferWaits = ({ transfer }: Alarm): boolean =>
  transfer !== undefined && (transfer.state === 'offered' || transfer.state === 'overdue');

/** Calls nobody has answered, the longest waiting first. */
export const waitingCalls = (alarms: Iterable<Alarm>): Alarm[] =>
  [...alarms].filter(isWaiting).sort((a, b) => rangAtMs(a) - rangAtMs(b));
