import type { AlarmEvent } from '@muster/contracts/events/alarm';
import { fold } from '@muster/kernel/decider';
import { describe, expect, it } from 'vitest';
import { type AlarmCommand, alarmDecider } from './alarm.ts';
import { cleanReport, LIMITS, type RawReport } from './report.ts';

const raw: RawReport = {
  idempotencyKey: 'k1',
  channel: 'voice',
  line: '119',
  callerNumber: '13800000000',
  callerName: '',
  text: '三楼冒烟',
  lang: 'zh',
  place: null,
  reportedType: '',
  rangAtMs: 0,
};
const context = {
  nowMs: 1_000_000_000,
  isKnownType: (code: string) => code === 'fire.building',
  toWgs84: (lon: number, lat: number, datum: string) => (datum === 'wgs84' ? ([lon, lat] as const) : null),
};
const clean = (change: Partial<RawReport>) => cleanReport({ ...raw, ...change }, context);
const kept = (change: Partial<RawReport>) => {
  const result = clean(change);
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
};
const by = (id: string) => ({ kind: 'user', id, name: id }) as const;
const given = (...events: AlarmEvent[]) => fold(alarmDecider.evolve, alarmDecider.initial, events);
const receive: AlarmCommand = { type: 'receive', alarmId: 'a', report: kept({}), reporter: null, nowMs: 5 };
const received = (): AlarmEvent => {
  const decided = alarmDecider.decide(receive, alarmDecider.initial);
  if (!decided.ok) throw new Error('refused');
  return decided.value[0] as AlarmEvent;
};

describe('a report', () => {
  it('is kept when only the number is known', () => {
    expect(kept({ text: '' }).text).toBe('');
  });
  it('is refused when there is nothing in it', () => {
    expect(clean({ text: ' \u0000 ', callerNumber: '' })).toMatchObject({ ok: false, refusal: { code: 'invalid' } });
  });
  it('is refused without a key', () => {
    expect(clean({ idempotencyKey: ' ' })).toMatchObject({ ok: false });
  });
  it('loses impossible coordinates, says so, and is kept', () => {
    const report = kept({
      place: { lon: 500, lat: 1, accuracyM: 0, source: '', text: '', confirmed: false, datum: '' },
    });
    expect(report.place).toBeNull();
    expect(report.warnings).toHaveLength(1);
  });
  it('is cut between characters, not through one', () => {
    const report = kept({ text: '𠮷'.repeat(LIMITS.textChars) });
    expect(report.text.isWellFormed()).toBe(true);
    expect(report.text.length).toBeLessThanOrEqual(LIMITS.textChars);
  });
  it('loses a ring time in the future', () => {
    expect(kept({ rangAtMs: context.nowMs + LIMITS.futureMs + 1 })).toMatchObject({ rangAtMs: 0 });
  });
  it('keeps emoji, SQL and HTML as they were said', () => {
    const text = "😱 '; DROP TABLE events; -- <script>alert(1)</script>\n第二行";
    expect(kept({ text }).text).toBe(text);
  });
});

describe('an alarm', () => {
  it('is received once', () => {
    expect(alarmDecider.decide(receive, given(received()))).toEqual({ ok: true, value: [] });
  });
  it('is answered by one call-taker, and tells the second who has it', () => {
    const answered: AlarmEvent = { type: 'alarm.answered', alarmId: 'a', answeredAtMs: 6, by: by('li') };
    const again = { type: 'answer', alarmId: 'a', by: by('li'), nowMs: 7 } as const;
    expect(alarmDecider.decide(again, given(received(), answered))).toEqual({ ok: true, value: [] });
    const second = alarmDecider.decide({ ...again, by: by('wang') }, given(received(), answered));
    expect(second).toMatchObject({ ok: false, refusal: { code: 'conflict', details: { answeredBy: 'li' } } });
  });
  it('takes a corrected segment in the place of the earlier one', () => {
    const first: AlarmEvent = {
      ...{ type: 'alarm.updated', alarmId: 'a', segment: 1, segmentText: '小学', speaker: '', final: false },
    };
    const command: AlarmCommand = {
      ...{
        type: 'append-transcript',
        alarmId: 'a',
        segment: 1,
        text: '校喘',
        speaker: 'caller',
        final: true,
        nowMs: 5,
      },
    };
    const decided = alarmDecider.decide(command, given(received(), first));
    expect(decided).toEqual({
      ok: true,
      value: [
        {
          ...{ type: 'alarm.updated', alarmId: 'a', segment: 1, segmentText: '校喘', speaker: 'caller', final: true },
        },
      ],
    });
  });
  it('is not closed without a reason', () => {
    const close = { type: 'close', alarmId: 'a', reason: ' ', by: by('li'), nowMs: 9 } as const;
    expect(alarmDecider.decide(close, given(received()))).toMatchObject({ ok: false });
  });
});
