import type { HintRole } from './report.ts';

const FROM_AFTER_ZH =
  /^.{0,6}?(?:这边|这里|这儿|这头|高层|高楼|楼上|\d*楼|能|都)?.{0,4}?(?:看到|看见|看得到|看得见|看得清|望见|望过去|听到|听见|闻到|闻得到|飘过来|飘到|窗外|头顶|天上|到处是|满是|全是|都是)/u;
const SEEN_AFTER_ZH =
  /^(?:的)?(?:方向|那个位置|那一带|那一片|往|东边|西边|南边|北边|[东西南北]{1,2}侧|[东西南北]{1,2}面)/u;
const SEEN_BEFORE_ZH = /(?:看到|看见|望到|听到|听见|闻到|好像是|应该是|可能是|是不是|往|朝|去|对面)[^，。,.；;]{0,4}$/u;
const THERE_AFTER_ZH = /^(?:的)?(?:那边|那头|那里|那儿)/u;
const NEAR_AFTER_ZH =
  /^(?:的)?(?:旁边|对面|附近|隔壁|后面|前面|背后|出来|过来|过去|往前|往[东西南北]|外面|路边|周围|下来|上来)/u;
const NEAR_BEFORE_ZH = /(?:靠近|临近|挨着|快到|过了|离|刚过)$/u;
const SEEN_BEFORE_EN =
  /(?:over by|over at|over near|toward|towards|in the direction of|direction of|looks like|must be|could be|might be|maybe|coming from|above|from around|across from|over)\s+(?:it'?s\s+)?(?:the\s+|over\s+|at\s+|near\s+|by\s+)*$/i;
const FROM_BEFORE_EN =
  /(?:i'?m|we'?re|i am|we are|here|tourists|from|floor|balcony|window|office|room|apartment|standing|live|living|work|up)\b[^.!?]{0,18}?\b(?:on|at|in|near|from|the|of)\s+(?:the\s+)?$/i;
const NEAR_BEFORE_EN =
  /(?:near|next to|beside|behind|in front of|outside|outside of|across from|by|off|past|just past|close to|around|opposite|before|after|under)\s+(?:the\s+)?$/i;

/**
 * How the words around a place speak of it.
 *
 * @param isWitness the call tells what is seen, heard or smelt
 */
export function roleOf(chars: readonly string[], start: number, end: number, isWitness: boolean): HintRole {
  const before = chars.slice(Math.max(0, start - 44), start).join('');
  const after = chars.slice(end, end + 14).join('');
  if (isWitness && FROM_AFTER_ZH.test(after)) return 'from';
  if (SEEN_AFTER_ZH.test(after)) return isWitness ? 'seen' : 'near';
  if (isWitness && THERE_AFTER_ZH.test(after)) return 'seen';
  if (isWitness && (SEEN_BEFORE_ZH.test(before) || SEEN_BEFORE_EN.test(before))) return 'seen';
  if (isWitness && FROM_BEFORE_EN.test(before)) return 'from';
  if (NEAR_AFTER_ZH.test(after) || NEAR_BEFORE_ZH.test(before) || NEAR_BEFORE_EN.test(before)) return 'near';
  if (SEEN_BEFORE_EN.test(before)) return 'near';
  return 'at';
}
