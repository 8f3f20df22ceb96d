import type { AlarmId } from '@muster/kernel/ids';

/** Published by call-classification. Stream: `classification-<alarmId>`. */
export type ClassificationEvent = AlarmClassified | SecondOpinionGiven | ClassificationCorrected;

export interface ClassificationFact {
  readonly type: string;
  readonly priority: number;
  readonly confidence: number;
  readonly alternatives: readonly { readonly type: string; readonly confidence: number }[];
  readonly location: {
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly candidates: readonly {
      readonly name: string;
      readonly kind: string;
      readonly lon: number;
      readonly lat: number;
      readonly score: number;
    }[];
  } | null;
  /** null is unknown. */
  readonly persons: number | null;
  readonly hazards: readonly string[];
  /** Code points into the text, end exclusive. */
  readonly evidence: readonly { readonly start: number; readonly end: number; readonly says: string }[];
  readonly needsHuman: boolean;
  readonly modelVersion: string;
  readonly priorityRules: readonly string[];
  /** Share of the text's features that the model has learnt, 0–1; measured for some calls only. */
  readonly knownShare?: number;
}

export interface AlarmClassified {
  readonly type: 'alarm.classified';
  readonly alarmId: AlarmId;
  readonly classification: ClassificationFact;
}
/** What another model says of a call that ours is unsure of: shown beside, decides nothing. */
export interface SecondOpinionFact {
  readonly type: string;
  /** Never less urgent than our own proposal's. */
  readonly priority: number;
  readonly confidence: number;
  /** In the other model's words, not checked. */
  readonly because: string;
  /** Name of the model. */
  readonly source: string;
  readonly agrees: boolean;
}
export interface SecondOpinionGiven {
  readonly type: 'classification.second-opinion';
  readonly alarmId: AlarmId;
  readonly opinion: SecondOpinionFact;
}
export interface ClassificationCorrected {
  readonly type: 'classification.corrected';
  readonly alarmId: AlarmId;
  readonly correctType: string;
  readonly correctPriority: number;
  readonly by: string;
}

export const classificationStream = (alarmId: AlarmId): string => `classification-${alarmId}`;
