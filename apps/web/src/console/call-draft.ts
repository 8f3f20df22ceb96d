import type { EdgePlace } from '@muster/contracts/edge';
import type { Classification } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';

/** A field and who filled it in. What a human said, the machine never changes. */
export interface Field<T> {
  readonly value: T;
  readonly by: 'nobody' | 'machine' | 'human';
}

/** A call as it is being typed. */
export interface CallDraft {
  readonly text: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly type: Field<string>;
  /** 0 is unknown. */
  readonly priority: Field<number>;
  readonly place: Field<EdgePlace | null>;
  /** The words in the place field; a place is chosen from what they find. */
  readonly placeText: Field<string>;
}

export const emptyDraft: CallDraft = {
  text: '',
  callerNumber: '',
  callerName: '',
  type: { value: '', by: 'nobody' },
  priority: { value: 0, by: 'nobody' },
  place: { value: null, by: 'nobody' },
  placeText: { value: '', by: 'nobody' },
};

/** Places the classifier is less sure of are only offered. */
const PLACE_SCORE = 0.6;

const suggested = <T>(field: Field<T>, value: T): Field<T> => (field.by === 'human' ? field : { value, by: 'machine' });

/** Fills in what no human has: a later suggestion replaces an earlier one, and nothing a person typed or chose. */
export function withSuggestion(draft: CallDraft, guess: Classification): CallDraft {
  const best = guess.location?.candidates[0];
  const humanPlace = draft.place.by === 'human' || draft.placeText.by === 'human';
  const place = best !== undefined && best.score >= PLACE_SCORE && !humanPlace ? best : null;
  return {
    ...draft,
    type: suggested(draft.type, guess.type),
    priority: suggested(draft.priority, guess.priority),
    ...(place === null
      ? {}
      : {
          place: {
            value: { lon: place.lon, lat: place.lat, text: place.name, source: 'classifier' },
            by: 'machine',
          },
          placeText: { value: place.name, by: 'machine' },
        }),
  };
}

/** Typing in the place field takes it over: a place chosen before no longer matches the words. */
export const withPlaceText = (draft: CallDraft, text: string): CallDraft => ({
  ...draft,
  placeText: { value: text, by: 'human' },
  place: { value: null, by: 'human' },
});

export const withPlace = (draft: CallDraft, place: EdgePlace): CallDraft => ({
  ...draft,
  place: { value: place, by: 'human' },
  placeText: { value: place.text ?? '', by: 'human' },
});

export const isEmpty = (draft: CallDraft): boolean => draft.text.trim() === '' && draft.placeText.value.trim() === '';
