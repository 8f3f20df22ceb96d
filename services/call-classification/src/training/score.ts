import type { Proposal } from '../domain/classify.ts';
import type { CorpusCall } from './corpus.ts';

export interface Answered {
  readonly call: CorpusCall;
  readonly proposal: Proposal;
}

export interface Figures {
  readonly n: number;
  readonly top1: number;
  readonly top3: number;
  /** The lead agency is right. */
  readonly agency: number;
  readonly priority: number;
  readonly p1Recall: number;
  /** Of calls that nobody would give priority 1, the share that got it. */
  readonly overtriage: number;
  readonly placeF1: number;
  /** Expected calibration error over ten bins. */
  readonly ece: number;
  /** Within one of the true number, where it is known. */
  readonly persons: number;
}

const BINS = 10;

/** The same sums as the measure calls are judged by from outside. */
export function score(answers: readonly Answered[], leadOf: (type: string) => string): Figures {
  const n = answers.length;
  const share = (test: (answer: Answered) => boolean, among: readonly Answered[] = answers) =>
    among.length === 0 ? 1 : among.filter(test).length / among.length;
  const first = answers.filter(({ call }) => call.priority === 1);
  const others = answers.filter(({ call }) => call.priority !== 1 && !call.priority_ok.includes(1));
  const counted = answers.filter(({ call }) => call.persons !== null);
  return {
    n,
    top1: share(isRight),
    top3: share(({ call, proposal }) =>
      [proposal.type, ...proposal.alternatives.map((a) => a.type)]
        .slice(0, 3)
        .some((type) => rightTypes(call).includes(type)),
    ),
    agency: share(({ call, proposal }) => rightTypes(call).some((type) => leadOf(type) === leadOf(proposal.type))),
    priority: share(({ call, proposal }) => call.priority_ok.includes(proposal.priority)),
    p1Recall: share(({ proposal }) => proposal.priority === 1, first),
    overtriage: others.length === 0 ? 0 : share(({ proposal }) => proposal.priority === 1, others),
    placeF1: placeF1(answers),
    ece: calibrationError(answers.map((answer) => [answer.proposal.confidence, isRight(answer)])),
    persons: share(({ call, proposal }) => Math.abs((proposal.persons ?? -9) - (call.persons as number)) <= 1, counted),
  };
}

export const rightTypes = (call: CorpusCall): readonly string[] => [call.type, ...call.alt_types];
export const isRight = ({ call, proposal }: Answered): boolean => rightTypes(call).includes(proposal.type);

export function calibrationError(pairs: readonly (readonly [confidence: number, right: boolean])[]): number {
  const bins = Array.from({ length: BINS }, () => ({ right: 0, confidence: 0 }));
  for (const [confidence, right] of pairs) {
    const bin = bins[Math.min(BINS - 1, Math.floor(confidence * BINS))] as { right: number; confidence: number };
    bin.right += right ? 1 : 0;
    bin.confidence += confidence;
  }
  return bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.confidence), 0) / Math.max(1, pairs.length);
}

/** Characters in common, as F1 over all calls. */
function placeF1(answers: readonly Answered[]): number {
  let hit = 0;
  let extra = 0;
  let missed = 0;
  for (const { call, proposal } of answers) {
    const truth = call.location;
    const found = proposal.location?.text ?? null;
    if (truth !== null && found !== null) {
      const a = call.text.indexOf(truth);
      const b = call.text.indexOf(found);
      const common = Math.max(0, Math.min(a + truth.length, b + found.length) - Math.max(a, b));
      const f = (2 * common) / (truth.length + found.length);
      hit += f;
      extra += 1 - f;
      missed += 1 - f;
    } else if (found !== null) extra++;
    else if (truth !== null) missed++;
  }
  return (2 * hit) / Math.max(1e-9, 2 * hit + extra + missed);
}
