/** A guess of what a call is about; `p` 0–1. */
export interface TypeGuess {
  readonly type: string;
  readonly p: number;
}

/** Where the caller's side says that the call came from. WGS-84 degrees, metres. */
export interface Position {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM: number;
}

/** One call as it is compared with others. */
export interface Report {
  readonly id: string;
  readonly atMs: number;
  /** Empty is unknown. */
  readonly callerId: string;
  readonly text: string;
  /** Best first; empty is unknown. */
  readonly types: readonly TypeGuess[];
  readonly position: Position | null;
}

/**
 * How a place of the text is spoken of: where it happens, beside it, in its direction, or where the caller stands and
 * looks from.
 */
export type HintRole = 'at' | 'near' | 'seen' | 'from';

/** Words of a text that name a place, with the points they may mean. */
export interface PlaceHint {
  /** The same thing has the same key, in whichever language it is named. */
  readonly key: string;
  /** As the caller said it, lower case. */
  readonly written: string;
  /** Code points into the text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly role: HintRole;
  /** 0–1: how surely the place is meant. */
  readonly sure: number;
  /** One building or compound, and not a road or a part of town. */
  readonly isSpecific: boolean;
  /** 'compound', 'building', … as in the gazetteer. */
  readonly kind: string;
  /** Where two streets meet. */
  readonly isCrossing: boolean;
  readonly points: readonly HintPoint[];
  /** To show. */
  readonly name: { readonly zh: string; readonly en: string };
}

export interface HintPoint {
  readonly lon: number;
  readonly lat: number;
  readonly radiusM: number;
}

/** Finds places in a text; the city's gazetteer in the running system. */
export interface PlaceReader {
  read(text: string, near: Position | null): readonly PlaceHint[];
}

export const NO_PLACES: PlaceReader = { read: () => [] };
