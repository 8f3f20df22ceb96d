import type { Condition, GuidanceBook, Instruction, Plan, PlanEntry, Question, Said } from './guidance.ts';
import { covers } from './guidance.ts';

export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** What a book may speak of; everything else is a mistake in it. */
export interface GuidanceTerms {
  readonly types: ReadonlySet<string>;
  /** Facts that words tell and "fact:value"; what a question asks is a fact, too. */
  readonly facts: ReadonlySet<string>;
}

interface Line {
  readonly key: string;
  readonly value: string;
  readonly at: string;
}
type Block = readonly [Line, ...Line[]];

const KEYS: Readonly<Record<string, { readonly once: readonly string[]; readonly many: readonly string[] }>> = {
  question: { once: ['asks', 'zh', 'en', 'why-zh', 'why-en'], many: [] },
  instruction: { once: ['zh', 'en', 'source'], many: ['metronome', 'step'] },
  plan: { once: ['types'], many: ['ask', 'tell'] },
};
const BEATS = { min: 60, max: 180 } as const;
const PLACE = 'place';

/**
 * Reads blocks of `key: value` lines, parted by empty lines; `#` begins a remark. The head of guidance/plans.txt tells
 * the notation.
 *
 * @returns the book, and every mistake with its file and line; with mistakes the book is not to be used
 */
export function parseGuidance(
  files: readonly NamedText[],
  terms: GuidanceTerms,
): { book: GuidanceBook; mistakes: string[] } {
  const mistakes: string[] = [];
  const questions = new Map<string, Question>();
  const instructions = new Map<string, Instruction>();
  const plans: Plan[] = [];
  const known = new Set<string>();
  const blocks = files.flatMap((file) => blocksOf(file, mistakes));
  const asked = blocks.filter(([head]) => head.key === 'question').map((block) => textOf(block, 'asks'));
  const facts = new Set([...terms.facts, ...asked]);
  for (const block of blocks) {
    const { key, value: id, at } = block[0];
    if (!hasRightKeys(block, mistakes)) continue;
    if (known.has(`${key} ${id}`)) mistakes.push(`${at}: there is another ${key} "${id}"`);
    known.add(`${key} ${id}`);
    if (key === 'question') questions.set(id, questionOf(block));
    else if (key === 'instruction') instructions.set(id, instructionOf(block, mistakes));
    else plans.push(planOf(block, { ...terms, facts }, mistakes));
  }
  const book = { questions, instructions, plans };
  if (mistakes.length === 0) checkUse(book, terms, mistakes);
  return { book, mistakes };
}

function blocksOf({ name, text }: NamedText, mistakes: string[]): Block[] {
  const blocks: Line[][] = [[]];
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const at = `${name}:${i + 1}`;
    const line = raw.trim();
    if (line.startsWith('#')) continue;
    if (line === '') {
      blocks.push([]);
      continue;
    }
    const [, key, value] = /^([a-z-]+):\s*(.+)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) mistakes.push(`${at}: is not "key: value"`);
    else blocks.at(-1)?.push({ key, value, at });
  }
  return blocks.filter((block): block is [Line, ...Line[]] => block.length > 0);
}

function hasRightKeys(block: Block, mistakes: string[]): boolean {
  const [head, ...rest] = block;
  const before = mistakes.length;
  const keys = KEYS[head.key];
  if (keys === undefined) {
    mistakes.push(`${head.at}: a block begins with question:, instruction: or plan:, not ${head.key}:`);
    return false;
  }
  for (const { key, at } of rest) {
    if (!keys.once.includes(key) && !keys.many.includes(key)) mistakes.push(`${at}: a ${head.key} has no "${key}"`);
  }
  for (const key of keys.once) {
    const times = rest.filter((line) => line.key === key).length;
    if (times !== 1) mistakes.push(`${head.at}: ${head.key} "${head.value}" has ${times} lines "${key}", not one`);
  }
  return mistakes.length === before;
}

const lineOf = (block: Block, key: string): Line | undefined => block.find((line) => line.key === key);
const textOf = (block: Block, key: string): string => lineOf(block, key)?.value ?? '';

function questionOf(block: Block): Question {
  return {
    id: block[0].value,
    asks: textOf(block, 'asks'),
    zh: textOf(block, 'zh'),
    en: textOf(block, 'en'),
    why: { zh: textOf(block, 'why-zh'), en: textOf(block, 'why-en') },
  };
}

function instructionOf(block: Block, mistakes: string[]): Instruction {
  const steps: Said[] = [];
  for (const { value, at } of block.filter(({ key }) => key === 'step')) {
    const parts = value.split('|').map((part) => part.trim());
    const [zh = '', en = ''] = parts;
    if (parts.length !== 2 || zh === '' || en === '') mistakes.push(`${at}: a step is "中文 | English"`);
    steps.push({ zh, en });
  }
  const beats = lineOf(block, 'metronome');
  const perMinute = beats === undefined ? null : Number(beats.value);
  if (perMinute !== null && !(perMinute >= BEATS.min && perMinute <= BEATS.max)) {
    mistakes.push(`${beats?.at}: a metronome beats ${BEATS.min} to ${BEATS.max} times a minute`);
  }
  if (steps.length === 0) mistakes.push(`${block[0].at}: instruction "${block[0].value}" has no step`);
  return {
    id: block[0].value,
    zh: textOf(block, 'zh'),
    en: textOf(block, 'en'),
    source: textOf(block, 'source'),
    steps,
    metronomePerMinute: perMinute,
  };
}

function planOf(block: Block, terms: GuidanceTerms, mistakes: string[]): Plan {
  const types = textOf(block, 'types').split(/\s+/);
  const entries = block
    .filter(({ key }) => key === 'ask' || key === 'tell')
    .map((line) => entryOf(line, terms, mistakes));
  const plan = { id: block[0].value, types, entries };
  for (const glob of types) {
    const one = { ...plan, types: [glob] };
    if (glob !== '*' && ![...terms.types].some((type) => covers(one, type))) {
      mistakes.push(`${lineOf(block, 'types')?.at}: no incident type is called "${glob}"`);
    }
  }
  return plan;
}

function entryOf({ key, value, at }: Line, { facts }: GuidanceTerms, mistakes: string[]): PlanEntry {
  const lists = { ids: [] as string[], if: [] as string[], unless: [] as string[] };
  let list = lists.ids;
  for (const word of value.split(/\s+/)) {
    if (word === 'if' || word === 'unless') list = lists[word];
    else list.push(word);
  }
  const conditionOf = (word: string): Condition => {
    const [fact = '', given] = word.split(':');
    if (!facts.has(word)) mistakes.push(`${at}: there is no fact "${word}"`);
    return { fact, value: given ?? null };
  };
  return {
    does: key as PlanEntry['does'],
    ids: lists.ids,
    only: lists.if.map(conditionOf),
    unless: lists.unless.map(conditionOf),
  };
}

/** Nothing is named that is not there, nothing is there that is never used, and no type is left without its questions. */
function checkUse(
  { questions, instructions, plans }: GuidanceBook,
  { types }: GuidanceTerms,
  mistakes: string[],
): void {
  const used = { ask: new Set<string>(), tell: new Set<string>() };
  for (const { id: plan, entries } of plans) {
    for (const { does, ids } of entries) {
      for (const id of ids) {
        const there = does === 'ask' ? questions : instructions;
        if (!there.has(id)) mistakes.push(`plan "${plan}": there is nothing to ${does} called "${id}"`);
        used[does].add(id);
      }
    }
  }
  for (const id of questions.keys()) if (!used.ask.has(id)) mistakes.push(`question "${id}" is in no plan`);
  for (const id of instructions.keys()) if (!used.tell.has(id)) mistakes.push(`instruction "${id}" is in no plan`);
  for (const type of types) {
    const asked = plans
      .filter((plan) => covers(plan, type))
      .flatMap(({ entries }) => entries.filter(({ does }) => does === 'ask').flatMap(({ ids }) => ids));
    if (questions.get(asked[0] ?? '')?.asks !== PLACE) mistakes.push(`${type}: the first question is not the place`);
    if (!plans.some((plan) => !plan.types.includes('*') && covers(plan, type))) {
      mistakes.push(`${type}: is in no plan of its kind`);
    }
  }
}
