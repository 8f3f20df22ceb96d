/**
 * node packages/duplicates/tools/fit-weights.ts CITY_DIR=a.jsonl,b.jsonl [CITY_DIR=c.jsonl …]
 * What each kind of evidence should count, by streams with a gold `incident`: a conditional logit (each call chooses among
 * the events known so far and a new one, put where the gold has it), drawn towards the weights in force. Prints a factor
 * for each weight, and how likely the gold is before, after, and after for streams left out of the fit.
 */
import { readFileSync } from 'node:fs';
import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { openPack } from '@muster/city/pack/open-pack';
import { EventMatcher } from '../src/event-matcher.ts';
import { GazetteerPlaces } from '../src/gazetteer-places.ts';

const PULL = 4;
const STEP = 0.001;
const ROUNDS = 4_000;
const EVERYTHING = 10_000;

interface Call {
  readonly id: string;
  readonly incident: string;
  readonly receivedAt: string;
  readonly callerId?: string;
  readonly text: string;
  readonly type?: string;
  readonly guess?: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly accuracyM?: number | null;
}
/** One call's choice: the index of what is right among the candidates, −1 for a new event. */
interface Choice {
  readonly right: number;
  readonly candidates: readonly ReadonlyMap<string, number>[];
}

function choicesOf(file: string, places: GazetteerPlaces): Choice[] {
  const matcher = new EventMatcher(places);
  const choices: Choice[] = [];
  for (const line of readFileSync(file, 'utf8').split('\n').filter(Boolean)) {
    const call = JSON.parse(line) as Call;
    const types = call.type ? [{ type: call.type, p: 1 }] : [{ type: call.guess ?? '', p: 0.7 }];
    const { lat, lon, accuracyM } = call;
    const position = lat === null || lon === null ? null : { lat, lon, accuracyM: accuracyM ?? 80 };
    const atMs = Date.parse(call.receivedAt);
    const sighting = matcher.read({
      ...{ id: call.id, atMs, text: call.text, types, position },
      callerId: call.callerId ?? '',
    });
    const matches = matcher.match(sighting, { limit: EVERYTHING });
    const right = matches.findIndex(({ eventId }) => eventId === call.incident);
    const candidates = matches.map(({ evidence }) => {
      const sums = new Map<string, number>();
      for (const { code, logOdds } of evidence) sums.set(code, (sums.get(code) ?? 0) + logOdds);
      return sums;
    });
    // So unlikely that it was not even listed: no weight brings it back.
    if (right >= 0 || !matcher.has(call.incident)) choices.push({ right, candidates });
    matcher.put(sighting, call.incident);
  }
  return choices;
}

type Factors = Map<string, number>;
const scores = (factors: Factors, { candidates }: Choice): number[] =>
  candidates.map((sums) => [...sums].reduce((total, [code, x]) => total + (factors.get(code) ?? 1) * x, 0));

function logLikelihood(factors: Factors, choices: readonly Choice[]): number {
  let total = 0;
  for (const choice of choices) {
    const z = scores(factors, choice);
    const most = Math.max(0, ...z);
    const sum = z.reduce((all, x) => all + Math.exp(x - most), Math.exp(-most));
    total += (choice.right < 0 ? 0 : (z[choice.right] as number)) - most - Math.log(sum);
  }
  return total;
}

function fit(choices: readonly Choice[], codes: readonly string[]): Factors {
  const factors: Factors = new Map(codes.map((code) => [code, 1]));
  for (let round = 0; round < ROUNDS; round++) {
    const slope = new Map(codes.map((code) => [code, -PULL * ((factors.get(code) as number) - 1)]));
    for (const choice of choices) {
      const z = scores(factors, choice);
      const most = Math.max(0, ...z);
      const sum = z.reduce((all, x) => all + Math.exp(x - most), Math.exp(-most));
      choice.candidates.forEach((sums, i) => {
        const off = (i === choice.right ? 1 : 0) - Math.exp((z[i] as number) - most) / sum;
        if (Math.abs(off) < 1e-6) return;
        for (const [code, x] of sums) slope.set(code, (slope.get(code) as number) + off * x);
      });
    }
    for (const code of codes) factors.set(code, (factors.get(code) as number) + STEP * (slope.get(code) as number));
  }
  return factors;
}

const streams = process.argv.slice(2).flatMap((argument) => {
  const [dir = '', files = ''] = argument.split('=');
  const pack = openPack(dir);
  if (!pack.ok) throw new Error(pack.refusal.message);
  const places = new GazetteerPlaces(new Gazetteer(pack.value.gazetteer()));
  return files.split(',').map((file) => ({ file, choices: choicesOf(file, places) }));
});
const all = streams.flatMap(({ choices }) => choices);
const codes = [...new Set(all.flatMap(({ candidates }) => candidates.flatMap((sums) => [...sums.keys()])))].sort();
const before = logLikelihood(new Map(), all);
const factors = fit(all, codes);
let leftOut = 0;
for (const { file, choices } of streams) {
  const rest = streams.filter((stream) => stream.file !== file).flatMap((stream) => stream.choices);
  leftOut += logLikelihood(fit(rest, codes), choices);
}
console.log(`${all.length} calls, ${streams.length} streams`);
console.log(
  `log-likelihood ${before.toFixed(1)} → ${logLikelihood(factors, all).toFixed(1)}, left out ${leftOut.toFixed(1)}`,
);
for (const code of codes) console.log(`${code.padEnd(18)} × ${(factors.get(code) as number).toFixed(2)}`);
