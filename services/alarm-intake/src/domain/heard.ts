import type { ContactFlagged, Flag } from '@muster/contracts/events/contact';
import type { AlarmId } from '@muster/kernel/ids';
import type { Alarm } from './alarm.ts';
import type { Resolved } from './contact.ts';
import { MACHINE } from './machine.ts';
import { oddSpeech } from './odd-speech.ts';
import { plainDanger } from './plain-danger.ts';
import { cancelSaid, distressHeard } from './said-by-caller.ts';
import { type Turn, turnsOf } from './turns.ts';

/** Of a long call the last turns are judged, and so many characters of each: a rule's cost has a bound. */
const MAX_TURNS = 200;
const MAX_TURN_CHARS = 2_000;
/** What a device writes is no speech. */
const DEVICES = new Set(['ecall', 'aml', 'iot', 'panel']);

type Words = { readonly zh: string; readonly en: string };
type Rule = (turns: readonly Turn[]) => Words | null;

/** What the seat writes down is about the caller: a knife in its notes is a knife. */
const RULES: readonly {
  readonly flag: Flag;
  readonly rule: Rule;
  readonly withNotes?: boolean;
  readonly again?: boolean;
}[] = [
  { flag: 'duress', rule: oddSpeech, again: true },
  {
    ...{ flag: 'danger-said', withNotes: true, again: true },
    rule: (turns) => quoted(plainDanger(turns), '说到危险，不得转出', 'speaks of danger, not to be handed over'),
  },
  {
    flag: 'distress-heard',
    rule: (turns) => quoted(distressHeard(turns), '听到异常声音', 'sounds of distress'),
  },
  {
    flag: 'cancel-said',
    rule: (turns) =>
      quoted(cancelSaid(turns), '来电人表示取消，须人工核实', 'the caller takes it back; a human finds out why'),
  },
];

/** Flags that the words themselves raise; each once, and after a human has taken it back for new words only. */
export function flagsHeard(alarmId: AlarmId, alarm: Alarm, atMs: number): ContactFlagged[] {
  if (DEVICES.has(alarm.channel)) return [];
  const { flags, resolved } = alarm.contact;
  return RULES.flatMap(({ flag, rule, withNotes = false, again = false }) => {
    if (flags.has(flag)) return [];
    const before = resolved.get(flag);
    if (before !== undefined && !again) return [];
    const words =
      before === undefined
        ? rule(turnsAfter(alarm, -1, withNotes))
        : saidAgain(alarm, before, (after, corrected) => rule(turnsAfter(alarm, after, withNotes, corrected)));
    return words === null
      ? []
      : [{ type: 'contact.flagged', alarmId, flag, zh: words.zh, en: words.en, by: MACHINE, atMs } as const];
  });
}

/** A segment of its own is new whatever it says; one that was only corrected is when it says something else. */
function saidAgain(
  alarm: Alarm,
  before: Resolved,
  find: (afterWords: number, corrected: boolean) => Words | null,
): Words | null {
  if (alarm.contact.words === before.words) return null;
  const corrected = find(before.words, true);
  return find(before.words, false) ?? (corrected !== null && !before.zh.startsWith(corrected.zh) ? corrected : null);
}

/** @param afterWords -1: everything; else only what came since, with what was corrected since or without */
function turnsAfter(
  { text, segments, speakers, notes, said }: Alarm,
  afterWords: number,
  withNotes: boolean,
  corrected = true,
): Turn[] {
  const isNew = (segment: number): boolean => {
    const { first = 0, last = 0 } = said.get(segment) ?? {};
    return (corrected ? last : first) > afterWords;
  };
  const heard = afterWords < 0 ? segments : new Map([...segments].filter(([segment]) => isNew(segment)));
  const by = withNotes ? new Map([...speakers].filter(([segment]) => !notes.has(segment))) : speakers;
  return turnsOf(afterWords < 0 ? text : '', heard, by)
    .slice(-MAX_TURNS)
    .map(clipped);
}

const clipped = ({ speaker, text }: Turn): Turn => ({ speaker, text: text.slice(0, MAX_TURN_CHARS) });

const quoted = (words: string | null, zh: string, en: string): { zh: string; en: string } | null =>
  words === null ? null : { zh: `${zh}：“${words}”`, en: `${en}: “${words}”` };
