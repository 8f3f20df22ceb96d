import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evolveAlarmView } from './alarm-view.ts';
import type { Recorded } from './envelope.ts';
import { type AlarmEvent, type AlarmReceived, wholeText } from './events/alarm.ts';

const received = (text: string): AlarmReceived => ({
  ...{ type: 'alarm.received', alarmId: 'a', idempotencyKey: 'k', channel: 'voice', line: '110' },
  ...{ callerNumber: '1', callerName: '', text, lang: '', place: null, reportedType: '', rangAtMs: 0 },
  ...{ receivedAtMs: 1, warnings: [], reporter: null },
});
const recorded = (data: AlarmEvent, version: number): Recorded<AlarmEvent> => ({
  ...{ eventId: `e${version}`, stream: 'alarm-a', version, data, mode: 'test', atMs: version },
});
const updated = (segment: number, segmentText: string, text?: string): AlarmEvent => ({
  ...{ type: 'alarm.updated', alarmId: 'a', segment, segmentText, speaker: 'caller', final: true },
  ...(text === undefined ? {} : { text }),
});

describe('the text of an alarm', () => {
  it('is folded from its segments in the order of their numbers, corrections in place', () => {
    const words = fc.string({ maxLength: 8 });
    const said = fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), words), { maxLength: 20 });
    fc.assert(
      fc.property(words, said, (report, segments) => {
        let view = evolveAlarmView(undefined, recorded(received(report), 1));
        for (const [i, [segment, text]] of segments.entries()) {
          view = evolveAlarmView(view, recorded(updated(segment, text), i + 2));
        }
        expect(view.text).toBe(wholeText(report, new Map(segments)));
      }),
    );
  });
  it('is the same when old events carry the whole text besides', () => {
    const first = evolveAlarmView(undefined, recorded(received('三楼冒烟'), 1));
    const old = evolveAlarmView(first, recorded(updated(1, '小学', '三楼冒烟\n小学'), 2));
    expect(evolveAlarmView(old, recorded(updated(2, '旁边'), 3)).text).toBe('三楼冒烟\n小学\n旁边');
  });
});
