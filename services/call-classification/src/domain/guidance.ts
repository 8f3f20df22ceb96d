/** Everything that is read from guidance/*.txt: what to ask a caller next, and what to read to them. Immutable. */
export interface GuidanceBook {
  readonly questions: ReadonlyMap<string, Question>;
  readonly instructions: ReadonlyMap<string, Instruction>;
  /** In the order of the file, which is the order of asking and telling. */
  readonly plans: readonly Plan[];
}

export interface Said {
  readonly zh: string;
  readonly en: string;
}

export interface Question extends Said {
  readonly id: string;
  /** The fact that its answer gives; it is not asked once that is known. */
  readonly asks: string;
  /** What the answer decides. */
  readonly why: Said;
}

export interface Instruction extends Said {
  readonly id: string;
  /** The public guidance that it follows. */
  readonly source: string;
  readonly steps: readonly Said[];
  /** Beats to press to; null for most. */
  readonly metronomePerMinute: number | null;
}

/** What a group of types asks and tells. */
export interface Plan {
  readonly id: string;
  /** Codes, or beginnings that end in a star. */
  readonly types: readonly string[];
  readonly entries: readonly PlanEntry[];
}

export interface PlanEntry {
  readonly does: 'ask' | 'tell';
  readonly ids: readonly string[];
  /** Meant only where all of these hold. */
  readonly only: readonly Condition[];
  /** And where none of these does. */
  readonly unless: readonly Condition[];
}

/** A fact is known (value null: whatever it is), or has this value. */
export interface Condition {
  readonly fact: string;
  readonly value: string | null;
}

/** Fact → value ('' where only its being known counts): "breathing" → "no". */
export type Facts = ReadonlyMap<string, string>;

export interface Guidance {
  readonly questions: readonly Question[];
  readonly instructions: readonly Instruction[];
}

/**
 * What to ask next and what to read to the caller, most urgent first.
 *
 * @param type a code of the taxonomy; '' where nobody knows yet
 */
export function guide(book: GuidanceBook, type: string, facts: Facts): Guidance {
  const questions = new Map<string, Question>();
  const instructions = new Set<Instruction>();
  const entries = book.plans.filter((plan) => covers(plan, type)).flatMap((plan) => plan.entries);
  for (const { does, ids, only, unless } of entries) {
    if (!only.every((condition) => holds(condition, facts))) continue;
    if (unless.some((condition) => holds(condition, facts))) continue;
    for (const id of ids) {
      if (does === 'tell') instructions.add(book.instructions.get(id) as Instruction);
      else {
        const question = book.questions.get(id) as Question;
        // Two questions for one fact are one question too many.
        if (!facts.has(question.asks) && !questions.has(question.asks)) questions.set(question.asks, question);
      }
    }
  }
  return { questions: [...questions.values()], instructions: [...instructions] };
}

export const covers = ({ types }: Plan, type: string): boolean =>
  types.some((glob) => (glob.endsWith('*') ? type.startsWith(glob.slice(0, -1)) : glob === type));

const holds = ({ fact, value }: Condition, facts: Facts): boolean =>
  value === null ? facts.has(fact) : facts.get(fact) === value;
