import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskPersonal } from './mask.ts';

describe('masking', () => {
  it.each([
    ['我电话13812345678快点', '我电话[电话]快点'],
    ['打138 1234 5678或者138-1234-5678', '打[电话]或者[电话]'],
    ['+86 13812345678', '[电话]'],
    ['座机0571-87654321', '座机[电话]'],
    ['call two oh six five five five oh one four two', 'call [号码]'],
    ['电话幺三八幺二三四五六七八', '电话[号码]'],
    ['身份证33010219900307123X', '身份证[证件号]'],
    ['卡号6222 0212 3456 7890 123', '卡号[卡号]'],
    ['车牌浙A12345撞了人', '车牌[车牌]撞了人'],
    ['浙AD12345新能源', '[车牌]新能源'],
    ['我叫李建国,我爸倒了', '我叫[姓名],我爸倒了'],
    ['我姓王', '我姓[姓名]'],
    ['姓名:欧阳修文 手机号 13900001111', '姓名:[姓名] 手机号 [电话]'],
    ['我的微信号wxid_abc123', '我的微信号[号码]'],
    ['my name is John Smith and he fell', 'my name is [姓名] and he fell'],
    ['call me at (206) 555-0142', 'call me at [电话]'],
    ['plate is ABC 1234', 'plate is [车牌]'],
    ['mail a.b@example.com', 'mail [邮箱]'],
    ['１３８１２３４５６７８', '[电话]'],
  ])('%s → %s', (text, masked) => {
    expect(maskPersonal(text)).toBe(masked);
  });

  it.each([
    ['张伟被打了，王秀英在家', '[姓名]被打了,[姓名]在家'],
    ['我老公李强打我', '我老公[姓名]打我'],
    ['我是王芳，我儿子叫陈浩然', '我是[姓名],我儿子叫[姓名]'],
    ['患者刘建国', '患者[姓名]'],
    ['李强和王秀英在打架', '[姓名]和[姓名]在打架'],
    ['她被张伟打了', '她被[姓名]打了'],
    ['王先生晕倒了,欧阳修文被砍了', '[姓名]先生晕倒了,[姓名]被砍了'],
    ['my husband John Smith hit me', 'my husband [姓名] hit me'],
    ['My wife Mary fell', 'My wife [姓名] fell'],
    ['This is Anna and Tom Baker was stabbed', 'This is [姓名] and [姓名] was stabbed'],
    ['Is John Smith there', 'Is [姓名] there'],
  ])('takes names that nothing announces: %s → %s', (text, masked) => {
    expect(maskPersonal(text)).toBe(masked);
  });

  it.each([
    '患者高烧39度',
    '伤者左腿骨折',
    '我爸摔倒了',
    '他被马蜂蜇了',
    '路上车被撞了',
    'my son is not breathing',
    'Near Oak Street',
    'The Fire Department',
  ])('takes no word of the emergency for a name: %s', (text) => {
    expect(maskPersonal(text)).toBe(text);
  });

  it.each([
    ['他在锦绣花苑9栋2单元401着火', '他在[地点]着火'],
    ['人民路12号着火了', '[地点]着火了'],
    ['3单元502室有人喊', '[地点]有人喊'],
    ['she fell at 12 Oak Street apt 4', 'she fell at [地点] [地点]'],
    ['fire at 1200 n main st', 'fire at [地点]'],
    ['at 30.274, 120.155', 'at [地点], [地点]'],
  ])('takes out what has the form of an address where it is asked to: %s → %s', (text, masked) => {
    expect(maskPersonal(text, { addresses: true })).toBe(masked);
  });

  it.each(['3楼着火了,马路上有3个人', '3月5号晚上打的', 'Please send help, 2 people are on the way'])(
    'takes no number of storeys, days or persons for an address: %s',
    (text) => {
      expect(maskPersonal(text, { addresses: true })).toBe(text);
    },
  );

  it.each([
    '3楼着火了,302室,三个人被困',
    '老百姓都在看,5号楼',
    '他姓什么不知道,血压180 110',
    'two people hurt on 5th avenue at 10:30',
    '打110打120都行,12345也打了',
    '转了30000块钱',
  ])('leaves "%s" as it is', (text) => {
    expect(maskPersonal(text)).toBe(text);
  });

  it('takes out places where it is asked to', () => {
    expect(maskPersonal('锦绣路12号着火了', { places: ['锦绣路12号'] })).toBe('[地点]着火了');
  });

  it('leaves no mobile number, whatever stands around it', () => {
    const mobile = fc.tuple(fc.integer({ min: 3, max: 9 }), fc.integer({ min: 0, max: 999_999_999 }));
    fc.assert(
      fc.property(fc.string(), mobile, fc.string(), (before, [second, rest], after) => {
        const number = `1${second}${String(rest).padStart(9, '0')}`;
        expect(maskPersonal(`${before} ${number} ${after}`)).not.toContain(number);
      }),
    );
  });
});
