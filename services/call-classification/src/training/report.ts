import { HARMLESS } from '../domain/choose-type.ts';
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
  readonly sayings: number;
  readonly leadOf: (type: string) => string;
}

/** docs/classification.md: written by the program, never by hand. */
export function reportMarkdown({ evaluation, version, modelBytes, calls, sayings, leadOf }: ReportFacts): string {
  const { heldOut, authors, unseenTypes, temperature } = evaluation;
  const ofLang = (lang: string) =>
    together(
      `held out (${lang})`,
      heldOut.filter(({ name }) => name.endsWith(`(${lang})`)),
    );
  const asideAll = [ofLang('zh'), ofLang('en'), together('held out (both)', heldOut)];
  const trials = [...asideAll, ...heldOut, ...authors, together('all authors', authors)];
  const answers = authors.flatMap((trial) => trial.answers);
  return `# How good the classifier is

Written by \`./muster train\`; do not edit. Model ${version}, ${(modelBytes / 1_048_576).toFixed(1)} MB, trained on
${calls.map(({ lang, batches, calls: n }) => `${n} calls in ${batches} ${lang} batches`).join(' and ')} and ${sayings} sayings. No call below was seen by the model that answered it.

- **held out**: authors of whom nothing is learnt from (\`corpus/held-out/\`), answered by the model that is shipped. The
  main figure: the nearest to calls by others. Author x1 was scored, never read, while the model was made, and some
  settings were chosen by those figures; x2, who was asked for harder calls, was scored at the end and three times
  before, which decided that weights are averaged and that one late list of sayings went out again.
- **author-…**: that author's calls by models trained without any of them. These authors were asked for difficult calls.
- Confidence and priority were calibrated on the answers to authors not seen; the shipped model's temperature
  (${temperature.toFixed(2)}) is a tenth lower, for it has learnt from more authors than the folds' models.
- What \`lexicon/sayings/\` says was written beside the corpus, the last of it after looking at what was mistaken in two
  authors (f and h), whose own words were taken out again; their figures may still be a little flattered.

## Figures (%), beside the aims

${table([['calls', 'n', ...Object.keys(AIMS), 'persons ±1', 'harmless'], aimRow(), ...trials.map((trial) => figureRow(trial, leadOf))])}

Short of the aim: ${trials.map(({ name, answers: a }) => `${name}: ${shortOf(score(a, leadOf)).join(', ') || 'nothing'}`).join('; ')}.
harmless: real emergencies called prank, misdial or a matter for others, of all real emergencies. Silent and coded pleas
found or flagged for a human: ${trials
    .slice(0, 2)
    .map((trial) => `${trial.name} ${pleas(trial.answers)}`)
    .join(', ')}, all authors ${pleas(answers)}.

## Types never heard of

Calls of ${unseenTypes.types.join(', ')} by a model trained without these types: ${unseenTypes.answers.length} calls, mean confidence
${percent(mean(unseenTypes.answers))} % (${percent(mean(answers))} % for calls of types it knows), for a human to decide ${percent(humanShare(unseenTypes.answers))} %, above 80 % sure ${percent(sureShare(unseenTypes.answers))} %.

## By type (all authors)

${table([['type', 'n', 'right at first', 'among three', 'most often taken for'], ...byType(answers)])}

## Confidence against truth (all authors)

${table([['confidence', 'n', 'said', 'right'], ...bins(answers)])}

## Confusions (all authors), eight times or more

${table([['true', 'given', 'times'], ...confusions(answers)])}
`;
}

const together = (name: string, trials: readonly Trial[]): Trial => ({
  name,
  answers: trials.flatMap(({ answers }) => answers),
});

const mean = (answers: readonly Answered[]): number =>
  answers.reduce((sum, { proposal }) => sum + proposal.confidence, 0) / answers.length;
const humanShare = (answers: readonly Answered[]): number =>
  answers.filter(({ proposal }) => proposal.needsHuman).length / answers.length;
const sureShare = (answers: readonly Answered[]): number =>
  answers.filter(({ proposal }) => proposal.confidence > 0.8).length / answers.length;

/** A plea is found when its type is, or when danger is seen in it: it is never put down as harmless. */
function pleas(answers: readonly Answered[]): string {
  const of = answers.filter(({ call }) => call.type === 'call.silent');
  const found = of.filter(({ proposal }) => proposal.type === 'call.silent').length;
  const flagged = of.filter(({ proposal }) => !HARMLESS.test(proposal.type) && proposal.needsHuman).length;
  return `${found} and ${Math.max(found, flagged)} of ${of.length}`;
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
  '0',
];

function figureRow({ name, answers }: Trial, leadOf: (type: string) => string): string[] {
  const figures = score(answers, leadOf);
  const cells = Object.keys(AIMS).map((key) => percent(figures[key as keyof Figures]));
  const real = answers.filter(({ call }) => ![call.type, ...call.alt_types].some((type) => HARMLESS.test(type)));
  const harmless = real.filter(({ proposal }) => HARMLESS.test(proposal.type)).length;
  return [name, String(figures.n), ...cells, percent(figures.persons), `${harmless} of ${real.length}`];
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
    .filter(([, of]) => of.length >= 8)
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .map(([pair, of]) => [...pair.split(' '), String(of.length)]);
}
