import type { Random } from '@muster/kernel/random';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { evaluate } from './arithmetic.ts';

/** A law a call's figure is drawn from. */
export interface Distribution {
  readonly mean: number;
  draw(random: Random): number;
}

/** Drawn by the polar-free Box–Muller way, so that a draw always takes two numbers. */
function normal(random: Random): number {
  const u = 1 - random.next();
  return Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * random.next());
}

/** G. Marsaglia and W. W. Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000). */
function gamma(random: Random, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal(random);
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < x * x * 0.5 + d - d * v + d * Math.log(v)) return d * v;
  }
}

const law = (mean: number, draw: (random: Random) => number): Distribution => ({ mean, draw });

const LAWS: Readonly<Record<string, (a: readonly number[]) => Distribution>> = {
  Exponential: ([mean = 1]) => law(mean, (r) => -mean * Math.log(1 - r.next())),
  Normal: ([mean = 0, sd = 1]) => (sd === 0 ? law(mean, () => mean) : law(mean, (r) => mean + sd * normal(r))),
  LogNormal: ([mu = 0, sigma = 1]) => law(Math.exp(mu + (sigma * sigma) / 2), (r) => Math.exp(mu + sigma * normal(r))),
  Uniform: ([low = 0, high = 1]) => law((low + high) / 2, (r) => low + (high - low) * r.next()),
  Gamma: ([shape = 1, scale = 1]) => law(shape * scale, (r) => scale * gamma(r, shape)),
  Erlang: ([shape = 1, scale = 1]) => law(shape * scale, (r) => scale * gamma(r, shape)),
  Bernoulli: ([p = 0.5]) => law(p, (r) => (r.next() < p ? 1 : 0)),
};

/** Draws 0, 1, 2 … by these shares. */
export function categorical(shares: readonly number[]): Distribution {
  const total = shares.reduce((sum, p) => sum + p, 0);
  return law(shares.reduce((sum, p, i) => sum + i * p, 0) / total, (r) => {
    let left = r.next() * total;
    for (let i = 0; i < shares.length; i++) {
      left -= shares[i];
      if (left < 0) return i;
    }
    return shares.findLastIndex((p) => p > 0);
  });
}

/** Scaled in its unit: a law of days is made one of seconds by 86,400. */
export const scaled = (of: Distribution, factor: number): Distribution =>
  law(of.mean * factor, (r) => of.draw(r) * factor);

/** Reads "Exponential(12/60/24)" as Julia's Distributions.jl writes it (means and scales, not rates). */
export function readDistribution(text: string): Result<Distribution> {
  const wrong = (why: string) =>
    refuse('invalid', `The distribution ${text} cannot be read: ${why}.`, `无法读取分布 ${text}：${why}。`);
  const match = /^\s*([A-Za-z]+)\s*\(([\s\S]*)\)\s*$/.exec(text);
  if (match === null) return wrong('it is not Name(numbers)');
  const [, name, inner] = match;
  const numbers = inner
    .replace(/[[\]]/g, '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(evaluate);
  if (numbers.some((x) => x === undefined)) return wrong('a number in it is not one');
  const values = numbers as number[];
  if (name === 'Categorical') return values.length > 0 ? ok(categorical(values)) : wrong('it has no shares');
  const make = LAWS[name];
  return make === undefined ? wrong(`known are ${Object.keys(LAWS).join(', ')}, Categorical`) : ok(make(values));
}
