import type { Evaluation, Trial } from './evaluate.ts';
import { type Answered, type Figures, isRight, score } from './score.ts';

export const AIMS: Readonly<Record<keyof Omit<Figures, 'n' | 'persons'>, readonly ['least' | 'most', number]>> = {
  top1: ['least', 0.85],
  top3: ['least', 0.95],
  agency: ['least', 0.97],
  priority: ['least', 0.9],
  p1Recall: ['least', 0.97],
  overtriage: ['most', 0.15],
  placeF1: ['least', 0.85],
  ece: ['most', 0.05],
};

const percent = (share: number): string => (100 * share).toFixed(1);

/** One line for the terminal, and what falls short of the aims. */
export function summaryLine({ name, answers }: Trial, leadOf: (type: string) => string): string {
  const figures = score(answers, leadOf);
  const cells = Object.keys(AIMS).map((key) => `${key} ${percent(figures[key as keyof Figures])}`);
  const short = shortOf(figures);
  return `${name}: n ${figures.n}, ${cells.join(', ')}${short.length > 0 ? `; short of the aim: ${short.join(', ')}` : ''}`;
}

const shortOf = (figures: Figures): string[] =>
  Object.entries(AIMS)
    .filter(([key, [sense, aim]]) => {
      const value = figures[key as keyof Figures];
      return sense === 'least' ? value < aim : value > aim;
    })
    .map(([key]) => key);

export interface ReportFacts {
  readonly evaluation: Evaluation;
  readonly version: string;
  readonly modelBytes: number;
  readonly calls: readonly { readonly lang: string; readonly batches: number; readonly calls: number }[];
  readonly leadOf: (type: string) => string;
}

/** docs/classification.md: written by the program, never by hand. */
export function reportMarkdown({ evaluation, version, modelBytes, calls, leadOf }: ReportFacts): string {
  const trials = [...evaluation.folds, ...evaluation.authors];
  const answers = evaluation.folds.flatMap((trial) => trial.answers);
  return `# How good the classifier is

Written by \`./muster train\`; do not edit. Model ${version}, ${(modelBytes / 1_048_576).toFixed(1)} MB, trained on
${calls.map(({ lang, batches, calls: n }) => `${n} calls in ${batches} ${lang} batches`).join(' and ')}. No call below was seen by the model that answered it.

- **zh** and **en**: five-fold cross-validation over every batch. The lines of one author about one type are written to
  differ from each other, so these are harder than new calls by others.
- **author-… (zh)**: that author's calls by a model trained without any of them: the nearest to calls by others. There
  is one English author so far, hence no such figure for English.
- The temperature of the confidence (${evaluation.temperature}) was fitted on the folds, so their ECE is a little flattered.

## Figures (%), beside the aims

${table([['calls', 'n', ...Object.keys(AIMS), 'persons ±1'], aimRow(), ...trials.map((trial) => figureRow(trial, leadOf))])}

Short of the aim: ${trials.map(({ name, answers: a }) => `${name}: ${shortOf(score(a, leadOf)).join(', ') || 'nothing'}`).join('; ')}.

## By type (both languages, folds)

${table([['type', 'n', 'right at first', 'among three', 'most often taken for'], ...byType(answers)])}

## Confidence against truth (folds)

${table([['confidence', 'n', 'said', 'right'], ...bins(answers)])}

## Confusions (folds), three times or more

${table([['true', 'given', 'times'], ...confusions(answers)])}
`;
}

/** Padded as the formatter wants it, so that the generated page passes the checks. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, i) => Math.max(3, ...[head, ...rows].map((row) => (row[i] ?? '').length)));
  const line = (row: readonly string[]) => `| ${widths.map((width, i) => (row[i] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

const aimRow = (): string[] => [
  'aim',
  '',
  ...Object.values(AIMS).map(([sense, aim]) => `${sense === 'least' ? '≥' : '≤'} ${percent(aim)}`),
  '',
];

function figureRow({ name, answers }: Trial, leadOf: (type: string) => string): string[] {
  const figures = score(answers, leadOf);
  const cells = Object.keys(AIMS).map((key) => percent(figures[key as keyof Figures]));
  return [name, String(figures.n), ...cells, percent(figures.persons)];
}

function grouped<K>(answers: readonly Answered[], keyOf: (answer: Answered) => K): Map<K, Answered[]> {
  const groups = new Map<K, Answered[]>();
  for (const answer of answers) groups.set(keyOf(answer), [...(groups.get(keyOf(answer)) ?? []), answer]);
  return groups;
}

function byType(answers: readonly Answered[]): string[][] {
  return [...grouped(answers, ({ call }) => call.type)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, of]) => {
      const right = of.filter(isRight).length;
      const three = of.filter(({ call, proposal }) =>
        [proposal.type, ...proposal.alternatives.slice(0, 2).map((a) => a.type)].includes(call.type),
      ).length;
      const wrong = [
        ...grouped(
          of.filter((answer) => !isRight(answer)),
          ({ proposal }) => proposal.type,
        ),
      ]
        .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
        .slice(0, 2)
        .map(([given, times]) => `${given} (${times.length})`);
      return [type, String(of.length), percent(right / of.length), percent(three / of.length), wrong.join(', ')];
    });
}

function bins(answers: readonly Answered[]): string[][] {
  const groups = grouped(answers, ({ proposal }) => Math.min(9, Math.floor(proposal.confidence * 10)));
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([bin, of]) => {
      const said = of.reduce((sum, { proposal }) => sum + proposal.confidence, 0) / of.length;
      return [
        `${bin / 10}–${(bin + 1) / 10}`,
        String(of.length),
        percent(said),
        percent(of.filter(isRight).length / of.length),
      ];
    });
}

function confusions(answers: readonly Answered[]): string[][] {
  const wrong = answers.filter((answer) => !isRight(answer));
  return [...grouped(wrong, ({ call, proposal }) => `${call.type} ${proposal.type}`)]
    .filter(([, of]) => of.length >= 3)
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([pair, of]) => [...pair.split(' '), String(of.length)]);
}
