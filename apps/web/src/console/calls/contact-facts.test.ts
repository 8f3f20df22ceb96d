import { describe, expect, it } from 'vitest';
import {
  dangerFlags,
  isUnclaimed,
  isWaiting,
  standingOf,
  voiceForbidden,
  waitedMs,
  waitingCalls,
} from './contact-facts.ts';
import { contactList, needingSomebody, sectionOf } from './contact-list.ts';
import { deedOf, urgencyOf } from './next-step.ts';
import { sampleAlarm, sampleFlag, sampleLeg, sampleStep } from './sample-alarm.ts';

const NOW = 100_000;
const abandoned = sampleAlarm({
  legs: [sampleLeg({ state: 'ended', endedAtMs: 9_000, endReason: 'abandoned' })],
  flags: [sampleFlag('cut-off')],
  nextStep: sampleStep('call-back', 39_000),
});

describe('callers as a seat sees them', () => {
  it('shows the longest ringing first, and neither messages nor those who hung up among them', () => {
    const late = sampleAlarm({ alarmId: 'late', receivedAtMs: 500, legs: [sampleLeg({ ringingAtMs: 500 })] });
    const early = sampleAlarm({ alarmId: 'early', receivedAtMs: 900, legs: [sampleLeg({ ringingAtMs: 200 })] });
    const sms = sampleAlarm({ alarmId: 'sms', channel: 'sms' });
    expect(waitingCalls([late, early, sms, abandoned]).map(({ alarmId }) => alarmId)).toEqual(['early', 'late']);
    expect(isUnclaimed(sms)).toBe(true);
  });

  it('does not count a call-back that rings out as a call that waits', () => {
    const back = sampleLeg({ callId: 'c2', direction: 'call-back' });
    const alarm = { ...abandoned, legs: [...abandoned.legs, back] };
    expect(isWaiting(alarm)).toBe(false);
    expect(standingOf(alarm)).toBe('ringing');
  });

  it('knows how long somebody waited, answered or gone', () => {
    expect(waitedMs(abandoned)).toBe(8_000);
    expect(waitedMs(sampleAlarm({ legs: [sampleLeg({ state: 'answered', answeredAtMs: 4_000 })] }))).toBe(3_000);
    expect(waitedMs(sampleAlarm({ legs: [sampleLeg()] }))).toBeNull();
  });

  it('puts each contact in one part, and none where nobody is needed', () => {
    const leg = (state: string) => ({ legs: [sampleLeg({ state, answeredAtMs: 2_000 })], answeredAtMs: 2_000 });
    expect(sectionOf(abandoned, NOW)).toBe('call-back');
    expect(sectionOf(sampleAlarm(leg('held')), NOW)).toBe('held');
    expect(sectionOf(sampleAlarm(leg('answered')), NOW)).toBe('talking');
    expect(sectionOf(sampleAlarm({ channel: 'form', answeredAtMs: 1, waitingSinceMs: 5 }), NOW)).toBe('held');
    expect(sectionOf(sampleAlarm({ channel: 'sms', nextStep: sampleStep('claim', NOW + 1) }), NOW)).toBe('claim');
    expect(sectionOf(sampleAlarm({ channel: 'sms', nextStep: sampleStep('claim', NOW) }), NOW)).toBe('supervisor');
    expect(sectionOf({ ...abandoned, nextStep: sampleStep('call-supervisor') }, NOW)).toBe('supervisor');
    expect(sectionOf(sampleAlarm({ channel: 'form', answeredAtMs: 2_000 }), NOW)).toBeNull();
    expect(sectionOf({ ...abandoned, closedAtMs: 5 }, NOW)).toBeNull();
  });

  it('keeps a caller who said not to come in the list until a human has looked', () => {
    const said = { channel: 'form', answeredAtMs: 2_000 } as const;
    expect(sectionOf(sampleAlarm({ ...said, flags: [sampleFlag('cancel-said')] }), NOW)).toBe('flagged');
    expect(sectionOf(sampleAlarm({ ...said, flags: [sampleFlag('cancel-said', 9)] }), NOW)).toBeNull();
  });

  it('shows an overdue transfer to the supervisor and one of theirs to everybody', () => {
    const transfer = {
      ...{ transferId: 't', direction: 'in', centre: '12345', state: 'offered', ticketJson: '', offeredAtMs: 1 },
      ...{ deadlineAtMs: 9, answeredAtMs: 0, reason: '', offeredBy: '', deliveredAtMs: 0 },
    };
    expect(sectionOf(sampleAlarm({ answeredAtMs: 1, transfer }), NOW)).toBe('transfer-in');
    expect(sectionOf(sampleAlarm({ answeredAtMs: 1, transfer: { ...transfer, state: 'overdue' } }), NOW)).toBe(
      'supervisor',
    );
  });

  it('sorts a part by what is due first, and counts only what needs somebody', () => {
    const sooner = { ...abandoned, alarmId: 'sooner', nextStep: sampleStep('call-back', 20_000) };
    const talking = sampleAlarm({
      alarmId: 't',
      answeredAtMs: 1,
      legs: [sampleLeg({ state: 'answered', answeredAtMs: 1 })],
    });
    const parts = contactList([abandoned, sooner, talking], NOW);
    expect(parts.get('call-back')?.map(({ alarmId }) => alarmId)).toEqual(['sooner', 'a1']);
    expect(needingSomebody(parts)).toBe(2);
  });
});

describe('the next step', () => {
  it('never offers a ring while voice is forbidden, whatever the step says', () => {
    for (const flag of ['duress', 'distress-heard', 'address-history']) {
      const alarm = { ...abandoned, flags: [sampleFlag(flag)] };
      expect(voiceForbidden(alarm)).toBe(true);
      expect(deedOf(sampleStep('call-back'), alarm)).toEqual({ do: 'record', kind: 'silent-text' });
    }
    expect(voiceForbidden({ ...abandoned, nextStep: sampleStep('silent-text', 0, true) })).toBe(true);
    expect(deedOf(sampleStep('call-back'), abandoned)).toEqual({ do: 'ring' });
  });

  it('is overdue by its clock, and a step about somebody on the line has none', () => {
    expect(urgencyOf(sampleStep('call-back', NOW), NOW)).toBe('overdue');
    expect(urgencyOf(sampleStep('call-again', NOW + 600_000), NOW)).toBe('later');
    expect(urgencyOf(sampleStep('stay-on-line', 0), NOW)).toBe('soon');
  });

  it('lets a danger that stands block the transfer, and one taken back no more', () => {
    expect(dangerFlags({ ...abandoned, flags: [sampleFlag('danger-said'), sampleFlag('duress', 9)] })).toHaveLength(1);
    expect(dangerFlags({ ...abandoned, flags: [sampleFlag('cancel-said')] })).toHaveLength(0);
  });
});
