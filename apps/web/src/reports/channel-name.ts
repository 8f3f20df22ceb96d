import type { Translate } from '../language/translate.ts';

const NAMES = {
  voice: 'channelVoice',
  form: 'channelForm',
  sms: 'channelSms',
  app: 'channelApp',
  ecall: 'channelEcall',
  aml: 'channelAml',
  iot: 'channelIot',
  panel: 'channelPanel',
  centre: 'channelCentre',
  import: 'channelImport',
} as const;

/** A channel's name; its code where it is a centre's own. */
export function channelName(t: Translate, code: string): string {
  if (code === '') return t('channelUnknown');
  return Object.hasOwn(NAMES, code) ? t(NAMES[code as keyof typeof NAMES]) : code;
}
