import { integerBetween, type Random } from '@muster/kernel/random';

/** What a simulated caller does; times are of the simulation, ms. */
export interface Caller {
  readonly line: string;
  readonly number: string;
  /** WGS-84; what the network says at the first ring and, better, when it is asked. */
  readonly place: { readonly lon: number; readonly lat: number; readonly accuracyM: number } | null;
  /** Hangs up when nobody has answered for so long. */
  readonly patienceMs: number;
  /** Once answered: talks until they hang up, is cut off, or stays on the line and says nothing. */
  readonly ends: 'hangs-up' | 'cut-off' | 'stays';
  readonly talkMs: number;
  /** Keys pressed once answered, one after the other. */
  readonly keys: readonly string[];
  /** What a call-back meets; `rings-on`: it rings until somebody stops it. */
  readonly calledBack: 'answers' | 'no-answer' | 'busy' | 'rings-on';
  /** Answers a silent text with this key; empty: does not. */
  readonly textReply: string;
}

export const PLAIN_CALLER: Caller = {
  ...{ line: '110', number: '13800000000', place: null, patienceMs: 60_000, ends: 'hangs-up', talkMs: 60_000 },
  ...{ keys: [], calledBack: 'answers', textReply: '' },
};

/** Kinds of callers and how many of a thousand; round figures for trying the system, not measured in a city. */
const KINDS: readonly (readonly [perMille: number, does: Partial<Caller>])[] = [
  [780, {}],
  [60, { patienceMs: 6_000 }],
  [50, { ends: 'cut-off', talkMs: 7_000 }],
  [30, { ends: 'cut-off', talkMs: 4_000, calledBack: 'no-answer' }],
  [20, { ends: 'cut-off', talkMs: 4_000, calledBack: 'busy' }],
  [30, { ends: 'stays', talkMs: 120_000 }],
  [30, { ends: 'stays', talkMs: 120_000, keys: ['1', '2', '1'], textReply: '1' }],
];

/** The same random source gives the same callers. */
export function drawCaller(random: Random, base: Partial<Caller> = {}): Caller {
  let draw = integerBetween(random, 0, 1_000);
  const kind = KINDS.find(([perMille]) => {
    draw -= perMille;
    return draw < 0;
  });
  const number = `139${String(integerBetween(random, 10_000_000, 99_999_999))}`;
  return { ...PLAIN_CALLER, number, ...base, ...kind?.[1] };
}
