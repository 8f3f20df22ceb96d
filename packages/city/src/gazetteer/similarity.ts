import { editDistance } from './edit-distance.ts';
import type { Unit } from './units.ts';

const SAME_SOUND = 0.12;
const CONFUSABLE_SOUND = 0.22;
/** A doc word that the query leaves out, by its weight: after the end of what was typed, and elsewhere. */
const LEFT_OUT_AFTER = 0.12;
const LEFT_OUT = 0.35;
/** Whatever is not written alike stays below an exact match. */
const BEST_INEXACT = 0.985;

/** 0 same … 1 unlike. `isLast`: the word may still be being typed. */
export function unitDistance(query: Unit, name: Unit, isLast: boolean): number {
  if (query.text === name.text) return 0;
  if (query.kind !== name.kind) return 1;
  if (query.kind === 'hanzi') {
    return query.sound === name.sound ? SAME_SOUND : query.fold === name.fold ? CONFUSABLE_SOUND : 1;
  }
  if (isLast && name.text.startsWith(query.text)) return 0.05 + 0.3 * (1 - query.text.length / name.text.length);
  if (query.kind === 'number' || query.text.length < 4 || name.text.length < 4) return 1;
  const allowed = query.text.length >= 7 ? 2 : 1;
  const distance = editDistance(query.text, name.text, allowed);
  return distance <= allowed ? 0.2 * distance : 1;
}

const MAX_UNITS = 32;
const SWAPPED = 0.25;
let rowZ = new Float64Array(MAX_UNITS + 1);
let rowA = new Float64Array(MAX_UNITS + 1);
let rowB = new Float64Array(MAX_UNITS + 1);

/**
 * How well a name answers a query, 0 … 1: weighted alignment of units, where a name may go on after the query ends (it is
 * still being typed) at little cost, and a query word that the name lacks costs its full weight.
 */
export function unitSimilarity(query: readonly Unit[], name: readonly Unit[]): number {
  const m = Math.min(query.length, MAX_UNITS);
  const n = Math.min(name.length, MAX_UNITS);
  if (m === 0 || n === 0) return 0;
  let total = 0;
  let before = rowZ;
  let previous = rowA;
  let current = rowB;
  previous[0] = 0;
  for (let j = 1; j <= n; j++) previous[j] = previous[j - 1] + name[j - 1].weight * LEFT_OUT;
  for (let i = 1; i <= m; i++) {
    const unit = query[i - 1];
    total += unit.weight;
    current[0] = previous[0] + unit.weight;
    const leftOut = i === m ? LEFT_OUT_AFTER : LEFT_OUT;
    for (let j = 1; j <= n; j++) {
      const other = name[j - 1];
      const replaced = previous[j - 1] + Math.max(unit.weight, other.weight) * unitDistance(unit, other, i === m);
      let cost = Math.min(replaced, previous[j] + unit.weight, current[j - 1] + other.weight * leftOut);
      if (i > 1 && j > 1 && unit.text === name[j - 2].text && query[i - 2].text === other.text) {
        cost = Math.min(cost, before[j - 2] + SWAPPED);
      }
      current[j] = cost;
    }
    [before, previous, current] = [previous, current, before];
  }
  [rowZ, rowA, rowB] = [before, previous, current];
  const cost = previous[n];
  if (cost === 0 && m === n) return 1;
  return Math.max(0, Math.min(BEST_INEXACT, 1 - cost / total));
}

/** Letters run together, as pinyin is typed: "longxiangdadao", "longxiang dad". 0 … 0.97. */
export function squashedSimilarity(query: string, name: string): number {
  if (query.length < 2 || name.length < 2) return 0;
  if (query === name) return 0.97;
  if (name.startsWith(query)) return 0.78 + 0.17 * (query.length / name.length);
  if (query.length < 5) return 0;
  const allowed = Math.max(1, Math.floor(query.length / 6));
  const whole = editDistance(query, name, allowed);
  if (whole <= allowed) return 0.93 * (1 - whole / query.length);
  const start = editDistance(query, name.slice(0, query.length), allowed);
  return start <= allowed ? 0.8 * (1 - start / query.length) : 0;
}
