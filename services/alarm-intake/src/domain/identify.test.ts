import { describe, expect, it } from 'vitest';
import { ANONYMOUS, identify } from './identify.ts';

const told = { type: 'identify', alarmId: 'a', callerNumber: '13600001111', line: '110', nowMs: 5 } as const;
const event = { type: 'contact.identified', alarmId: 'a', atMs: 5 };

describe('who calls, told after their words', () => {
  it.each(['', ANONYMOUS])('fills in a number that is "%s", and the line', (callerNumber) => {
    const { callerNumber: number, line } = told;
    expect(identify(told, { callerNumber, line: '' })).toEqual({
      ok: true,
      value: [{ ...event, callerNumber: number, line }],
    });
  });

  it('replaces nothing that is known, and stores nothing when there is nothing new', () => {
    expect(identify(told, { callerNumber: '13900000000', line: '' })).toMatchObject({
      value: [{ callerNumber: '', line: '110' }],
    });
    expect(identify(told, { callerNumber: '13900000000', line: '119' })).toMatchObject({ value: [] });
    expect(identify({ ...told, callerNumber: '', line: '' }, { callerNumber: '', line: '' })).toMatchObject({
      value: [],
    });
    const withheld = { ...told, callerNumber: ANONYMOUS, line: 'x' };
    expect(identify(withheld, { callerNumber: '', line: '' })).toMatchObject({ value: [] });
  });
});
