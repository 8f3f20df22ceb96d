import type { ContactFlagged, Flag } from '@muster/contracts/events/contact';
import type { AlarmId } from '@muster/kernel/ids';
import type { Alarm } from './alarm.ts';
import type { Contact } from './contact.ts';
import { MACHINE } from './machine.ts';
import { oddSpeech } from './odd-speech.ts';
import { cancelSaid, distressHeard } from './said-by-caller.ts';
import { type Turn, turnsOf } from './turns.ts';

/** Of a long call the last turns are judged, and so many characters of each: a rule's cost has a bound. */
const MAX_TURNS = 200;
const MAX_TURN_CHARS = 2_000;
/** What a device writes is no speech. */
const DEVICES = new Set(['ecall', 'aml', 'iot', 'panel']);

/** Flags that the words themselves raise; each once, and never again when a human has taken it back. */
export function flagsHeard(alarmId: AlarmId, alarm: Alarm, atMs: number): ContactFlagged[] {
  if (DEVICES.has(alarm.channel)) return [];
  const turns = turnsOf(alarm.text, alarm.segments, alarm.speakers).slice(-MAX_TURNS).map(clipped);
  const flags: ContactFlagged[] = [];
  const raise = (flag: Flag, words: () => { readonly zh: string; readonly en: string } | null): void => {
    if (!isNew(flag, alarm.contact)) return;
    const found = words();
    if (found === null) return;
    const { zh, en } = found;
    flags.push({ type: 'contact.flagged', alarmId, flag, zh, en, by: MACHINE, atMs });
  };
  raise('duress', () => oddSpeech(turns));
  raise('distress-heard', () => quoted(distressHeard(turns), '听到异常声音', 'sounds of distress'));
  raise('cancel-said', () =>
    quoted(cancelSaid(turns), '来电人表示取消，须人工核实', 'the caller takes it back; a human finds out why'),
  );
  return flags;
}

export const isNew = (flag: Flag, { flags, resolved }: Contact): boolean => !flags.has(flag) && !resolved.has(flag);

const clipped = ({ speaker, text }: Turn): Turn => ({ speaker, text: text.slice(0, MAX_TURN_CHARS) });

const quoted = (words: string | null, zh: string, en: string): { zh: string; en: string } | null =>
  words === null ? null : { zh: `${zh}：“${words}”`, en: `${en}: “${words}”` };
