import type { ClassificationFact } from '@muster/contracts/events/classification';
import { fold } from '@muster/kernel/decider';
import { describe, expect, it } from 'vitest';
import { classificationDecider as decider } from './classification.ts';

const fact = { type: 'fire.building', priority: 1, confidence: 0.9, modelVersion: 'm' } as ClassificationFact;
const proposed = { type: 'alarm.classified', alarmId: 'a', classification: fact } as const;
const given = (...events: Parameters<typeof decider.evolve>[1][]) => fold(decider.evolve, decider.initial, events);
const correct = { type: 'correct', alarmId: 'a', correctType: 'fire.gas-leak', correctPriority: 1, by: 'u' } as const;
const isKnownType = (code: string) => code === 'fire.gas-leak';

describe('the classification of an alarm', () => {
  it('is not said again while nothing changed, whatever the order of its members', () => {
    const { modelVersion, confidence, priority, type } = fact;
    const again = { modelVersion, confidence, priority, type } as ClassificationFact;
    const command = { type: 'propose', alarmId: 'a', classification: again } as const;
    expect(decider.decide(command, given(proposed))).toEqual({ ok: true, value: [] });
    const changed = { ...command, classification: { ...again, confidence: 0.8 } };
    expect(decider.decide(changed, given(proposed))).toMatchObject({ ok: true, value: [{ type: 'alarm.classified' }] });
  });

  it('is corrected by a named person to a known type, once', () => {
    expect(decider.decide({ ...correct, isKnownType }, given(proposed))).toMatchObject({
      value: [{ type: 'classification.corrected', correctType: 'fire.gas-leak', by: 'u' }],
    });
    const corrected = { ...correct, type: 'classification.corrected' } as const;
    expect(decider.decide({ ...correct, isKnownType }, given(proposed, corrected))).toEqual({ ok: true, value: [] });
  });

  it.each([{ correctType: 'x' }, { correctPriority: 0 }, { by: ' ' }, { alarmId: '' }])('refuses %o', (wrong) => {
    expect(decider.decide({ ...correct, isKnownType, ...wrong }, given())).toMatchObject({
      refusal: { code: 'invalid' },
    });
  });

  const opinion = { type: 'fire.gas-leak', priority: 1, confidence: 0.9, because: '', source: 'm', agrees: false };
  const second = { type: 'second-opinion', alarmId: 'a', about: 1, opinion } as const;

  it('takes one second opinion about what was last proposed', () => {
    const event = { type: 'classification.second-opinion', alarmId: 'a', opinion } as const;
    expect(decider.decide(second, given(proposed))).toEqual({ ok: true, value: [event] });
    expect(decider.decide(second, given(proposed, event))).toEqual({ ok: true, value: [] });
    expect(decider.decide({ ...second, about: 2 }, given(proposed, event, proposed))).toMatchObject({ value: [event] });
  });

  it('needs no opinion that comes too late: after more words, or after a human', () => {
    const corrected = { ...correct, type: 'classification.corrected' } as const;
    expect(decider.decide(second, given(proposed, proposed))).toEqual({ ok: true, value: [] });
    expect(decider.decide(second, given(proposed, corrected))).toEqual({ ok: true, value: [] });
    expect(decider.decide(second, given())).toEqual({ ok: true, value: [] });
  });
});
