import type { ContactCallChanged } from '@muster/contracts/events/contact';
import { describe, expect, it } from 'vitest';
import { CONTACT_POLICY } from './protocol.ts';
import { receptionOf } from './reception.ts';

const change = (
  callId: string,
  state: ContactCallChanged['state'],
  atMs: number,
  more: Partial<ContactCallChanged> = {},
) =>
  ({
    ...{ type: 'contact.call-changed', alarmId: `a-${callId}`, callId, direction: 'inbound', state, endReason: '' },
    ...{ seat: '', recordingRef: '', deviceAtMs: 0, atMs, by: null },
    ...more,
  }) as ContactCallChanged;
const at = (nowMs: number, ...changes: ContactCallChanged[]) => receptionOf(changes, nowMs, CONTACT_POLICY);

describe('the reception', () => {
  it('counts who rings now, and how long', () => {
    const now = at(9_000, change('1', 'ringing', 1_000), change('2', 'ringing', 4_000), change('2', 'answered', 5_000));
    expect(now).toMatchObject({ ringing: 1, longestRingingS: 8, answerP50S: 1 });
  });
  it('counts the abandoned and the late as not answered in target', () => {
    const now = at(
      60_000,
      ...[change('1', 'ringing', 0), change('1', 'answered', 2_000)],
      ...[change('2', 'ringing', 0), change('2', 'ended', 3_000, { endReason: 'abandoned' })],
      change('3', 'ringing', 0),
      change('4', 'ringing', 59_000),
    );
    expect(now.answeredInTarget).toBeCloseTo(1 / 3);
    expect(now.abandoned).toEqual(['a-2']);
  });
  it('takes an abandoned caller off the list once a call-back has reached them', () => {
    const gone = [change('1', 'ringing', 0), change('1', 'ended', 3_000, { endReason: 'abandoned' })];
    const back = change('b', 'answered', 9_000, { alarmId: 'a-1', direction: 'call-back' });
    expect(at(10_000, ...gone, back)).toMatchObject({ abandoned: [], abandonedCount: 1 });
  });
  it('knows which seat talks to whom', () => {
    const by = { kind: 'user', id: 'li', name: '李' } as const;
    const now = at(9_000, change('1', 'ringing', 0), change('1', 'answered', 1_000, { seat: '03', by }));
    expect(now.seats).toEqual([{ seat: '03', by: '李', byId: 'li', state: 'talking', alarmId: 'a-1' }]);
  });
});
