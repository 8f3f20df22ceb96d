import { describe, expect, it } from 'vitest';
import { plainDanger } from './plain-danger.ts';

const said = (text: string, speaker: 'caller' | 'taker' = 'caller') => plainDanger([{ speaker, text }]);

describe('plain words of danger', () => {
  it.each([
    ...['三楼着火了', '有人持刀', '楼下有人拿着菜刀', '他砍人了', '老人没呼吸了', '没有呼吸', '我被困在电梯里'],
    ...[
      'There is a fire in the kitchen',
      'he has a knife',
      'he has a gun',
      'she is not breathing',
      "he isn't breathing",
    ],
    ...[
      'we are trapped on the roof',
      'my house is on fire',
      '没有着火，但是有人持刀',
      '电梯没电了被困在里面',
      '他不会游泳落水了',
      'no way out and we are trapped',
    ],
  ])('are heard: %s', (text) => {
    expect(said(text)).not.toBeNull();
  });
  it.each([
    ...[
      '没有着火，就是问一下',
      '没人持刀',
      '没有人被困',
      '不是火灾',
      '想咨询火灾保险',
      '道具刀',
      '今天有消防演练，不是真的起火',
    ],
    ...[
      '有没有人被困',
      '火已经灭了，我想开证明',
      '路灯坏了',
      'there is no fire',
      'nobody is trapped',
      'no gun, nothing like that',
    ],
    ...['I want the fire department number', 'we have a fire drill', 'are there any people trapped', 'a toy gun'],
  ])('are not heard: %s', (text) => {
    expect(said(text)).toBeNull();
  });
  it('of the call-taker are a question', () => {
    expect(said('有人持刀吗', 'taker')).toBeNull();
  });
  it('are quoted with their clause', () => {
    expect(said('你好，楼下有人持刀，快来')).toBe('楼下有人持刀');
  });
});
