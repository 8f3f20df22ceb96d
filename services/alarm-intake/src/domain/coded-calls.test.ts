import { describe, expect, it } from 'vitest';
import { oddSpeech } from './odd-speech.ts';

/** Written after the rules, on other subjects than theirs. "T:" is the call-taker. */
const judge = (lines: readonly string[]) =>
  oddSpeech(
    lines.map((line) => ({
      speaker: line.startsWith('T:') ? ('taker' as const) : ('caller' as const),
      text: line.replace(/^T:/, ''),
    })),
  );

const CODED: readonly (readonly string[])[] = [
  ['T:110', '您好，我想要一份鱼香肉丝盖饭', 'T:打错了吧', '没有打错，送到景田北一街8号', 'T:明白了'],
  [
    'T:您好，这里是110',
    '闺蜜啊，你上次放我家的那个包，我找到了',
    'T:女士，这是110',
    '对对对，就现在来拿',
    'T:他在你旁边吗',
    '是啊，在呢，快点啊',
  ],
  [
    'T:911 what is your emergency',
    'Hey girl, you still coming over to get your dress?',
    'T:Ma’am this is 911',
    'Yeah the blue one, you need to come get it now',
    'T:Are you in trouble',
    'Uh huh',
  ],
  ['T:120', '嗯', 'T:您哪里不舒服', '……', 'T:能听到吗', '嗯', 'T:您是一个人吗', '嗯'],
  ['我说话不方便，你问我答'],
  ['T:110', '你好，我要取快递', 'T:这里是报警中心', '对，快递，柳林街3号，三个人送过来'],
  ['T:119', '帮我送一桶水过来', 'T:这是119火警', '我知道，送到城东路12号，快'],
  ['I need to order flowers for my mother, can you deliver right now to 14 Ash Street'],
  [
    'T:Police',
    'hi i want to cancel my appointment',
    'T:this is the police',
    'yes i know, tonight at 8 does not work, he is home',
  ],
  ['不能出声 有人在屋里翻东西 我在衣柜 嘉禾苑2-301'],
  ['T:911', 'I would like a cheese pizza', 'T:You know this is 911', 'Yes. How long?'],
  ['can u text me i cant talk he is in the kitchen 55 Wren Court'],
  [
    'T:110，请讲',
    '房东吗，水龙头坏了你来看看',
    'T:您好，我是110',
    '嗯就现在来，银泰公寓2204',
    'T:是不是有人威胁您',
    '对对，就是这个意思',
  ],
  ['T:120', '喂，美发店吧，我想烫个头', 'T:这是急救电话', '知道，最快几点能排上，我在和平里'],
  [
    'T:911',
    'Hi Doctor Evans’ office? I need to move my checkup',
    'T:This is 911, do you need help?',
    'Yes please, as early as possible',
    'T:Is he there',
    'Yes',
  ],
  [
    'T:110',
    '二姨，我就是跟你说一声，我在大刘这儿挺好的',
    'T:你好你打的是110',
    '嗯嗯，挺好，六号楼，你有空过来坐坐',
    'T:需要出警吗',
    '要的要的',
  ],
  ['T:911', 'Yes. Yes. No. Okay.', 'T:Are you hurt?', 'No.', 'T:Is he there?', 'Yes.', 'T:armed?', 'Maybe.'],
  ['T:119', '你好，配送几点到？我等两小时了', 'T:这里是消防', '我知道，幸福村三栋，让他们快点'],
  [
    'T:Emergency',
    'Hello is that the vet? My dog needs a shot tonight',
    'T:Ma’am this is emergency',
    'I know, can you come to the house, 8 Cedar',
    'T:Yes',
  ],
  ['我在卫生间打的，声音大了他会进来，盛世华庭9栋'],
  ['T:110', '嗯', 'T:喂？', '嗯', 'T:需要帮助吗', '嗯嗯'],
  [
    'T:110报警服务台',
    '你好，我订的酒店房间今晚还有吗',
    'T:先生这里是110',
    '对，302，两位',
    'T:明白，是有危险吗',
    '是的',
  ],
  [
    'T:911',
    'Hi, is the library open today?',
    'T:Sir, you called 911',
    'Right, I have two overdue books, at 9 Lark Street',
    'T:OK',
  ],
  ['T:120', '喂李医生，我那个药吃完了，你方便送来吗', 'T:这里是120', '方便的话现在就来，福星里4号'],
  ['T:110', '老公你到哪了', 'T:女士您打的是110', '好，我在小区门口等你，有个人一直跟着我', 'T:收到'],
  [
    'T:911',
    'Hey it is me',
    'T:Are you in trouble?',
    'Yeah',
    'T:Someone there?',
    'Yep',
    'T:Address?',
    'You know the one, 40 King',
  ],
  ['T:119', '订票', 'T:这是119', '没打错，一张，去东门'],
  ['他在客厅，我只能打字，别打过来'],
];
const OPEN: readonly (readonly string[])[] = [
  ['我在披萨店上班，有个客人突然倒地抽搐'],
  ['T:110', '我订的蛋糕被人在店里拿走了', 'T:好的', '嗯', 'T:有监控吗', '有', 'T:您在店里吗', '在'],
  ['T:120', '我老公喝多了叫不醒', 'T:有呼吸吗', '有', 'T:能睁眼吗', '不能', 'T:吐了吗', '吐了'],
  ['妈妈摔倒了起不来了，我是她女儿，今晚刚到家'],
  ['小王，不是，我是说我们小区保安小王被打了'],
  ['T:122', '两车刮了，没人受伤，占着快车道', 'T:能挪吗', '可以', 'T:拍照了吗', '拍了', 'T:那挪到路边', '好'],
  ['I ordered a couch online and the seller took my money and vanished'],
  ["my wife is deaf she can't talk on the phone, she fell in the shower"],
  [
    'T:911',
    'There is a guy passed out in front of the pizza place',
    'T:breathing?',
    'I think so',
    'T:Stay with him',
    'ok',
  ],
  ['我家孩子在学校吃了食堂的饭全班都在拉肚子'],
  ['T:119', '电梯里有人', 'T:几个人', '两个', 'T:能说话吗', '能', 'T:有不舒服吗', '没有'],
  ['T:110', '出租车司机绕路还骂人', 'T:车牌记了吗', '记了', 'T:现在在车上吗', '不在', 'T:好', '好'],
  ['请问110吗，我想举报有人在楼下烧烤摊打架，好多人'],
  ['Someone broke into my food truck and took the burgers and the cash box'],
  ['T:110', '我车被拖走了，不知道拖哪去了', 'T:车牌', '粤B12345', 'T:我查一下', '好', 'T:在三号停车场', '好的谢谢'],
  ['T:120', '孕妇要生了，羊水破了', 'T:多大周数', '三十九', 'T:有宫缩吗', '有', 'T:能走吗', '不能'],
  ['T:12345', '我预约了明天办居住证想改到周五', 'T:可以网上改', '好的', 'T:还有吗', '没了'],
  ['T:110', '有个老太太迷路了，在我店里坐着', 'T:店名', '老王修车', 'T:她能说名字吗', '不能', 'T:好', '好'],
  ['T:911', 'I need to report a car blocking my driveway', 'T:Address', '22 Main', 'T:Color?', 'Red', 'T:OK', 'Thanks'],
  ['外卖小哥晕倒在我们楼下，餐箱都翻了'],
  ['T:119', '我钥匙锁屋里了，锅还在灶上', 'T:有烟吗', '没有', 'T:地址', '华侨城3栋', 'T:好', '快点'],
  ['T:122', '我送孩子上课路上追尾了', 'T:有人受伤吗', '没有', 'T:位置', '深南大道', 'T:好', '好'],
  ['T:110', '快递员把我家门砸了个坑，不承认', 'T:人还在吗', '在', 'T:有监控吗', '有', 'T:等民警', '好'],
  ['T:911', 'My mom took too many pills', 'T:Awake?', 'Yes', 'T:How many?', 'Ten', 'T:Breathing OK?', 'Yes'],
  ['T:110', '我约了人交易二手手机，他拿了就跑', 'T:往哪', '地铁站', 'T:穿什么', '黑衣服'],
  [
    'T:911',
    'wrong address for the ambulance, it is 15 not 51 Birch, come to the back door',
    'T:Updating now',
    'Thanks',
    'T:still breathing?',
    'Yes',
  ],
  ['T:110', '我手机掉了', 'T:这里是110，您在哪掉的', '公交车上', 'T:几路', '12路'],
  ['T:119', '有人吗', 'T:这里是119，请讲', '我们仓库着火了', 'T:地址', '北环5号'],
  ['T:911', 'Hello', 'T:This is 911', 'My neighbor fell off the roof', 'T:Conscious?', 'No'],
  ['T:110', '喂', 'T:您好，这里是110', '我想问一下无犯罪证明怎么开', 'T:到派出所', '好的谢谢'],
  ['T:120', '你好', 'T:120急救', '老人喘不上气', 'T:有人在旁边吗', '有，我在'],
  ['T:110', '喂，移动客服吗', 'T:这里是110报警台', '不好意思拨错了'],
  ['T:122', '撞了', 'T:您是不是不方便移车', '是，车轮掉了', 'T:好，等交警'],
  ['T:911', 'hello? hello', 'T:911, do you need help', 'no sorry my toddler got my phone', 'T:ok', 'bye'],
];

describe('a coded call', () => {
  it.each(CODED.map((lines) => [lines.join(' | '), lines] as const))('%s', (_, lines) => {
    expect(judge(lines)).not.toBeNull();
  });
});

describe('a call that says what it is about', () => {
  it.each(OPEN.map((lines) => [lines.join(' | '), lines] as const))('%s', (_, lines) => {
    expect(judge(lines)).toBeNull();
  });
});
