import type { Priority } from '@muster/kernel/agency';

/** One row of rules/priority-rules.csv. Concepts are those of the lexicon. */
export interface PriorityRule {
  readonly id: string;
  readonly types: readonly string[];
  /** Any of these lists of concepts, all of a list spoken of and not denied; empty: always. */
  readonly when: readonly (readonly string[])[];
  readonly unless: readonly string[];
  /** Bounds of the risk to life, 0–1, for which the rule is meant: least inclusive, below exclusive. */
  readonly risk: { readonly least: number; readonly below: number };
  readonly effect: 'raise' | 'lower' | 'set';
  readonly to: Priority;
  readonly zh: string;
  readonly en: string;
}

const HEADER = 'id,types,when,unless,risk,effect,zh,en';

/** @throws Error that names the row and what is wrong with it */
export function parsePriorityRules(csv: string, knownConcepts: ReadonlySet<string>): PriorityRule[] {
  const [header, ...rows] = csv.trim().split(/\r?\n/);
  if (header !== HEADER) throw new Error(`priority rules: the first line must be ${HEADER}`);
  return rows.map((row) => {
    const cells = row.split(',');
    const [id = '', types = '', when = '', unless = '', risk = '', effect = '', zh = '', en = ''] = cells;
    const wrong = (what: string) => new Error(`priority rules: ${id || row}: ${what}`);
    if (cells.length !== 8) throw wrong(`has ${cells.length} cells, not 8`);
    const split = (cell: string) => (cell === '' ? [] : cell.split('|'));
    const conditions = split(when).map((all) => all.split('&'));
    for (const concept of [...conditions.flat(), ...split(unless)]) {
      if (!knownConcepts.has(concept)) throw wrong(`"${concept}" is not in the lexicon`);
    }
    const [, verb, to] = /^(raise|lower|set)-([1-5])$/.exec(effect) ?? [];
    const bounds = riskBounds(risk);
    if (bounds === null) throw wrong(`risk "${risk}" is not >=0.x, <0.x or empty`);
    if (verb === undefined) throw wrong(`effect "${effect}" is not raise-, lower- or set- and 1 to 5`);
    return {
      id,
      types: split(types),
      when: conditions,
      unless: split(unless),
      risk: bounds,
      effect: verb as PriorityRule['effect'],
      to: Number(to) as Priority,
      zh,
      en,
    };
  });
}

function riskBounds(cell: string): PriorityRule['risk'] | null {
  const [, sense, value] = /^(>=|<)(0?\.\d+)$/.exec(cell) ?? [];
  if (cell === '') return { least: 0, below: 2 };
  if (value === undefined) return null;
  return sense === '<' ? { least: 0, below: Number(value) } : { least: Number(value), below: 2 };
}

export interface Situation {
  readonly type: string;
  /** The type's own priority. */
  readonly usual: Priority;
  /** Concepts spoken of and not denied. */
  readonly said: ReadonlySet<string>;
  /** Probability that a life is at risk, 0–1. */
  readonly risk: number;
}

/** Lower first, then raise: what speaks for danger wins. Gives the ids of the rules that moved it. */
export function priorityOf(
  rules: readonly PriorityRule[],
  situation: Situation,
): { priority: Priority; moved: string[] } {
  let priority = situation.usual;
  const moved: string[] = [];
  for (const pass of [['set', 'lower'], ['raise']]) {
    for (const rule of rules) {
      if (!pass.includes(rule.effect) || !applies(rule, situation)) continue;
      const next =
        rule.effect === 'set'
          ? rule.to
          : rule.effect === 'raise'
            ? Math.min(priority, rule.to)
            : Math.max(priority, rule.to);
      if (next !== priority) moved.push(rule.id);
      priority = next as Priority;
    }
  }
  return { priority, moved };
}

function applies(rule: PriorityRule, { type, said, risk }: Situation): boolean {
  const covers = rule.types.some((glob) => (glob.endsWith('*') ? type.startsWith(glob.slice(0, -1)) : glob === type));
  if (!covers || risk < rule.risk.least || risk >= rule.risk.below) return false;
  if (rule.unless.some((concept) => said.has(concept))) return false;
  return rule.when.length === 0 || rule.when.some((all) => all.every((concept) => said.has(concept)));
}
