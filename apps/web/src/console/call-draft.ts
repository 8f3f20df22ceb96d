import type { EdgePlace } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Classification } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';

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
const humanPlace = (draft: CallDraft): boolean => draft.place.by === 'human' || draft.placeText.by === 'human';

/** Fills in what no human has: a later suggestion replaces an earlier one, and nothing a person typed or chose. */
export function withSuggestion(draft: CallDraft, guess: Classification): CallDraft {
  const best = guess.location?.candidates[0];
  const place = best !== undefined && best.score >= PLACE_SCORE && !humanPlace(draft) ? best : null;
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

/**
 * What the line knows of a call that came in by itself: where the network or another seat puts it, and what somebody
 * else has settled. Fills in what this seat has not.
 */
export function withKnown(draft: CallDraft, alarm: Alarm, incident: Incident | undefined): CallDraft {
  const place = [incident?.place, alarm.place].find(countsAsPlace);
  const settled = incident?.dispatchedType ?? '';
  const known: CallDraft = {
    ...draft,
    ...(place === undefined || humanPlace(draft) || (draft.place.value !== null && !place.confirmed)
      ? {}
      : {
          place: { value: edgePlaceOf(place), by: 'machine' },
          placeText: { value: place.text, by: 'machine' },
        }),
    type: settled === '' ? draft.type : suggested(draft.type, settled),
  };
  return sameDraft(draft, known) ? draft : known;
}

/** The caller's own position counts when it is this good. */
const OWN_POSITION_MOST_M = 150;

/** A bare cell fix never counts as a place: it is only drawn. */
export const countsAsPlace = (place: Alarm['place']): place is NonNullable<Alarm['place']> =>
  place !== undefined && (place.confirmed || (place.source !== 'cell' && place.accuracyM <= OWN_POSITION_MOST_M));

const edgePlaceOf = ({ lon, lat, accuracyM, source, text, confirmed }: NonNullable<Alarm['place']>): EdgePlace => ({
  ...{ lon, lat, accuracyM, source, text, confirmed },
});

const sameDraft = (a: CallDraft, b: CallDraft): boolean =>
  a.type.value === b.type.value &&
  a.type.by === b.type.by &&
  a.placeText.value === b.placeText.value &&
  a.placeText.by === b.placeText.by &&
  a.place.value?.lon === b.place.value?.lon &&
  a.place.value?.lat === b.place.value?.lat &&
  a.place.value?.accuracyM === b.place.value?.accuracyM &&
  a.place.value?.confirmed === b.place.value?.confirmed;

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

/** A human names the type; its priority comes along unless a human has chosen one. */
export const withType = (draft: CallDraft, type: string, priority: number): CallDraft => ({
  ...draft,
  type: { value: type, by: 'human' },
  priority: draft.priority.by === 'human' ? draft.priority : { value: priority, by: 'machine' },
});

export const isEmpty = (draft: CallDraft): boolean => draft.text.trim() === '' && draft.placeText.value.trim() === '';

/** Enough to tell the line of it: words, a place or a number. */
export const isUsable = (draft: CallDraft): boolean =>
  draft.text.trim() !== '' || draft.place.value !== null || draft.callerNumber.trim() !== '';

/**
 * What of the field is still to be written down, when `reported` went out as the report's own words: the rest of it, or
 * all of it once those words were changed.
 */
export function unwritten(field: string, reported: string): string {
  const words = field.trim();
  const first = reported.trim();
  return first !== '' && words.startsWith(first) ? words.slice(first.length).trim() : words;
}
