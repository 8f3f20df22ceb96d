import type {
  ClassificationEvent,
  ClassificationFact,
  SecondOpinionFact,
} from '@muster/contracts/events/classification';
import type { Decider } from '@muster/kernel/decider';
import type { AlarmId } from '@muster/kernel/ids';
import { ok, type Result, refuse } from '@muster/kernel/result';

/** What has been said of one alarm: the machine's newest proposal and the human's word. */
export interface ClassificationState {
  /** JSON of the newest proposal, to see whether a new one says anything new. */
  readonly proposed: string | null;
  readonly newest: ClassificationFact | null;
  /** How many proposals there were. */
  readonly proposals: number;
  /** Of another model about the newest proposal. */
  readonly opinion: SecondOpinionFact | null;
  readonly corrected: { readonly type: string; readonly priority: number } | null;
}

export type ClassificationCommand =
  | { readonly type: 'propose'; readonly alarmId: AlarmId; readonly classification: ClassificationFact }
  | {
      readonly type: 'second-opinion';
      readonly alarmId: AlarmId;
      /** The proposal that it is about, counted from 1. */
      readonly about: number;
      readonly opinion: SecondOpinionFact;
    }
  | {
      readonly type: 'correct';
      readonly alarmId: AlarmId;
      readonly correctType: string;
      readonly correctPriority: number;
      readonly by: string;
      readonly isKnownType: (code: string) => boolean;
    };

function decide(command: ClassificationCommand, state: ClassificationState): Result<readonly ClassificationEvent[]> {
  const { alarmId } = command;
  if (command.type === 'propose') {
    const { classification } = command;
    return ok(keyOf(classification) === state.proposed ? [] : [{ type: 'alarm.classified', alarmId, classification }]);
  }
  if (command.type === 'second-opinion') {
    const { about, opinion } = command;
    // Too late: the call says something else by now, or a human has decided.
    const isLate = about !== state.proposals || state.corrected !== null || state.opinion !== null;
    return ok(isLate ? [] : [{ type: 'classification.second-opinion', alarmId, opinion }]);
  }
  const { correctType, correctPriority, by, isKnownType } = command;
  if (alarmId === '') return refuse('invalid', 'a correction names its alarm', '更正须指明接警单');
  if (!isKnownType(correctType)) {
    return refuse('invalid', `there is no incident type "${correctType}"`, `没有警情类型“${correctType}”`);
  }
  if (!Number.isInteger(correctPriority) || correctPriority < 1 || correctPriority > 5) {
    return refuse('invalid', 'priority must be a whole number from 1 to 5', '优先级须为 1 至 5 的整数');
  }
  if (by.trim() === '') return refuse('invalid', 'a correction says who made it', '更正须注明由谁作出');
  const same = state.corrected?.type === correctType && state.corrected.priority === correctPriority;
  return ok(same ? [] : [{ type: 'classification.corrected', alarmId, correctType, correctPriority, by: by.trim() }]);
}

function evolve(state: ClassificationState, event: ClassificationEvent): ClassificationState {
  if (event.type === 'alarm.classified') {
    const { classification: newest } = event;
    return { ...state, newest, proposed: keyOf(newest), proposals: state.proposals + 1, opinion: null };
  }
  if (event.type === 'classification.second-opinion') return { ...state, opinion: event.opinion };
  return { ...state, corrected: { type: event.correctType, priority: event.correctPriority } };
}

/** jsonb gives an object back with its members in another order, so the order is fixed here. */
const keyOf = (fact: ClassificationFact): string => JSON.stringify(sorted(fact));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

export const classificationDecider: Decider<ClassificationCommand, ClassificationState, ClassificationEvent> = {
  initial: { proposed: null, newest: null, proposals: 0, opinion: null, corrected: null },
  decide,
  evolve,
};
