/** What callers say, made up for the load test: words, the number called, and its language. */
export interface Words {
  readonly line: string;
  readonly text: string;
  /** The same event told by somebody else. */
  readonly again: string;
}

export const NEEDING_UNIT: readonly Words[] = [
  {
    line: '119',
    text: '六楼厨房着火了,油锅烧起来,烟很大,家里老人还没下来',
    again: '对面楼六楼在冒黑烟,看得到火苗,有人在窗口喊',
  },
  { line: '120', text: '我爸突然胸口疼,出冷汗,喘不上气,六十八岁', again: '邻居大爷倒在沙发上了,说胸口疼,快来' },
  { line: '122', text: '两辆车撞了,有个人腿卡住出不来', again: '路口撞车了,有人受伤坐在地上,车堵住两条道' },
  { line: '110', text: '有人在店里打架,拿着凳子砸,有人头破了', again: '楼下饭店打起来了,好几个人,声音很大' },
  { line: '120', text: '孩子发高烧抽搐,叫他没有反应,三岁', again: '我是孩子奶奶,孩子还在抽,嘴唇发紫' },
  {
    line: '119',
    text: '电梯停在十一楼和十二楼中间,里面有三个人,有一个老人',
    again: '电梯里有人按警铃,喊救命,卡住快半小时了',
  },
  { line: '110', text: '刚才有人撬门进来,我在卧室锁着,他还在客厅', again: '隔壁门被撬开了,听见里面有动静' },
  {
    line: '119',
    text: 'There is smoke coming out of the laundry on the ground floor, the alarm is ringing',
    again: 'I see flames in the laundry window, people are coming out',
  },
  {
    line: '120',
    text: 'My wife fell down the stairs, her leg is bleeding and she cannot stand',
    again: 'A woman fell in our stairwell, she is crying, please send an ambulance',
  },
  {
    line: '122',
    text: 'A truck hit a scooter at the crossing, the rider is on the road and does not move',
    again: 'Accident at the crossing, somebody lies in front of a truck',
  },
];

export const NEEDING_NONE: readonly Words[] = [
  { line: '12345', text: '请问身份证换领要带什么材料,周末办理吗', again: '' },
  { line: '110', text: '打错了打错了,不好意思', again: '' },
  { line: '12345', text: '楼下路灯坏了两盏,不急,麻烦登记一下', again: '' },
  { line: '110', text: 'Sorry, wrong number, I wanted to call my office', again: '' },
];
