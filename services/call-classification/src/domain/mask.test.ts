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
    expect(maskPersonal('锦绣路12号着火了', ['锦绣路12号'])).toBe('[地点]着火了');
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
