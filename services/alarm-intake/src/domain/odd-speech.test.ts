import { describe, expect, it } from 'vitest';
import { oddSpeech } from './odd-speech.ts';
import { cancelSaid, distressHeard } from './said-by-caller.ts';
import { turnsOf } from './turns.ts';

/** "T:" is the call-taker, anything else the caller; a single line is a call whose other side is not written down. */
const turns = (...lines: readonly string[]) =>
  lines.map((line) =>
    line.startsWith('T:')
      ? ({ speaker: 'taker', text: line.slice(2).trim() } as const)
      : ({ speaker: 'caller', text: line } as const),
  );
const rule = (...lines: readonly string[]) => oddSpeech(turns(...lines))?.rule ?? null;

describe('speech that does not fit an emergency line', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'meal-ordered',
      '一份披萨',
      ['T:您好，110', '你好，我要一份披萨，送到幸福路12号302', 'T:这里是报警电话', '对，要大份的'],
    ],
    ['meal-ordered', '外卖，一句话', ['喂，我想点个外卖，一份宫保鸡丁饭，不要辣，送到阳光花园5栋']],
    [
      'meal-ordered',
      '120 叫粥',
      ['T:120急救中心', '来两份皮蛋瘦肉粥，快一点送', 'T:您是不是需要帮助？', '嗯，对，两份'],
    ],
    ['meal-ordered', '119 订位', ['T:119请讲', '我想订个位，今晚两个人', 'T:……', '对，靠窗的，尽快']],
    ['meal-ordered', '订蛋糕', ['T:你好110', '帮我订一个生日蛋糕，要快点送到世纪城二期']],
    [
      'meal-ordered',
      'pizza',
      [
        'T:911, what is your emergency?',
        "I'd like to order a large pizza to 1423 Oak Street",
        'T:This is 911',
        'Yes, I know. Half pepperoni',
      ],
    ],
    [
      'meal-ordered',
      'one side only',
      ['hi can i get a large pepperoni pizza delivered to apartment 4b 22 elm street please'],
    ],
    [
      'meal-ordered',
      'Chinese food',
      [
        'T:Emergency, which service?',
        'Could I order some chinese food please',
        'T:You have reached the police',
        'Yeah, how long will it take?',
      ],
    ],
    [
      'meal-ordered',
      'haircut',
      [
        'T:911',
        "I'd like to book a haircut for today please",
        'T:Ma’am, are you in danger?',
        'Yes, as soon as possible',
      ],
    ],
    [
      'one-word-answers',
      '只答是否',
      [
        'T:您好110',
        '喂',
        'T:您需要帮助吗？',
        '嗯',
        'T:旁边有人吗？',
        '对',
        'T:他有没有凶器？',
        '不知道',
        'T:您在家里吗？',
        '是',
      ],
    ],
    [
      'talks-past',
      'yes and no',
      [
        'T:911',
        'Hello?',
        'T:Are you able to talk?',
        'No.',
        'T:Is somebody with you?',
        'Yes.',
        'T:Does he have a weapon?',
        'Uh-huh.',
      ],
    ],
    ['one-word-answers', '有气无力', ['T:120您好', '嗯……', 'T:是您自己不舒服吗？', '嗯', 'T:能说一下地址吗？', '嗯。']],
    [
      'wrong-number-stays',
      '打给妈妈',
      [
        'T:您好，110',
        '妈，我今晚晚点回来，你别等我了',
        'T:这里是110报警台',
        '嗯，我知道，还在那个朋友家，锦绣家园7栋',
        'T:您是不是不方便？',
        '对啊，他也在，好几个人呢',
      ],
    ],
    [
      'wrong-number-stays',
      '打给同事',
      [
        'T:110',
        '王姐，明天的会我可能过不来了',
        'T:您好，这是报警电话，您遇到什么事了？',
        '就是上次说的那个客户，还在我家',
        'T:需要警察上门吗',
        '嗯，最好快一点',
      ],
    ],
    [
      'wrong-number-stays',
      'says wrong number and stays',
      [
        'T:110',
        '不好意思打错了',
        'T:好的，没事吗？',
        '嗯……就是那个……',
        'T:您方便说话吗？',
        '我这边是泰和里12号',
        'T:好',
      ],
    ],
    [
      'wrong-number-stays',
      'to mom',
      [
        'T:911, what is the address?',
        'Hi Mom, I am running a bit late, I will be home soon',
        'T:You called 911',
        'I know. I am still at Dave’s place on Birch Lane',
        'T:Are you in danger?',
        'Yeah, of course, you know how it is',
      ],
    ],
    ['cannot-speak', '不方便说话', ['我现在不方便说话，你们能不能过来一下，翠苑三区14幢']],
    ['cannot-speak', '他在旁边', ['T:110', '他就在旁边，我小声点说，福田路8号']],
    ['cannot-speak', '别打回来', ['短信：别给我打电话，他会听到的，长江路19号501']],
    ['cannot-speak', '不敢说话', ['不敢说话 他在门外 建设路二巷6号']],
    ['cannot-speak', 'cannot talk', ["I can't talk right now, just send someone to 88 Pine"]],
    ['cannot-speak', 'he will hear', ["please don't call back he'll hear, unit 9 at Harbor View"]],
    ['cannot-speak', 'he is right here', ['T:911', "um he's right here so... yes to all of that, 12 Mill Road"]],
  ])('%s: %s', (expected, _name, lines) => {
    expect(rule(...lines)).toBe(expected);
  });

  it('says which words it was, in both languages', () => {
    const odd = oddSpeech(turns('T:110', '你好我要点一份外卖炒饭'));
    expect(odd?.zh).toContain('炒饭');
    expect(odd?.en).toContain('炒饭');
  });
});

describe('speech that fits', () => {
  it.each<[string, readonly string[]]>([
    ['食物中毒', ['我们中午点了外卖，吃完三个人都拉肚子呕吐，有一个晕了']],
    ['饭店着火', ['T:119', '我在麻辣烫店，后厨着火了，我要叫消防', 'T:地址？', '新华路55号']],
    ['外卖纠纷', ['我叫了一份外卖，骑手把餐扔在地上还骂我，现在在我家门口不走']],
    [
      '外卖员受伤',
      ['T:120', '有个送外卖的被车撞了，趴在路口', 'T:人清醒吗', '是', 'T:流血吗', '有', 'T:别动他', '好的'],
    ],
    ['餐馆不付钱', ['我是开火锅店的，有一桌客人吃完不给钱要走']],
    ['打错就挂', ['喂，是必胜客吗，我要订一份披萨', 'T:这里是110', '哦不好意思打错了']],
    ['问外卖柜', ['我外卖在取餐柜里拿不出来，柜门打不开了，找谁']],
    ['偷外卖', ['我点的外卖又被偷了，这个月第三次，我要报警']],
    ['蛋糕店盗窃', ['我蛋糕店昨晚被撬了，收银机的钱没了']],
    [
      '一直答是但说了事',
      [
        'T:119',
        '我们楼上冒烟了',
        'T:几楼',
        '是，18楼',
        'T:有人吗',
        '不知道',
        'T:您撤离了吗',
        '嗯',
        'T:能看到明火吗',
        '没有',
      ],
    ],
    [
      '老人摔倒',
      ['T:120', '老伴摔了起不来', 'T:清醒吗？', '嗯', 'T:能动吗', '不能', 'T:地址是…', '对', 'T:门能开吗', '可以'],
    ],
    ['中风不能说话', ['我爸突然不能说话了，嘴也歪了，一边手没力']],
    ['聋哑人', ['我是聋哑人，不能说话，只能打字，我家漏煤气了']],
    ['孩子没回家', ['我女儿晚上说回家吃饭，到现在没回家，电话也联系不上']],
    ['照顾的人在旁边', ['老人发烧了，护工在旁边照顾，需要一辆救护车']],
    ['快递', ['T:12345', '我想问一下暂住证明天能办吗', 'T:可以的', '好的', 'T:还有别的吗', '没有', 'T:再见', '好']],
    ['food poisoning', ['we had takeout chinese food and now my wife and kid are both vomiting and he is really pale']],
    [
      'restaurant fire',
      ['T:911', 'I was picking up a pizza and the kitchen of the place is on fire', 'T:Address?', '300 Main'],
    ],
    ['delivery robbed', ['I deliver pizza and a guy just robbed me with a knife at the corner of 5th and Pine']],
    ['will not pay', ['customer at table six ordered two burgers and refuses to pay and is getting loud']],
    [
      'wrong number hangs up',
      [
        'Hi I would like to order a pizza',
        'T:You have reached 911',
        'Oh sorry, wrong number',
        'T:Is everything all right?',
        'Yes, sorry, bye',
      ],
    ],
    ['pocket dial', ['T:911', 'Oh my god sorry I dialed by accident', 'T:Are you safe?', 'Yes thanks bye']],
    ['stroke', ["my husband can't speak, his face is drooping on one side"]],
    ['throat swelling', ["I can't talk well my throat is swelling up I ate peanuts"]],
    ['language', ["sorry I can't speak English well, accident on highway 5"]],
    [
      'choking in a diner',
      [
        'T:911',
        'A man is choking on a burger at Joe’s diner',
        'T:Is he coughing?',
        'No',
        'T:Is he conscious?',
        'Yes',
        'T:Help is on the way',
        'OK',
      ],
    ],
    [
      'noise complaint',
      [
        'T:Police non emergency',
        'My neighbor is having a party and the music is way too loud',
        'T:How long?',
        'Since nine',
        'T:Apartment?',
        'Yes',
        'T:OK',
        'OK',
      ],
    ],
    ['mother calls about son', ['Mom here at the school, a boy fell from the climbing frame and hit his head']],
  ])('%s', (_name, lines) => {
    expect(rule(...lines)).toBeNull();
  });
});

describe('sounds', () => {
  const heard = (...lines: readonly string[]) => distressHeard(turns(...lines));
  it('of violence in brackets are heard', () => {
    expect(heard('（背景有女人尖叫、打斗声）喂')).toContain('尖叫');
    expect(heard('[muffled screaming] ... [line noise]')).toContain('screaming');
    expect(heard('T:110', '(砸门声) 没事，打错了')).toBe('砸门声');
  });
  it('that a fire, an illness or a child explains are not', () => {
    expect(heard('（尖叫声）着火了着火了，七楼')).toBeNull();
    expect(heard('[screaming] my dad collapsed, he is not breathing')).toBeNull();
    expect(heard('（婴儿哭声）孩子发烧四十度')).toBeNull();
    expect(heard('他尖叫着跑了')).toBeNull();
  });
});

describe('a cancel', () => {
  const cancels = (...lines: readonly string[]) => cancelSaid(turns(...lines)) !== null;
  it.each([
    '喂刚才那个火已经灭了，消防车不用来了',
    '你们不用派人来了，我们自己解决了',
    '刚才弄错了，不是小偷是我儿子',
    '我要取消报警',
    '没事了没事了，人醒了',
    '不需要救护车了，我们自己开车去医院',
    '烟感误报，没有火',
    'hi you can cancel the ambulance, she is awake now',
    "we don't need the police anymore, he left",
    'sorry false alarm, it was just toast',
    'never mind, it is fine',
    'please cancel my call from ten minutes ago',
  ])('%s', (text) => {
    expect(cancels(text)).toBe(true);
  });
  it.each([
    '护士把药弄错了，孩子吃了两倍的量',
    '我跟他说别来了，他还是天天来砸门',
    '他现在没事了吧，救护车到了吗，还在流血',
    '快点来，不要再等了',
    '消防车怎么还没来',
    '我取消了订单他就骂我',
    'I told him not to come and he is kicking the door',
    'my flight got cancelled and a man is fighting at the gate',
    'she needs an ambulance now, please come',
    'I need help, do not send just one officer, there are five of them',
    'the smoke alarm is going off and there is real smoke',
  ])('is not %s', (text) => {
    expect(cancels(text)).toBe(false);
  });
  it('is not what the call-taker says', () => {
    expect(cancels('T:那就不用来了是吗', '不是，快来')).toBe(false);
  });
});

describe('a report that is a dialogue', () => {
  it('is read by the names before its lines', () => {
    const read = turnsOf('接警员：您好110\n报警人：我要一份披萨', new Map([[0, '快点']]), new Map([[0, 'caller']]));
    expect(read.map(({ speaker }) => speaker)).toEqual(['taker', 'caller', 'caller']);
    expect(oddSpeech(read)?.rule).toBe('meal-ordered');
  });
});
