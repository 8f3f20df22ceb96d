import { HARMLESS } from '../domain/choose-type.ts';
import { type Classifier, classify, type Proposal } from '../domain/classify.ts';

/** Texts that are no calls and were written for other ends, to see how far the classifier carries. */
export interface OtherTexts {
  /** Event reports by the folder they lie in. */
  readonly events: readonly { readonly kind: string; readonly text: string }[];
  /** Messages of citizens to a city's hotline. */
  readonly hotline: readonly string[];
  /** Messages in a disaster, each with the labels that are set. */
  readonly messages: readonly { readonly text: string; readonly labels: readonly string[] }[];
  /** Addresses; a part of them without what is no place. */
  readonly addresses: readonly string[];
}

export interface OtherFigure {
  readonly texts: string;
  readonly n: number;
  readonly what: string;
  readonly share: number;
}

const EVENTS: Readonly<Record<string, RegExp>> = {
  交通事故: /^traffic\.|mass-casualty/,
  地震: /^disaster\.earthquake/,
  恐怖袭击: /^police\.(?:attack|bomb-threat|weapon|homicide)|^fire\.explosion|mass-casualty/,
  火灾: /^fire\./,
  食物中毒: /^medical\.(?:poisoning|mass-casualty|public-health|sick-person)/,
};
const LABELS: Readonly<Record<string, RegExp>> = {
  fire: /^fire\./,
  earthquake: /^disaster\.earthquake|^rescue\.collapse/,
  floods: /^disaster\.(?:flood|waterlogging|landslide)|^rescue\.water/,
  missing_people: /^police\.missing-person|^service\.inquiry/,
  medical_help: /^medical\./,
};
const ADDRESS_SHARE = 0.5;

export function reportOn(classifier: Classifier, texts: OtherTexts): OtherFigure[] {
  const figures: OtherFigure[] = [];
  const add = (of: string, answers: readonly Proposal[], what: string, test: (proposal: Proposal) => boolean) => {
    if (answers.length > 0)
      figures.push({ texts: of, n: answers.length, what, share: answers.filter(test).length / answers.length });
  };
  const answersTo = (some: readonly string[]) => some.map((text) => classify(classifier, text));
  const byType = (of: string, some: readonly string[], fits: RegExp) => {
    const answers = answersTo(some);
    add(of, answers, `a type that fits (${fits.source})`, ({ type }) => fits.test(type));
    add(of, answers, 'among three', ({ type, alternatives }) =>
      [type, ...alternatives.slice(0, 2).map((other) => other.type)].some((code) => fits.test(code)),
    );
  };
  for (const [kind, fits] of Object.entries(EVENTS)) {
    const own = texts.events.filter((event) => event.kind === kind).map(({ text }) => text);
    byType(`events: ${kind}`, own, fits);
  }
  const hotline = answersTo(texts.hotline);
  add('hotline messages', hotline, 'not raised to priority 1', ({ priority }) => priority > 1);
  add('hotline messages', hotline, 'a service or police matter', ({ type }) => /^(?:service|police)\./.test(type));
  add('hotline messages', hotline, 'a human decides', ({ needsHuman, type }) => needsHuman || HARMLESS.test(type));
  for (const [label, fits] of Object.entries(LABELS)) {
    const own = texts.messages.filter(({ labels }) => labels.includes(label)).map(({ text }) => text);
    byType(`disaster messages: ${label}`, own, fits);
  }
  const found = texts.addresses.map((text) => {
    const { location } = classify(classifier, text);
    return location === null ? 0 : (location.end - location.start) / [...text].length;
  });
  const share = found.filter((part) => part > ADDRESS_SHARE).length / Math.max(1, found.length);
  figures.push({ texts: 'addresses', n: found.length, what: 'more than half of it found to be a place', share });
  return figures;
}

export const otherTextsMarkdown = (figures: readonly OtherFigure[], version: string): string => {
  const rows = figures.map(({ texts, n, what, share }) => [texts, String(n), what, (100 * share).toFixed(1)]);
  const all = [['texts', 'n', 'what', '%'], ...rows].map((row) => row.map((cell) => cell.replaceAll('|', ', ')));
  const widths = [0, 1, 2, 3].map((i) => Math.max(3, ...all.map((row) => [...(row[i] ?? '')].length)));
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return `# The classifier on texts that are no calls

Written by \`./muster train --report-on DIR\`; do not edit. Model ${version}. The texts stand beside the project and are
not part of it: news of events, messages to a city's hotline, messages from disasters, bare addresses. Nothing was
learnt from them. They are longer and calmer than calls, and their labels are not ours: the figures say whether the
model falls apart away from home, not how good it is (that is in \`classification.md\`).

${[line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line)].join('\n')}
`;
};
