import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Classification } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CallDraft,
  emptyDraft,
  unwritten,
  withKnown,
  withPlace,
  withPlaceText,
  withSuggestion,
  withType,
} from './call-draft.ts';
import { sampleAlarm } from './calls/sample-alarm.ts';

const point = fc.record({
  lon: fc.double({ min: 113, max: 114, noNaN: true }),
  lat: fc.constant(22),
  text: fc.string(),
});
const type = fc.constantFrom('fire.building', 'medical.cardiac', 'police.theft');
const place = fc.record({
  ...{ lon: fc.double({ min: 113, max: 114, noNaN: true }), lat: fc.constant(22), datum: fc.constant('wgs84') },
  ...{
    accuracyM: fc.constantFrom(0, 20, 140, 3_000),
    source: fc.constantFrom('cell', 'aml', 'form'),
    text: fc.string(),
  },
  ...{ confirmed: fc.boolean(), observedAtMs: fc.constant(0) },
});

type Step = { readonly by: 'human' | 'machine'; readonly apply: (draft: CallDraft) => CallDraft };
const human: fc.Arbitrary<Step> = fc
  .oneof(
    fc.string().map((text) => (draft: CallDraft) => ({ ...draft, text })),
    fc.string().map((text) => (draft: CallDraft) => withPlaceText(draft, text)),
    point.map((to) => (draft: CallDraft) => withPlace(draft, to)),
    type.map((to) => (draft: CallDraft) => withType(draft, to, 2)),
    fc.integer({ min: 1, max: 5 }).map(
      (value) =>
        (draft: CallDraft): CallDraft => ({ ...draft, priority: { value, by: 'human' } }),
    ),
    fc.string().map((callerName) => (draft: CallDraft) => ({ ...draft, callerName })),
  )
  .map((apply) => ({ by: 'human', apply }));
const machine: fc.Arbitrary<Step> = fc
  .oneof(
    fc.tuple(type, fc.integer({ min: 1, max: 5 }), fc.double({ min: 0, max: 1, noNaN: true }), point).map(
      ([to, priority, score, at]) =>
        (draft: CallDraft) =>
          withSuggestion(draft, {
            type: to,
            priority,
            location: { text: '', start: 0, end: 0, candidates: [{ ...at, name: at.text, kind: '', score }] },
          } as unknown as Classification),
    ),
    fc
      .tuple(
        fc.option(place, { nil: undefined }),
        fc.option(place, { nil: undefined }),
        fc.constantFrom('', 'fire.gas-leak'),
      )
      .map(
        ([of, atIncident, dispatchedType]) =>
          (draft: CallDraft) =>
            withKnown(draft, sampleAlarm({ place: of as Alarm['place'] }), {
              place: atIncident,
              dispatchedType,
            } as Incident),
      ),
  )
  .map((apply) => ({ by: 'machine', apply }));

const FIELDS = ['type', 'priority', 'place', 'placeText'] as const;

describe('what a human has put in', () => {
  it('is never changed by the machine, in whatever order the two write', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(human, machine), { maxLength: 40 }), (steps) => {
        let draft = emptyDraft;
        for (const step of steps) {
          const next = step.apply(draft);
          if (step.by === 'machine') {
            for (const field of FIELDS) if (draft[field].by === 'human') expect(next[field]).toEqual(draft[field]);
            for (const field of ['text', 'callerNumber', 'callerName'] as const) expect(next[field]).toBe(draft[field]);
            for (const field of FIELDS) if (draft[field].by !== 'human') expect(next[field].by).not.toBe('human');
          }
          draft = next;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('stands against a place that arrives while somebody types in the place field', () => {
    const typing = withPlaceText(emptyDraft, '人民');
    const located = sampleAlarm({
      place: {
        lon: 113,
        lat: 22,
        datum: 'wgs84',
        accuracyM: 10,
        source: 'aml',
        text: 'x',
        confirmed: true,
        observedAtMs: 0,
      },
    });
    expect(withKnown(typing, located, undefined).placeText).toEqual({ value: '人民', by: 'human' });
    expect(withKnown(typing, located, undefined).place.value).toBeNull();
  });

  it('gets no cell fix as its place', () => {
    const cell = {
      lon: 113,
      lat: 22,
      datum: 'wgs84',
      accuracyM: 900,
      source: 'cell',
      text: '',
      confirmed: false,
      observedAtMs: 0,
    };
    expect(withKnown(emptyDraft, sampleAlarm({ place: cell }), undefined)).toBe(emptyDraft);
  });

  it('is written down once: what went out as the report is not sent again', () => {
    expect(unwritten('三楼着火 有人被困', '三楼着火')).toBe('有人被困');
    expect(unwritten('四楼着火', '三楼着火')).toBe('四楼着火');
    expect(unwritten(' 三楼着火 ', '三楼着火')).toBe('');
    expect(unwritten('着火', '')).toBe('着火');
  });
});
