/** What the caller says of the call itself: goes on with an earlier one, speaks of another matter, sees it from afar. */
export interface Cues {
  readonly isFollowUp: boolean;
  readonly isOtherMatter: boolean;
  /** "Another one": like something known, and not it. */
  readonly isAnother: boolean;
  /** Families of types that are spoken of as known: "the fire on Monument Street", 那个车祸. */
  readonly refersTo: readonly string[];
  /** Types that the words of a chasing call are about; empty: any. */
  readonly topics: readonly RegExp[];
  /** Came of something else that happened: who turned round because of a crash, stole beside a fire. */
  readonly isAftermath: boolean;
  /** Seen or heard from some way off. */
  readonly isFar: boolean;
  /** Smoke as it is seen over roofs: from a kilometre off and more. */
  readonly isColumn: boolean;
}

const FOLLOW_UP_ZH =
  /刚才?(?:我)?(?:就)?(?:已经)?(?:报|打|说|讲)(?:的|过|了|警|火警|那个|过来)|(?:前面|之前|早上|刚刚|上午)(?:我)?(?:已经)?(?:报|打)(?:过|的|了)|我(?:是|就是)?刚(?:才|刚)?(?:报|打)|又打(?:来|过来|一次)|刚才?是我(?:打|报)|再打|催一下|催催|(?:救护车|消防车?|警察|民警|交警|120|119|110|拖车|人|车)(?:怎么)?(?:还没|还不|到底)(?:有)?(?:到|来)|到哪(?:里|儿)?了|到了没|来了没|什么时候(?:能)?到|堵在哪|还要(?:等)?多久|等了(?:都)?(?:快)?[\d一二三四五六七八九十半]+(?:多)?分钟|^还是/u;
const FOLLOW_UP_EN =
  /\b(?:(?:me|this is \w+|it'?s me|calling|us) (?:\w+ ){0,4}?again|called (?:you )?(?:earlier|before|already|in|about|ten|twenty|a (?:few|while))|i called|we called|i (?:just )?reported|calling back|call(?:ed)? back|where(?:'s| is| are|'re)? (?:the |my )?(?:ambulance|cops|police|fire|medic|engine|help|everybody|you)|how (?:much )?long(?:er)?|is (?:someone|anyone|anybody) (?:coming|on the way)|still (?:waiting|no(?:body| one)))\b/i;
const OTHER_ZH =
  /(?:没有?关系|不是(?:同)?一(?:件|个|回)事|两码事|无关|不相干|另外(?:一件|一个|还有|的|我|，)?|另一(?:件|个)事|别的事|换(?:个|一件)事|不是(?:刚才|之前)那)/u;
const OTHER_EN =
  /\b(?:different (?:thing|matter|issue|problem|one|call|emergency)|nothing to do with|unrelated|not (?:related|about|the same)|separate (?:thing|matter|issue|incident)|something else|other than that|not the \w+ (?:thing|one))\b/i;
const ANOTHER_ZH =
  /又(?:有|来|撞|倒|一(?:个|台|辆|起|处))|也(?:有|倒|着|撞|是|被|塌)|另(?:外)?一(?:个|台|辆|起|处|边)|还有一(?:个|台|辆|起|处)|第二(?:个|起|台)/u;
const AFTERMATH_ZH =
  /前面[^。]{0,6}(?:出事|事故|车祸|滑坡|翻|撞|堵)[^。]{0,16}(?:追(?:尾|了)|刮|撞了?我|剐|碰|我[^。]{0,8}撞)|(?:掉头|避让|绕行|绕道|倒车)[^。]{0,12}(?:追尾|刮|撞|剐|碰)|看热闹的?[^。]{0,6}(?:追尾|撞|打|偷|摔)|趁着?(?:火|乱)|我自己的|就在.{0,3}(?:刚才|那个).{0,10}(?:位置|地方|旁边|后面)/u;
const ANOTHER_EN = /\b(?:another|a second|second (?:one|crash|accident|fire)|also (?:a|an|one))\b/i;
const AFTERMATH_EN =
  /\b(?:rubberneck\w*|(?:because of|due to|from) (?:all )?(?:that|this|the) (?:accident|crash|wreck|fire|smoke)|trying to (?:turn|get) around|while (?:i was )?(?:watching|looking at) the|different one|on the other side)\b/i;

const REFERS: readonly (readonly [families: string, pattern: RegExp])[] = [
  [
    'fire',
    /(?:那个|那场|这场|刚才的?)(?:大?火|火灾|着火|爆炸|煤气|漏气)|火灾(?:现场|这边|那边)|(?:火|爆炸)(?:那|这)(?:边|里)|从.{2,12}(?:逃|跑)?出来的|\b(?:the|that|this|all this) (?:\w+ ){0,4}(?:fire|smoke|explosion|blaze|gas leak)\b|\b(?:that|the) burning \w+|跑出来的|got out of (?:that|the)/iu,
  ],
  [
    'traffic',
    /(?:那个|那起|刚才的?)(?:大?事故|车祸|撞车)|(?:事故|车祸)(?:现场|这边|那边)|撞车那个|\b(?:the|that|this) (?:\w+ ){0,4}(?:crash|accident|wreck|collision)\b|\b(?:the|that) (?:flipped|overturned|rolled|crashed|wrecked|burning) (?:\w+ )?(?:car|truck|bus|van|semi|vehicle)\b|翻的?那(?:个|台|辆)|那(?:个|台|辆).{0,4}(?:罐车|货车|大巴|客车)/iu,
  ],
  [
    'police',
    /(?:那个|刚才的?)(?:打架|抢|小偷|吵架)|\b(?:the|that|this) (?:\w+ ){0,3}(?:fight|shooting|robbery|stabbing)\b/iu,
  ],
];

/** What somebody who chases speaks of → what it may be about. */
const TOPICS: readonly (readonly [said: RegExp, types: RegExp])[] = [
  [/找到了|\bfound (?:him|her|them|the (?:boy|girl|kid|child))|she'?s back|he'?s back/i, /^police\.missing/],
  [/火(?!车)|冒烟|烧|\b(?:fire|flames?|smoke|burning|engine)\b/i, /^fire\.|^disaster\.industrial/],
  [/煤气|燃气|\bgas\b/i, /^fire\.(?:gas|hazmat|explosion)|carbon/],
  [
    /积水|水(?:管|深|位|漫)|淹|\bwater\b|flood|basement/i,
    /^disaster\.(?:flood|water|utility)|^rescue\.(?:water|maritime)/,
  ],
  [/撞|车祸|追尾|拖车|\b(?:crash|accident|tow truck)\b/i, /^traffic\./],
  [/电梯|\b(?:elevator|lift)\b/i, /^rescue\.elevator/],
  [/跳楼|楼顶|\bjump(?:ed|er|ing)?\b|roof/i, /suicide|^rescue\.height|^fire\.building|fall-height/],
  [
    /偷|抢|骗|\b(?:stole|stolen|thief|robbed|phone|purse|scam)/i,
    /^police\.(?:theft|robbery|burglary|fraud|suspicious)/,
  ],
  [/音响|吵|跳舞|\b(?:music|noise|loud)\b/i, /^police\.(?:noise|dispute|drunk)/],
  [
    /救护车|喘|昏|醒|流血|疼|吐|\b(?:ambulance|breathing|bleeding|medic|pulse|awake)\b/i,
    /^medical\.|crash|^rescue\.|assault|attack|weapon|^fire\.building|explosion|violence|flood/,
  ],
];

/** Sight, sound or smell of something, from wherever. */
const SIGHT_ZH =
  /看到|看见|望见|听到|听见|闻到|看得到|看得见|看得清|窗外|头顶|天上|能看|冒.{0,3}烟|浓烟|黑烟|烟柱|火光|巨响|方向|响了?一声|砰|轰/u;
const SIGHT_EN =
  /\b(?:see|saw|seeing|visible|hear|heard|smell|smells|sky|plume|column|horizon|in the distance|over by)\b/i;
const FAR_ZH =
  /(?:看到|看见|望见|看得到|看得见|看得清|能看到)[^，。,.]{0,12}(?:烟|火|爆炸|着|烧|冒)|(?:头顶|窗外|天上)[^，。,.]{0,6}(?:烟|火)|方向|远处|那边[^，。,.]{0,8}(?:烟|火|炸|冒|楼上)|(?:东|西|南|北)(?:边|面|侧|方)?[^，。,.]{0,8}(?:烟|火|冒|黑|炸)|天都黑|(?:听到|听见)[^，。,.]{0,8}(?:炸|响|砰)|震|巨响|对面/u;
const FAR_EN =
  /\b(?:(?:i |we |you )?(?:can |could )?(?:see|saw|seeing|hear|heard)\b.{0,40}\b(?:smoke|fire|flame|explosion|boom|bang|blast|gunshot|shot|plume|glow)|smoke (?:over|across|from|visible|coming from|in the|rising)|across the|in the distance|column|plume|horizon|looks like (?:it'?s )?(?:over|near|at|by|from)|(?:smoke|ash) (?:is )?(?:all|everywhere)|heard a|whole sky|sky is)\b/i;

const COLUMN =
  /黑烟|浓烟|烟柱|大烟|冲天|黑灰|天(?:都|上)?(?:是)?黑|\b(?:black smoke|big smoke|huge smoke|column|plume|smoke (?:in the sky|to the|over|towards?|across)|ash (?:is )?(?:coming|falling|on|everywhere))\b/i;

/** Without one of these "方向" is the way that a car goes. */
const BURNS = /[烟火烧炸味响]|\b(?:smoke|smok|fire|flame|burn|boom|bang|blast|explo|shot|plume|glow|dark|black)/i;

export const tellsOfSight = (text: string): boolean => BURNS.test(text) && (SIGHT_ZH.test(text) || SIGHT_EN.test(text));

export const cuesOf = (text: string): Cues => ({
  isFollowUp: FOLLOW_UP_ZH.test(text) || FOLLOW_UP_EN.test(text),
  isOtherMatter: OTHER_ZH.test(text) || OTHER_EN.test(text),
  isAnother: ANOTHER_ZH.test(text) || ANOTHER_EN.test(text),
  refersTo: REFERS.filter(([, pattern]) => pattern.test(text)).map(([family]) => family),
  topics: TOPICS.filter(([said]) => said.test(text)).map(([, types]) => types),
  isAftermath: AFTERMATH_ZH.test(text) || AFTERMATH_EN.test(text),
  isColumn: COLUMN.test(text),
  isFar: BURNS.test(text) && (FAR_ZH.test(text) || FAR_EN.test(text)),
});
