import { explainsScreams } from './emergency-words.ts';
import { found, quote } from './odd-speech.ts';
import type { Turn } from './turns.ts';

const BRACKETED = /[[(（【<]([^\])）】>]{1,40})[\])）】>]/g;
const VIOLENT =
  /尖叫|惨叫|呼救|打斗|殴打|扭打|枪声|砸门|踹门|求饶|scream|struggl|gunshot|shots? (?:fired|heard)|fighting|being hit|pleading|banging on the door/i;

/** Sounds in brackets, as transcripts write them down: of violence, and nothing that was said explains them. */
export function distressHeard(turns: readonly Turn[]): string | null {
  const all = turns.map(({ text }) => text).join('\n');
  const sound = [...all.matchAll(BRACKETED)].map(([, inner]) => inner as string).find((inner) => VIOLENT.test(inner));
  return sound === undefined || explainsScreams(all) ? null : sound;
}

const CANCEL_ZH =
  /(?:你们|警察|民警|救护车|消防|消防车|车)?(?:就)?(?:不用|不要|不必|别|甭|不需要|无需)(?:再)?(?:你们|派人?|警察|救护车|消防车?|出警)?(?:再)?(?:过)?(?:来了|来啦|派了|出警了?|出车了?|派车了?|派人了?)|不需要(?:你们|警察|救护车|出警|救援)了|取消(?:报警|出警|派车|救护车|刚才|求助|吧|一下)|撤销(?:报警|刚才|求助|吧|了)|(?:^|[，。,.！!\s]|刚才(?:是)?|是|我们?|都是)(?:弄|搞|看)错了(?!药|门|单|货|人)|(?<!都)(?:是|一场|属于)?误报(?!动作)|虚惊一场|(?:^|[，。,.！!\s]|现在|已经|这边|我们?|他|她|人)没事了(?!吧|吗)/;
const CANCEL_EN =
  /\b(?:don'?t|do not|no longer|no) need (?:you|an? ambulance|anyone|anybody|police|the police|help|to come|to send)\b.{0,20}(?:any ?more|now|after all)?|\bcancel (?:the|that|my|this)?\s*(?:call|ambulance|police|request|it|please|dispatch|report)|\bfalse alarm\b|\bnever ?mind\b(?! (?:that|the|about|his|her|if))|\b(?:no need to|you don'?t have to|don'?t) (?:come|send)\b|\bwe'?re (?:all )?(?:ok|okay|fine|good) now\b|\bcall it off\b/i;
/** "I told him not to come": said to somebody else. */
const TOLD_OTHERS =
  /(?:叫|让|跟|对|劝|告诉|求)(?:他|她|他们|那人)[^，。,.]{0,6}(?:别|不要|不用)|\b(?:told|asked|begged) (?:him|her|them) (?:not to|to never)/i;
/** A caller takes it back: shown to a human, who finds out why; nothing is closed by it. */
export function cancelSaid(turns: readonly Turn[]): string | null {
  for (const { speaker, text } of turns) {
    if (speaker !== 'caller' || TOLD_OTHERS.test(text)) continue;
    const words = found(CANCEL_ZH, text) ?? found(CANCEL_EN, text);
    if (words !== null) return quote(words.replace(/^[，。,.！!\s]+/, ''));
  }
  return null;
}
