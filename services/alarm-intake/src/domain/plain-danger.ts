import { quote } from './odd-speech.ts';
import type { Turn } from './turns.ts';

/**
 * Words that leave nothing to be classified: whoever says them is not handed to anybody. Short on purpose; what is less
 * plain is the classifier's.
 */
const DANGER_ZH =
  /着火|起火|失火|火灾|爆炸|持刀|(?:拿|掏|举|带)(?:着|了|出|出了)?(?:把|一把|菜|水果|匕)?刀(?!片)|有刀|砍(?:人|伤|死|了(?:他|她|我|人))|捅(?:人|伤|了)|杀人|(?:有|持|拿|开)(?:着|了|把)?枪|没有?(?:了)?(?:呼吸|心跳|气了)|(?:停止|不)呼吸|(?:呼吸|心跳)(?:停|没)|被困|困在|劫持|绑架|溺水|落水|(?:要|想|正在)跳楼|大出血|煤气泄漏|燃气泄漏/g;
const DANGER_EN =
  /\b(?:(?:on|house|building|kitchen|car|big|there(?:'s| is) an?) fire|fire!|caught fire|explosion|exploded|knife|machete|gun|gunman|shooting|(?:been|got|was|is|he's|she's|i'm) (?:shot|stabbed)|(?:not|isn'?t|stopped|no longer) breathing|can'?t breathe|no pulse|trapped|drowning|hostage|kidnapp(?:ed|ing)|gas leak|bleeding (?:badly|heavily|out))\b/gi;
/** Fire alone is said of brigades, alarms and drills, too. */
const FIRE_EN =
  /\bfire\b(?! (?:station|department|brigade|engine|truck|drill|alarm|hydrant|extinguisher|exit|door|safety|inspection|sale|fighters?|pit|place))/gi;

/** Said before it in the same clause, it did not happen, or somebody only asks. */
const NOT_ZH = new RegExp(
  '(?:(?:没有?|无|未曾?|不会|不|别)(?:任何|发生|再|人|东西|明显|看到|看见|听到){0,2}|' +
    '(?:不是|并非|并未|没说|防止|预防|以免|避免|有没有|是不是|是否|如果|万一|演练|演习|假装|道具|玩具|拍戏)[^，。,.！!？?；;\\n]{0,4})$',
);
const NOT_EN =
  /\b(?:no|nobody|not|isn'?t|wasn'?t|aren'?t|without|never|didn'?t|don'?t|if|any|toy|water|glue|nail|kitchen|like)(?: (?:a|an|any|one|the|is|are|was|there|people|anyone|anybody|real|actual|signs?|of|have|see|saw|in)){0,3} $/i;
/** And after it. */
const UNREAL_ZH =
  /^(?:演练|演习|险|保险|报警器|警报|逃生|知识|宣传|隐患|吗|么|没有|(?:已经?|都)?(?:扑灭|灭)了|的(?:电影|电视|新闻|游戏|剧|戏|广告)|工具|蛋糕)/;
const UNREAL_EN =
  /^ (?:drill|alarm test|game|movie|film|show|training|set|sharpen(?:er|ing)|block|(?:is|was|has been)? ?(?:already )?(?:put )?out\b)/i;

/** The plain word of danger in its clause, as the caller (or the seat in its notes) put it; null: there is none. */
export function plainDanger(turns: readonly Turn[]): string | null {
  for (const { speaker, text } of turns) {
    if (speaker !== 'caller') continue;
    const at =
      saidFor(DANGER_ZH, text, NOT_ZH, UNREAL_ZH) ??
      saidFor(DANGER_EN, text, NOT_EN, UNREAL_EN) ??
      saidFor(FIRE_EN, text, NOT_EN, UNREAL_EN);
    if (at !== null) return quote(clauseAround(text, at));
  }
  return null;
}

/** Where the first match is that nothing before or after it takes back. */
function saidFor(pattern: RegExp, text: string, before: RegExp, after: RegExp): number | null {
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length;
    const clause = text.slice(clauseStart(text, match.index), match.index);
    if (!before.test(clause) && !after.test(text.slice(end, end + AFTER_CHARS))) return match.index;
  }
  return null;
}

const AFTER_CHARS = 24;
const CLAUSE_CHARS = 60;
const ENDS = /[，。,.！!？?；;\n]/;

function clauseStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < CLAUSE_CHARS && !ENDS.test(text[start - 1] as string)) start--;
  return start;
}

function clauseAround(text: string, at: number): string {
  const start = clauseStart(text, at);
  const rest = text.slice(at, at + CLAUSE_CHARS);
  const end = rest.search(ENDS);
  return text.slice(start, end < 0 ? at + CLAUSE_CHARS : at + end);
}
