import { loadClassifier, readHeldOut } from '@muster/call-classification/adapters/sources';
import { classify } from '@muster/call-classification/domain/classify';
import { type BenchRow, compare, cpuPer, measure, median, round3, type Sample } from '../harness.ts';
import { meteredSelf } from '../metering.ts';

const MAX_P99_MS = 5;
const P99 = 0.99;
/** So that V8 has compiled what it will compile. */
const WARM_UP_CALLS = 300;

export const classifyCalls: BenchRow = {
  name: 'classify',
  aim: 'p99 ≤ 5 ms',
  path:
    'one call, text to answer, in process on one core: fold, place words, concepts, features, type, priority, persons, ' +
    'evidence; the held-out calls of the corpus one after the other, in both languages. No peer. load: reading lexicon ' +
    'and model from disk.',
  async run(_home, { rounds, scale, tell }) {
    const start = performance.now();
    const classifier = loadClassifier();
    const loadMs = performance.now() - start;
    const all = readHeldOut().flatMap((file) => file.calls.map(({ text }) => text));
    const texts = all.slice(0, Math.max(1, Math.round(all.length * scale)));
    for (const text of texts.slice(0, WARM_UP_CALLS)) classify(classifier, text);
    const samples: Sample[] = [];
    const p99s: number[] = [];
    let unanswered = 0;
    for (let round = 0; round < rounds; round++) {
      const tookMs: number[] = [];
      samples.push(
        await measure({ driver: meteredSelf }, async () => {
          for (const text of texts) {
            const from = performance.now();
            if (classify(classifier, text).type === '') unanswered++;
            tookMs.push(performance.now() - from);
          }
          return texts.length;
        }),
      );
      p99s.push(tookMs.toSorted((a, b) => a - b)[Math.floor(P99 * (tookMs.length - 1))] as number);
      tell(`round ${round + 1} of ${rounds}`);
    }
    const cpu = compare('cpu a call', cpuPer('call'), samples, null);
    const p99 = {
      ...cpu,
      name: 'p99',
      unit: 'ms p99 a call',
      ours: round3(median(p99s)),
      spread: [round3(Math.min(...p99s)), round3(Math.max(...p99s))] as const,
    };
    return { cases: [p99, cpu], met: p99.ours <= MAX_P99_MS, facts: { unanswered, loadMs: Math.round(loadMs) } };
  },
};
