import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { ContactEvent } from '@muster/contracts/events/contact';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Alarm, type AlarmCommand, alarmDecider } from './alarm.ts';
import type { ContactCommand } from './decide-contact.ts';

const user = (id: string) => ({ kind: 'user', id, name: id }) as const;
const machine = { kind: 'service', id: 'alarm-intake', name: '系统' } as const;
const place = { lon: 120, lat: 30, accuracyM: 20, source: 'aml', text: '', confirmed: false };
type Change = Partial<Extract<ContactCommand, { type: 'change-call' }>>;

const rang = (channel = 'voice', knownPlace: typeof place | null = null): AlarmEvent => ({
  ...{ type: 'alarm.received', alarmId: 'a', idempotencyKey: 'k', channel, line: '110', callerNumber: '138' },
  ...{ callerName: '', text: '', lang: '', place: knownPlace, reportedType: '', rangAtMs: 0, receivedAtMs: 0 },
  ...{ warnings: [], reporter: null },
});
const call = (state: 'ringing' | 'answered' | 'held' | 'ended', nowMs: number, more: Change = {}): ContactCommand => ({
  ...{ type: 'change-call', alarmId: 'a', callId: 'c1', direction: 'inbound', state, endReason: '', seat: '03' },
  ...{ recordingRef: '', deviceAtMs: 0, by: null, nowMs },
  ...more,
});
const flag = (name: 'duress' | 'silent' | 'danger-said', by = machine as typeof machine | ReturnType<typeof user>) =>
  ({ type: 'flag', alarmId: 'a', flag: name, zh: '', en: '', by, nowMs: 5 }) as const;
const voiceBack = (nowMs: number, outcome: 'no-answer' | 'reached' = 'no-answer'): ContactCommand => ({
  ...{ type: 'call-back', alarmId: 'a', kind: 'voice', outcome, by: user('li'), nowMs },
});

/** Runs the commands; every one must be allowed. */
function after(...commands: readonly (AlarmCommand | AlarmEvent)[]): Alarm {
  let alarm = alarmDecider.initial;
  for (const command of commands) {
    if (command.type === 'alarm.received') {
      alarm = alarmDecider.evolve(alarm, command);
      continue;
    }
    const decided = alarmDecider.decide(command as AlarmCommand, alarm);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.refusal.message}`);
    alarm = decided.value.reduce(alarmDecider.evolve, alarm);
  }
  return alarm;
}
const refusal = (alarm: Alarm, command: ContactCommand) => {
  const decided = alarmDecider.decide(command, alarm);
  return decided.ok ? null : decided.refusal.code;
};

describe('a caller who is cut off', () => {
  const lost = [rang(), call('ringing', 0), call('answered', 1_000), call('ended', 9_000, { endReason: 'cut-off' })];
  it('is called back within 30 s, three times', () => {
    expect(after(...lost).contact.step).toMatchObject({ kind: 'call-back', attempt: 1, of: 3, dueAtMs: 39_000 });
    const twice = after(...lost, voiceBack(30_000), voiceBack(60_000));
    expect(twice.contact.step).toMatchObject({ kind: 'call-back', attempt: 3, dueAtMs: 99_000 });
  });
  it('whose place is unknown is located, then is the supervisor’s', () => {
    const tried = [...lost, voiceBack(1), voiceBack(2), voiceBack(3)];
    expect(after(...tried).contact.step?.kind).toBe('location-request');
    const asked: ContactCommand = {
      ...{ type: 'call-back', alarmId: 'a', kind: 'location-request', outcome: 'sent', by: user('li'), nowMs: 4 },
    };
    expect(after(...tried, asked).contact.step?.kind).toBe('call-supervisor');
  });
  it('whose place is known gets a unit when the call-backs fail', () => {
    const known = [rang('voice', place), ...lost.slice(1), voiceBack(1), voiceBack(2), voiceBack(3)];
    expect(after(...known).contact.step?.kind).toBe('send-to-place');
  });
  it('is done with once reached', () => {
    expect(after(...lost, voiceBack(20_000, 'reached')).contact.step).toBeNull();
  });
  it('before the answer counts as abandoned and is called back too', () => {
    const gone = [rang(), call('ringing', 0), call('ended', 4_000, { endReason: 'caller-hung-up' })];
    expect(after(...gone).contact).toMatchObject({ step: { kind: 'call-back' } });
    expect([...after(...gone).contact.legs.values()][0]?.endReason).toBe('abandoned');
  });
  it('is not called back when the words were heard and the caller hung up', () => {
    const said: AlarmCommand = {
      ...{
        type: 'append-transcript',
        alarmId: 'a',
        segment: 0,
        text: '三楼着火了',
        speaker: 'caller',
        final: true,
        nowMs: 5,
      },
    };
    const ended = [rang(), call('answered', 1), said, call('ended', 9_000, { endReason: 'caller-hung-up' })];
    expect(after(...ended).contact.flags.has('cut-off')).toBe(false);
  });
});

const say = (text: string, segment: number, more: Partial<Extract<AlarmCommand, { type: 'append-transcript' }>> = {}) =>
  ({
    ...{ type: 'append-transcript', alarmId: 'a', segment, text, speaker: 'caller', final: true, nowMs: 5 },
    ...more,
  }) as const satisfies AlarmCommand;

describe('a call without speech-to-text', () => {
  const hungUp = call('ended', 9_000, { endReason: 'caller-hung-up' });
  it('is in order when the seat has written down what happened, or has chosen its type', () => {
    const typed = after(rang(), call('answered', 1), say('路灯坏了', 0, { speaker: 'taker' }), hungUp);
    expect(typed.contact).toMatchObject({ step: null });
    expect(typed.contact.flags.size).toBe(0);
    const chosen = after({ ...rang(), reportedType: 'fire.building' } as AlarmEvent, call('answered', 1), hungUp);
    expect(chosen.contact.flags.size).toBe(0);
  });
  it('was cut off when nobody wrote anything, and when only the seat was heard', () => {
    expect(after(rang(), call('answered', 1), hungUp).contact.flags.has('cut-off')).toBe(true);
    const greeting = say('110，请讲', 0, { speaker: 'taker', recognised: true });
    expect(after(rang(), call('answered', 1), greeting, hungUp).contact.flags.has('cut-off')).toBe(true);
  });
});

describe('a caller who is lost again', () => {
  const lost = [rang(), call('answered', 1_000), say('三楼有', 0), call('ended', 9_000, { endReason: 'cut-off' })];
  const back = (state: 'ringing' | 'answered' | 'ended', nowMs: number, more: Change = {}) =>
    call(state, nowMs, { callId: 'cb', direction: 'call-back', ...more });
  const dial: ContactCommand = {
    ...{ type: 'dial', alarmId: 'a', commandId: 'cb', kind: 'voice', by: user('li'), nowMs: 21_000 },
  };
  const again = [...lost, voiceBack(20_000), dial, back('ringing', 22_000), back('answered', 25_000)];
  it('during a call-back is called back again, three times', () => {
    expect(after(...again).contact.step).toBeNull();
    const gone = after(...again, back('ended', 40_000, { endReason: 'cut-off' }));
    expect(gone.contact.step).toMatchObject({ kind: 'call-back', attempt: 1, of: 3, dueAtMs: 70_000 });
    const tried = [voiceBack(50_000), voiceBack(60_000), voiceBack(70_000)];
    const all = after(...again, back('ended', 40_000, { endReason: 'cut-off' }), ...tried);
    expect(all.contact.step?.kind).toBe('location-request');
    expect(
      after(...again, back('ended', 40_000, { endReason: 'cut-off' }), voiceBack(1, 'reached')).contact.step,
    ).toBeNull();
  });
  it('is done with when it was clear what happened, and where calls are heard only by words of that call-back', () => {
    const hungUp = back('ended', 40_000, { endReason: 'caller-hung-up' });
    expect(after(...again, hungUp).contact.step).toBeNull();
    const heard = say('喂', 1, { recognised: true });
    expect(after(...lost.slice(0, 3), heard, ...again.slice(3), hungUp).contact.step?.kind).toBe('call-back');
    expect(after(...again, heard, hungUp).contact.step).toBeNull();
  });
  it('does not count as lost by a call-back that nobody answered', () => {
    const rung = after(...lost, dial, back('ringing', 22_000), back('ended', 30_000, { endReason: 'no-answer' }));
    expect(rung.contact.step).toMatchObject({ kind: 'call-back', attempt: 2, dueAtMs: 69_000 });
  });
});

describe('a place', () => {
  const lost = [call('answered', 1), call('ended', 9_000, { endReason: 'cut-off' })];
  const tried = [voiceBack(1), voiceBack(2), voiceBack(30_000)];
  const stepAt = (known: typeof place) => after(rang('voice', known), ...lost, ...tried).contact.step?.kind;
  it('that is a radio cell’s or too wide is not known: it is asked for', () => {
    expect(stepAt({ ...place, source: 'cell' })).toBe('location-request');
    expect(stepAt({ ...place, accuracyM: 151 })).toBe('location-request');
    expect(stepAt({ ...place, source: 'cell', accuracyM: 900, confirmed: true })).toBe('send-to-place');
    const cell = { type: 'locate', alarmId: 'a', place: { ...place, source: 'cell' }, nowMs: 40_000 } as const;
    expect(after(rang(), ...lost, ...tried, cell).contact.step?.kind).toBe('location-request');
  });
  it('that becomes known is where to send from then on; a worse one takes nothing away', () => {
    const found = { type: 'locate', alarmId: 'a', place, nowMs: 40_000 } as const;
    const cell = { ...found, place: { ...place, source: 'cell' }, nowMs: 50_000 } as const;
    const step = { kind: 'send-to-place', dueAtMs: 40_000 };
    expect(after(rang(), ...lost, ...tried, found, cell).contact.step).toMatchObject(step);
    expect(after(rang('voice', place), ...lost, ...tried).contact.step).toMatchObject({ dueAtMs: 30_000 });
  });
});

describe('danger in plain words', () => {
  const takenBack = (flagged: 'duress' | 'danger-said'): ContactCommand => ({
    ...{ type: 'resolve-flag', alarmId: 'a', flag: flagged, reason: '核实', by: user('li'), nowMs: 6 },
  });
  it('is a flag with the words themselves, the seat’s notes as well, a recognised question of the seat not', () => {
    const command = say('楼下有人持刀', 0);
    const decided = alarmDecider.decide(command, after(rang()));
    expect(decided.ok && decided.value.map(({ type }) => type)).toEqual(['alarm.updated', 'contact.flagged']);
    expect(after(rang(), say('有人持刀', 0, { speaker: 'taker' })).contact.flags.has('danger-said')).toBe(true);
    const asked = say('他持刀了对吧', 0, { speaker: 'taker', recognised: true });
    expect(after(rang(), asked).contact.flags.has('danger-said')).toBe(false);
  });
  it('taken back, is raised again for new words, not for the old ones corrected', () => {
    const resolved = [rang(), say('有人持刀', 0), takenBack('danger-said')];
    const has = (...more: AlarmCommand[]) => after(...resolved, ...more).contact.flags.has('danger-said');
    expect(has(say('是剧组，道具刀', 1))).toBe(false);
    expect(has(say('啊，有人持刀', 0))).toBe(false);
    expect(has(say('着火了', 1))).toBe(true);
    expect(has(say('有人持刀', 1))).toBe(true);
  });
  it('and duress likewise', () => {
    const resolved = [rang(), say('我不方便说话', 0), takenBack('duress')];
    const has = (...more: AlarmCommand[]) => after(...resolved, ...more).contact.flags.has('duress');
    expect(has(say('刚才在开会，路灯坏了', 1))).toBe(false);
    expect(has(say('他就在旁边', 1))).toBe(true);
  });
  it('of the classifier is raised again for a new hazard after new words', () => {
    const found = (signs: string[], zh: string) => ({ ...flag('danger-said'), zh, signs });
    const resolved = [rang(), found(['weapon'], 'w'), takenBack('danger-said')];
    const has = (...more: AlarmCommand[]) => after(...resolved, ...more).contact.flags.has('danger-said');
    expect(has(found(['gas'], 'g'))).toBe(false);
    expect(has(say('还有', 1), found(['weapon'], 'again'))).toBe(false);
    expect(has(say('还有', 1), found(['weapon', 'gas'], 'g'))).toBe(true);
    expect(after(rang(), say('有人持刀', 0), found(['weapon'], 'w')).contact.signs.has('weapon')).toBe(true);
  });
});

describe('a caller under duress', () => {
  const held = [rang('voice', place), call('ringing', 0), call('answered', 1), flag('duress')];
  const gone = [...held, call('ended', 9_000, { endReason: 'cut-off' })];
  it('is only asked yes or no', () => {
    expect(after(...held).contact.step).toMatchObject({ kind: 'ask-yes-no', noVoice: true });
  });
  it('is never called back by voice: a unit goes to the known place', () => {
    expect(refusal(after(...gone), voiceBack(10_000))).toBe('conflict');
    expect(after(...gone).contact.step?.kind).toBe('send-to-place');
  });
  it('gets a silent text when the place is not known', () => {
    const unknown = [rang(), ...gone.slice(1)];
    expect(after(...unknown).contact.step?.kind).toBe('silent-text');
  });
  it('can be called again once a human has taken the flag back, and the machine does not raise it again', () => {
    const resolved: ContactCommand = {
      ...{ type: 'resolve-flag', alarmId: 'a', flag: 'duress', reason: '核实为误会', by: user('li'), nowMs: 6 },
    };
    const alarm = after(...gone, resolved, flag('duress'));
    expect(alarm.contact.flags.has('duress')).toBe(false);
    expect(refusal(alarm, voiceBack(10_000))).toBeNull();
    expect(after(...gone, resolved, flag('duress', user('wang'))).contact.flags.has('duress')).toBe(true);
  });
  it('keeps the flag whatever a machine says', () => {
    const byMachine: ContactCommand = {
      ...{ type: 'resolve-flag', alarmId: 'a', flag: 'duress', reason: 'x', by: machine, nowMs: 6 },
    };
    expect(refusal(after(...held), byMachine)).toBe('forbidden');
  });
});

describe('a caller who may not be rung', () => {
  const ended = [call('ringing', 0), call('answered', 1), call('ended', 9_000, { endReason: 'taker-hung-up' })];
  const text = (outcome: 'sent' | 'failed'): ContactCommand => ({
    ...{ type: 'call-back', alarmId: 'a', kind: 'silent-text', outcome, by: user('li'), nowMs: 10_000 },
  });
  const reply: ContactCommand = {
    type: 'reply',
    alarmId: 'a',
    question: '',
    answer: 'yes',
    via: 'text',
    nowMs: 11_000,
  };
  const history: ContactCommand = {
    ...{ type: 'flag', alarmId: 'a', flag: 'address-history', zh: '', en: '', by: machine, nowMs: 0 },
  };
  it('only because of an earlier call needs nothing more when this one was in order', () => {
    const said: AlarmCommand = {
      ...{
        type: 'append-transcript',
        alarmId: 'a',
        segment: 0,
        text: '捡到钱包',
        speaker: 'caller',
        final: true,
        nowMs: 5,
      },
    };
    const alarm = after(
      rang(),
      history,
      call('answered', 1),
      said,
      call('ended', 9_000, { endReason: 'taker-hung-up' }),
    );
    expect(alarm.contact.step).toBeNull();
    expect(refusal(alarm, voiceBack(10_000))).toBe('conflict');
  });
  it('gets one text; unanswered it is the supervisor’s, answered it is the seat’s', () => {
    expect(after(rang(), ...ended, flag('duress')).contact.step?.kind).toBe('silent-text');
    expect(after(rang(), ...ended, flag('duress'), text('failed')).contact.step?.kind).toBe('silent-text');
    expect(after(rang(), ...ended, flag('duress'), text('sent')).contact.step?.kind).toBe('call-supervisor');
    expect(after(rang(), ...ended, flag('duress'), text('sent'), reply).contact.step).toBeNull();
  });
});

describe('a transfer', () => {
  const offer: ContactCommand = {
    ...{ type: 'offer-transfer', alarmId: 'a', transferId: 't', direction: 'out', centre: '12345', ticketJson: '{}' },
    ...{ by: user('li'), nowMs: 1_000 },
  };
  const answer = (accepted: boolean, reason: string): ContactCommand => ({
    ...{ type: 'answer-transfer', alarmId: 'a', transferId: 't', accepted, reason, by: user('12345'), nowMs: 2_000 },
  });
  it('is refused while anything speaks of danger', () => {
    expect(refusal(after(rang(), flag('danger-said')), offer)).toBe('conflict');
    expect(refusal(after(rang(), flag('silent')), offer)).toBe('conflict');
  });
  it('leaves the alarm with its first receiver until it is accepted, and again when it is refused', () => {
    const claimed = [rang('app'), { type: 'claim', alarmId: 'a', by: user('li'), takeOver: false, nowMs: 0 } as const];
    const refused = after(...claimed, offer, answer(false, '不属我方'));
    expect(refused.contact).toMatchObject({ owner: { id: 'li' }, transfer: { state: 'refused' } });
  });
  it('cannot be refused without a reason', () => {
    expect(refusal(after(rang(), offer), answer(false, ' '))).toBe('invalid');
  });
  it('becomes overdue once, and can still be accepted', () => {
    const missed: ContactCommand = { type: 'miss-transfer', alarmId: 'a', transferId: 't', nowMs: 61_001 };
    const overdue = after(rang(), offer, missed);
    expect(overdue.contact.transfer?.state).toBe('overdue');
    expect(alarmDecider.decide(missed, overdue)).toEqual({ ok: true, value: [] });
    expect(after(rang(), offer, missed, answer(true, '')).contact.transfer?.state).toBe('accepted');
  });
});

describe('a message', () => {
  const claim = (id: string, takeOver = false): ContactCommand => ({
    ...{ type: 'claim', alarmId: 'a', by: user(id), takeOver, nowMs: 5 },
  });
  it('is held by one call-taker at a time; a supervisor takes it over', () => {
    const mine = after(rang('sms'), claim('li'));
    expect(refusal(mine, claim('wang'))).toBe('conflict');
    expect(after(rang('sms'), claim('li'), claim('chief', true)).contact.owner?.id).toBe('chief');
  });
  it('whatever happens in whatever order, has at most one owner and never a voice call-back under duress', () => {
    const commands = fc.array(
      fc.oneof(
        fc.constantFrom('li', 'wang').map((id) => claim(id)),
        fc
          .constantFrom('li', 'wang')
          .map((id): ContactCommand => ({ type: 'release', alarmId: 'a', reason: 'r', by: user(id), nowMs: 6 })),
        fc.constant(flag('duress')),
        fc.constant(voiceBack(7)),
        fc.constantFrom('answered' as const, 'held' as const, 'ended' as const).map((state) => call(state, 8)),
        fc.constant<ContactCommand>({
          ...{ type: 'resolve-flag', alarmId: 'a', flag: 'duress', reason: 'ok', by: user('li'), nowMs: 9 },
        }),
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(commands, (list) => {
        let alarm = after(rang('sms'));
        for (const command of list) {
          const before = alarm;
          const decided = alarmDecider.decide(command, alarm);
          if (!decided.ok) continue;
          alarm = decided.value.reduce(alarmDecider.evolve, alarm);
          const events = decided.value as ContactEvent[];
          if (before.contact.flags.has('duress')) {
            expect(events.some((e) => e.type === 'contact.called-back' && e.kind === 'voice')).toBe(false);
          }
          for (const e of events) if (e.type === 'contact.claimed') expect(before.contact.owner).toBeNull();
        }
      }),
    );
  });
});
