import { saysOpenly } from './emergency-words.ts';
import type { Turn } from './turns.ts';

/** Speech that does not fit an emergency line, in words for the seat. */
export interface Odd {
  readonly rule: 'talks-past' | 'meal-ordered' | 'one-word-answers' | 'wrong-number-stays' | 'cannot-speak';
  readonly zh: string;
  readonly en: string;
}

/** So many bare answers and nothing told: somebody listens. */
export const ONE_WORD_ANSWERS = 3;
/** A chat with nobody that goes on for so many turns after its first was no wrong number. */
const STAYS_TURNS = 2;

/** The first rule that what was said falls under; null: it fits. Pure; the flag it leads to asks a human. */
export function oddSpeech(turns: readonly Turn[]): Odd | null {
  const caller = turns.filter(({ speaker }) => speaker === 'caller').map(({ text }) => text);
  const all = caller.join('\n');
  if (caller.length === 0) return null;
  return (
    cannotSpeak(all) ??
    mealOrdered(turns, all) ??
    chatsWithNobody(turns, all) ??
    talksPast(turns, all) ??
    onlyBareAnswers(turns, caller)
  );
}

export const quote = (text: string): string =>
  (text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/\s+/g, ' ').trim();
export const found = (pattern: RegExp, text: string): string | null => pattern.exec(text)?.[0] ?? null;

const CANNOT_ZH =
  /(?:(?:^|我|来电人|报警人|对方|[，。,.！!？?\s现在这边说话])(?:不|不太|不怎么)方便(?:大声|多)?(?:说|讲|开口|出声|接听|通话))|(?:不能|别|不要)出声|(?:不敢|没办法|没法)(?:大声)?(?:说话|讲话|出声|开口)|我(?:现在)?不能(?:大声)?(?:说话|出声|讲话)|(?:他|她|他们)(?:就|还|正)?在(?:我)?(?:旁边|边上|门外|门口|外面|隔壁|楼下|身边)(?!.{0,8}(?:照顾|陪|看着|等))|(?:别|不要|千万别)(?:再)?(?:给我)?(?:打|回)(?:电话|过来|拨)|会(?:被)?(?:他|她|他们)?听(?:见|到)的?|声音大了?(?:他|她|会)|(?:他|她)会(?:听见|发现)|(?<![老家大病伤路客本没有证])人(?:就)?在(?:旁边|边上|身边)|(?<!腿脚|行动|走路|行走|出行|交通|生活|身体|手脚|下楼|活动|停车|通行|出入|[人妈爸奶爷公婆])不方便(?=[嗯啊，,。.\s]|$)|小声(?:点|一点|说)|[（(][^）)]{0,8}(?:压低声音|低声说|小声说|耳语)[^）)]{0,20}[）)]/;
const CANNOT_EN =
  /(?:(?:^|[.,;!?\n]\s*)|\bi\s+(?:really\s+)?)(?:can'?t|cannot|can not|am not able to)\s+(?:really\s+)?(?:talk|speak)(?!\s+(?:english|chinese|mandarin|spanish))|\b(?:he|she)(?:'s| is)\s+(?:right here|right there|next to me|in the (?:next |other )?room|outside (?:my|the) door|listening)|\b(?:he|she|they)(?:'ll| will| can| might)\s+hear\b|\bdon'?t call (?:me )?back\b|\bplease don'?t call\b|[[(][^\])]{0,12}whisper(?:s|ing|ed)[^\])]{0,20}[\])]/i;
/** Who cannot speak because of an illness or a disability is no secret. */
const VOICELESS =
  /聋|哑|失语|嗓子|喉|气管|中风|过敏|喘|口齿|舌|手术|瘫|听障|\b(deaf|mute|lungs?|copd|throat|tongue|stroke|slur\w*|asthma|breath\w*|allerg\w*|chok\w*|face (?:is )?droop\w*)\b/i;

function cannotSpeak(all: string): Odd | null {
  if (VOICELESS.test(all)) return null;
  const words = found(CANNOT_ZH, all) ?? found(CANNOT_EN, all);
  if (words === null) return null;
  return {
    rule: 'cannot-speak',
    zh: `来电人不便说话：“${quote(words)}”`,
    en: `the caller cannot speak freely: “${quote(words)}”`,
  };
}

const FOOD_ZH =
  '(?:披萨|比萨|外卖|炒饭|盖饭|盖浇饭|快餐|盒饭|便当|牛肉面|拉面|炒面|米线|酸辣粉|面条|饺子|馄饨|汉堡|炸鸡|薯条|奶茶|咖啡|烧烤|烤鱼|烤鸭|麻辣烫|火锅|套餐|黄焖鸡|鸡排|宫保鸡丁|鱼香肉丝|粥|小龙虾|炒菜|寿司|宵夜|夜宵|蛋糕|鲜花|桶装水|米饭)';
/** An order to us, now: not of something that was ordered before. */
const ORDER_ZH = new RegExp(
  [
    `(?:我|我们|我这边|帮我|给我|麻烦)?(?:要|想|想要|需要|帮我|给我|再)(?:点|订|定|叫|来|送|买|要)?(?!了|过|的)(?:一|两|二|三|四|个|份|大|小|中|[0-9])*(?:份|个|碗|盒|单|杯|张|套|只)?[^，。,.！!？?\\n的了]{0,6}${FOOD_ZH}(?!店|馆|厅|铺|里|都|着|钱|员|小哥|骑手)`,
    `(?:来|上|送|加)(?:一|两|三|[0-9])?(?:份|个|碗|盒|单|杯|张|套)[^，。,.！!？?\\n的了]{0,6}${FOOD_ZH}`,
    '(?:我|我们)?(?:要|想|想要|帮我|给我|可以|能)(?:点餐|订餐|点菜|点个餐|订个餐|订位|订个位|订桌|订个包间|点外卖|叫外卖|叫个外卖|点份外卖|叫份外卖)',
    '(?:多放|少放|不要放|别放|不要|多加|少)(?:点)?(?:辣|香菜|葱|蒜|醋|糖|冰)(?![^，。]{0,4}(?:烟|味))',
  ].join('|'),
);
const FOOD_EN =
  '(?:pizzas?|pepperoni|burgers?|cheeseburgers?|chinese food|takeout|take-?away|sandwich(?:es)?|sushi|noodles|fried rice|kebabs?|tacos?|burritos?|chicken wings|wings|fries|coffees?|sodas?|subs?|meal|dinner|delivery|flowers|roses|bouquet|groceries)';
const ORDER_EN = new RegExp(
  [
    `\\b(?:i'?d|i would|we'?d|i) (?:like|want|need|wanna)(?: to)?(?: (?:order|get|have|place an order for))?(?: (?:a|an|one|two|three|some|the|another))?(?: [\\w-]+){0,3} ${FOOD_EN}\\b`,
    `\\b(?:can|could|may|let) (?:i|me|we|you)(?: please)? (?:order|get|have|bring|deliver|send)(?: me)?(?: (?:a|an|one|two|three|some|the))?(?: [\\w-]+){0,3} ${FOOD_EN}\\b`,
    `\\b(?:order|ordering) (?:a|an|one|two|some)(?: [\\w-]+){0,3} ${FOOD_EN}\\b`,
    "\\b(?:i'?d|i would) like to (?:place an order|order|make a reservation|book a (?:table|taxi|cab|haircut))\\b",
    '\\b(?:extra|no) (?:cheese|pepperoni|onions|mushrooms|pickles|anchovies)\\b',
  ].join('|'),
  'i',
);
const WRONG_NUMBER =
  /打错(?:了|电话)|拨错|按错|不小心(?:按|拨|打)|误拨|\bwrong number\b|\bmis-?dial\w*|\bdialed (?:it )?by (?:mistake|accident)|\bpocket dial\w*|\bbutt dial\w*|\bby accident\b/i;

const saysWrongNumber = (text: string): boolean =>
  WRONG_NUMBER.test(text) && !/没有?打错|not (?:a|the) wrong/i.test(text);

/**
 * Once the other side has said who it is, an order is meant for it. Before that it may be a wrong number, which ends
 * with the first word of the other side; where only one side is written down, the order is taken as it is.
 */
function mealOrdered(turns: readonly Turn[], all: string): Odd | null {
  if (saysOpenly(all)) return null;
  const isOrder = ({ speaker, text }: Turn) => speaker === 'caller' && (ORDER_ZH.test(text) || ORDER_EN.test(text));
  const first = turns.findIndex(isOrder);
  if (first < 0) return null;
  const oneSided = turns.every(({ speaker }) => speaker === 'caller');
  const excused = turns.findLastIndex(({ speaker, text }) => speaker === 'caller' && saysWrongNumber(text));
  const told = turns.slice(0, first).some(({ speaker }) => speaker === 'taker');
  const answeredAt = turns.findIndex(({ speaker }, i) => i > first && speaker === 'taker');
  const wentOn = answeredAt >= 0 && callerTurnsAfter(turns, answeredAt) > 0;
  if (excused >= 0 && callerTurnsAfter(turns, excused) < STAYS_TURNS) return null;
  if (!oneSided && !told && !wentOn) return null;
  const order = (turns[first] as Turn).text;
  const words = found(ORDER_ZH, order) ?? found(ORDER_EN, order) ?? order;
  return {
    rule: 'meal-ordered',
    zh: `向报警电话点餐或预订：“${quote(words)}”，可能是暗语求助`,
    en: `orders from an emergency line: “${quote(words)}”; may be a coded call for help`,
  };
}

const GOODBYE =
  /^[\s，。,.！!]*(?:哦|噢|啊|嗯|好|好的|行|不好意思|对不起|抱歉|没事|再见|拜拜|谢谢|打扰了|挂了|ok(?:ay)?|sorry|bye|thanks?|thank you|my (?:bad|mistake)|have a (?:good|nice) \w+|no problem|[\s，。,.！!])*$/i;
const callerTurnsAfter = (turns: readonly Turn[], index: number): number =>
  turns.slice(index + 1).filter(({ speaker, text }) => speaker === 'caller' && !GOODBYE.test(text)).length;

const KIN_ZH =
  /^(?:喂|诶|哎|哈喽|你好|您好)?[，,。\s]*(?:妈妈?|爸爸?|姐|哥|弟|妹|姑|姨|舅|老公|老婆|亲爱的|宝贝|闺女|儿子|小[\u4e00-\u9fff]|阿[\u4e00-\u9fff]|老[王李张刘陈杨赵黄周吴]|[王李张刘陈杨赵黄周吴]\p{Script=Han}{0,2}(?:姐|哥|总|老师|阿姨))(?:啊|呀|吗|吧|呢|[，,。！\s]|是我|我)/u;
const SMALL_TALK_ZH =
  /(?:晚点|晚上|今晚|今天|一会儿?|待会儿?|等下|马上|明天|周末|中午).{0,8}(?:回家|到家|回来|回去|过去|过来|吃饭|吃完|聚会|加班|逛街|睡|看电影|见|聊|打麻将|接)|(?:吃(?:饭|过)(?:了)?(?:吗|没)|在家(?:吗|呢)|作业写|快递到|那件(?:衣服|事)|上次(?:说|借|那)|接(?:我|孩子)|帮我(?:带|买)|代我问|想你了|天气)/;
const KIN_EN =
  /^(?:hi|hey|hello|yeah hi|oh hi)?[,.\s]*(?:mom|mum|mommy|dad|daddy|honey|sweetie|babe|grandma|auntie?|sis|bro|[A-Z][a-z]+)[,.!\s]/;
const SMALL_TALK_EN =
  /\b(?:running (?:a bit |a little )?late|be (?:home|back|there|over) (?:soon|later|in|around|by)|on my way|pick (?:me|you|up the|him|her)|see you (?:later|tonight|tomorrow|soon)|how(?:'s| is) (?:mom|dad|the (?:kids|baby|weather|family)|work)|what(?:'s| is) for dinner|did you eat|tonight'?s? (?:movie|party|dinner)|talk (?:later|tomorrow)|miss you|the (?:laundry|groceries|homework))\b/i;

/** Speaks as if to a friend and stays on the line, or says it is a wrong number and stays. */
function chatsWithNobody(turns: readonly Turn[], all: string): Odd | null {
  if (saysOpenly(all)) return null;
  if (turns.every(({ speaker }) => speaker === 'caller')) return chatsAlone(all);
  const isChat = ({ speaker, text }: Turn) =>
    speaker === 'caller' &&
    (saysWrongNumber(text) ||
      (KIN_ZH.test(text) && text.length > 3) ||
      SMALL_TALK_ZH.test(text) ||
      (KIN_EN.test(text) && SMALL_TALK_EN.test(text)) ||
      SMALL_TALK_EN.test(text));
  const first = turns.findIndex(isChat);
  if (first < 0 || callerTurnsAfter(turns, first) < STAYS_TURNS) return null;
  if (!turns.slice(first).some(({ speaker }) => speaker === 'taker')) return null;
  return staysOn((turns[first] as Turn).text);
}

/** The other side is not written down: so many characters to a friend are no slip of the finger. */
const CHAT_CHARS = 16;
const chatsAlone = (all: string): Odd | null =>
  all.length >= CHAT_CHARS && KIN_ZH.test(all) && !WRONG_NUMBER.test(all) ? staysOn(all) : null;

const staysOn = (words: string): Odd => ({
  rule: 'wrong-number-stays',
  zh: `像打给熟人或打错电话却不挂断：“${quote(words)}”，可能身边有人`,
  en: `talks as to a friend or a wrong number and stays on: “${quote(words)}”; somebody may be listening`,
});

/** The call-taker thinks that the caller has the wrong number, and says who they are: not the greeting, a correction. */
const CORRECTS =
  /(?:这里|这边|这|我|我们|您打的|你打的|您拨的|你拨的|您好，我)是?(?:的是)?[^，。]{0,6}(?:1[12][0-9]|报警|消防|火警|急救|公安|警察)|打错|\bthis is (?:9-?1-?1|the police|police|(?:an )?emergency|the fire|the ambulance)|\byou(?:'ve| have)? (?:called|reached|dialed|dialled)\b|wrong number/i;
/** The call-taker has understood, and asks. */
const SUSPECTS =
  /不方便|威胁|有危险|危险吗|被控制|(?:他|她|有人|对方|人)(?:就|还|是不是)?在(?:你|您)?(?:旁边|身边|边上)|\b(?:in (?:danger|trouble)|not safe|are you safe|able to talk|free to talk|(?:is )?(?:he|she|someone|somebody|anyone) (?:is )?(?:there|with you|listening|nearby|in the room))\b/i;
/** Asked for the threat itself, a yes counts whatever else was said; somebody beside a patient is no threat. */
const THREAT = /威胁|被控制|\bin danger\b|\bnot safe\b/i;
const AFFIRMS = /^[\s，。,.]*(?:嗯+|对|是|有|在|没错|就是|yes|yeah|yep|uh[ -]?huh|mm|sure|of course|exactly|right)/i;

/** Whoever asks something asks it of somebody. */
const ASKS_US =
  /请问|咨询|想问|问一下|怎么办|怎么走|电话是多少|派出所|身份证|户口|证明|民警|\b(?:how do i|what(?:'s| is) the (?:number|process)|can you tell me|question|non-?emergency|officer|police report)\b/i;

/** Told that this is no shop and goes on as if it were, or says yes to the question whether somebody listens. */
function talksPast(turns: readonly Turn[], all: string): Odd | null {
  const open = saysOpenly(all);
  const spoke = turns.findIndex(({ speaker, text }) => speaker === 'caller' && !HELLO.test(text));
  if (spoke < 0) return null;
  for (const [i, { speaker, text }] of turns.entries()) {
    const next = turns[i + 1];
    if (speaker !== 'taker' || i < spoke || next?.speaker !== 'caller') continue;
    const goesOn =
      !open && !ASKS_US.test(all) && CORRECTS.test(text) && !saysWrongNumber(next.text) && !GOODBYE.test(next.text);
    const confirms = (open ? THREAT : SUSPECTS).test(text) && AFFIRMS.test(next.text);
    if (!goesOn && !confirms) continue;
    const words = goesOn ? next.text : `${text} ${next.text}`;
    return {
      rule: 'talks-past',
      zh: `知道这是报警电话仍继续说别的，或确认身边有人：“${quote(words)}”`,
      en: `goes on with something else knowing who answers, or confirms that somebody is there: “${quote(words)}”`,
    };
  }
  return null;
}

const BARE =
  /^[\s，。,.！!？?…]*(?:嗯+|恩+|唔|啊|哦|噢|对+|对的|对啊|是+|是的|是啊|不是|不|没有?|没|有|有的|好|好的|行|可以|不行|不可以|知道|不知道|能|不能|yes|yeah|yep|yup|no|nope|uh[ -]?huh|m+h?m+|mm[ -]?hmm|ok(?:ay)?|right|sure|correct|maybe|fine|not really|i guess)[\s，。,.！!？?…]*$/i;
const HELLO = /^[\s，。,.！!？?]*(?:喂+|你好|您好|hello|hi|hey)[\s，。,.！!？?]*$/i;

const isBare = (text: string): boolean => {
  const pieces = text.split(/[，。,.！!？?…]+/).filter((piece) => piece.trim() !== '');
  return pieces.length > 0 && pieces.every((piece) => BARE.test(piece));
};

/** The other side asks, the caller only says yes or no and has told nothing. */
function onlyBareAnswers(turns: readonly Turn[], caller: readonly string[]): Odd | null {
  if (!turns.some(({ speaker }) => speaker === 'taker')) return null;
  const bare = caller.filter(isBare).length;
  const told = caller.some((text) => !isBare(text) && !HELLO.test(text) && /[\p{L}\p{N}]/u.test(text));
  if (bare < ONE_WORD_ANSWERS || told) return null;
  return {
    rule: 'one-word-answers',
    zh: `连续 ${bare} 次只用一两个字回答，没有说出警情`,
    en: `${bare} one-word answers and nothing told`,
  };
}
