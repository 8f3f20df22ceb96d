import type { Classification } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { expect, test } from 'vitest';
import { emptyDraft, withPlace, withPlaceText, withSuggestion } from './call-draft.ts';

const guess = (type: string, priority: number, score = 0.9): Classification => ({
  type,
  priority,
  confidence: 0.8,
  alternatives: [],
  location: {
    text: '人民医院',
    start: 0,
    end: 4,
    candidates: [{ name: '市人民医院', kind: 'hospital', lon: 113.5, lat: 22.2, score }],
  },
  persons: -1,
  hazards: [],
  evidence: [],
  needsHuman: false,
  modelVersion: '',
  priorityRules: [],
});

test('a suggestion fills in what nobody has', () => {
  const draft = withSuggestion(emptyDraft, guess('fire.building', 1));
  expect(draft.type).toEqual({ value: 'fire.building', by: 'machine' });
  expect(draft.priority.value).toBe(1);
  expect(draft.place.value).toMatchObject({ lon: 113.5, text: '市人民医院', source: 'classifier' });
});

test('a later suggestion replaces an earlier one', () => {
  const draft = withSuggestion(withSuggestion(emptyDraft, guess('fire.building', 1)), guess('fire.vehicle', 2));
  expect(draft.type.value).toBe('fire.vehicle');
});

test('what a human chose stays', () => {
  const human = {
    ...emptyDraft,
    type: { value: 'police.theft', by: 'human' },
    priority: { value: 3, by: 'human' },
  } as const;
  const draft = withSuggestion(human, guess('fire.building', 1));
  expect(draft.type.value).toBe('police.theft');
  expect(draft.priority.value).toBe(3);
});

test('words a human typed for the place stay, also before a place is chosen', () => {
  const draft = withSuggestion(withPlaceText(emptyDraft, '滨海路'), guess('fire.building', 1));
  expect(draft.placeText.value).toBe('滨海路');
  expect(draft.place.value).toBeNull();
});

test('changing the words lets go of the place chosen before', () => {
  const draft = withPlaceText(withPlace(emptyDraft, { lon: 1, lat: 2, text: 'a' }), 'b');
  expect(draft.place.value).toBeNull();
});

test('a place the classifier is unsure of is not filled in', () => {
  expect(withSuggestion(emptyDraft, guess('fire.building', 1, 0.3)).place.value).toBeNull();
});
