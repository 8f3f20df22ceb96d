import type { Alarm, NextStep } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { voiceForbidden } from './contact-facts.ts';

/** What one key does for the step that is due. */
export type Deed =
  /** The yes-or-no questions are on the panel: nothing else to press. */
  | { readonly do: 'ask-yes-no' }
  /** Ring by voice, then say what came of it. */
  | { readonly do: 'ring' }
  | { readonly do: 'record'; readonly kind: 'silent-text' | 'location-request' }
  | { readonly do: 'tell-supervisor' }
  | { readonly do: 'open-incident' }
  | { readonly do: 'claim' };

/** The deed of a step. A ring that could betray the caller is never offered, whatever the step says. */
export function deedOf(step: NextStep, alarm: Alarm): Deed | null {
  switch (step.kind) {
    case 'stay-on-line':
    case 'ask-yes-no':
      return { do: 'ask-yes-no' };
    case 'call-back':
    case 'call-again':
      return voiceForbidden(alarm) ? { do: 'record', kind: 'silent-text' } : { do: 'ring' };
    case 'silent-text':
      return { do: 'record', kind: 'silent-text' };
    case 'location-request':
      return { do: 'record', kind: 'location-request' };
    case 'call-supervisor':
    case 'recall-transfer':
      return { do: 'tell-supervisor' };
    case 'send-to-place':
      return { do: 'open-incident' };
    case 'claim':
      return { do: 'claim' };
    default:
      return null;
  }
}

export type Urgency = 'later' | 'soon' | 'overdue';
const SOON_MS = 60_000;

/** Steps about a caller who is on the line have no clock: they are due while it lasts. */
export const hasClock = ({ kind }: NextStep): boolean =>
  kind === 'call-back' || kind === 'call-again' || kind === 'claim';

export function urgencyOf(step: NextStep, nowMs: number): Urgency {
  if (!hasClock(step)) return 'soon';
  if (step.dueAtMs <= nowMs) return 'overdue';
  return step.dueAtMs - nowMs <= SOON_MS ? 'soon' : 'later';
}
