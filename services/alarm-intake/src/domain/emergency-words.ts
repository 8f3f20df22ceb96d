/**
 * Words of somebody who says openly what has happened: then nothing needs to be read between the lines. Broad on
 * purpose; whoever speaks in code uses none of them.
 */
const OPEN_ZH =
  /着火|起火|失火|火灾|冒烟|烧|爆炸|漏气|煤气|燃气|受伤|伤[了者]|流血|出血|晕|昏|倒地|摔|骨折|中毒|拉肚子|腹泻|呕吐|吐了|一直吐|上吐|过敏|喘|呼吸|胸口|胸闷|抽搐|抽筋|疼|痛|发烧|高烧|中风|心脏|没气|噎|卡住|救命|急救|救护车|被偷|偷了|小偷|抢|打架|打人|打我|打起来|砍|持刀|有刀|枪|杀|吵|闹|纠纷|不给钱|不付|没付|不退|退款|投诉|诈骗|骗|车祸|撞|追尾|堵|困|溺水|落水|坠|跳楼|自杀|轻生|走失|走丢|失踪|不见了|联系不上|没回家|丢了|掉了|捡到|骚扰|跟踪|非礼|醉|漏水|停电|噪音|太吵|变质|虫子|拉不开|打不开|坏了|被[^，。,.\s]{0,4}(?:打|抢|偷|骗|咬|撞|砍|骂|拿|关|绑|困|锁|扣)|骂|威胁|举报|报警|报案|蹭|刮|绕路|落在|忘在|漏|死|血|毒|赌|嫖|违停|超时|没送到|没到/;
const OPEN_EN =
  /\b(fire|smoke|smoking|burn\w*|explo\w+|gas leak|hurt|injur\w*|bleed\w*|blood|chok\w+|breath\w*|sick|vomit\w*|throwing up|puk\w+|poison\w*|unconscious|passed out|collapsed|faint\w*|pains?|allerg\w*|hives|seizure|stroke|heart|fell|ambulance|stole\w*|robb\w+|burglar\w*|break-?in|broke in|fight\w*|attack\w*|assault\w*|gun|knife|stab\w*|(?:got|been|was|is|he's|she's|i'm) shot|shots|shot (?:him|her|me|at|in)|shoot\w*|threat\w*|refus\w+|won't pay|didn'?t pay|refund|complain\w*|scam\w*|fraud|crash\w*|accident|trapped|stuck|missing|lost|left my|broke|broken|damaged|report(?:ing)?|suspicious|overdos\w*|dead|dying|drugs?|leak\w*|flood\w*|taken|took|vanished|harass\w*|stalk\w*|drunk|argu\w+|noise|loud|never (?:came|arrived|showed)|overcharged)\b/i;

/** @param text of one side, any length */
export const saysOpenly = (text: string): boolean => OPEN_ZH.test(text) || OPEN_EN.test(text);

/** Fire or illness, which explain a scream by themselves. */
export const explainsScreams = (text: string): boolean =>
  /着火|起火|火灾|冒烟|爆炸|车祸|撞|摔|晕|昏|抽搐|心脏|没气|呼吸|分娩|要生|羊水|溺水|倒塌/.test(text) ||
  /\b(fire|smoke|explo\w+|crash\w*|fell|collapsed|seizure|heart|breath\w*|labou?r|contractions|drown\w*)\b/i.test(text);
