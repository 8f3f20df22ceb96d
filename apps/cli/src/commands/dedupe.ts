import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { RefusalError } from '@muster/kernel/result';
import type { Command } from 'commander';

export function register(program: Command): void {
  program
    .command('dedupe')
    .option('--city <dir>', '城市数据包:识别地名 · a city pack, to know places by their names')
    .description(
      '逐行判重:标准输入 {id, receivedAt, callerId, text, type?, lat?, lon?, accuracyM?} JSON 行,标准输出 {id, incident} · which calls are about one incident: JSON lines from standard input',
    )
    .action(dedupeStdin);
}

async function dedupeStdin({ city }: { city?: string }): Promise<void> {
  const { createDeduper } = await import('@muster/duplicates/dedupe-lines');
  const { NO_PLACES } = await import('@muster/duplicates/report');
  const { INCIDENT_TYPES } = await import('@muster/contracts/taxonomy');
  const { loadClassifier } = await import('@muster/call-classification/adapters/sources');
  const { classify } = await import('@muster/call-classification/domain/classify');
  const places = city === undefined ? NO_PLACES : await readPlaces(city);
  const classifier = loadClassifier();
  const deduper = createDeduper({
    places,
    isKnownType: (type) => INCIDENT_TYPES.has(type),
    guessTypes(text) {
      const { type, confidence, alternatives } = classify(classifier, text);
      return [{ type, p: confidence }, ...alternatives.map((other) => ({ type: other.type, p: other.confidence }))];
    },
  });
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (!process.stdout.write(`${deduper.answer(line)}\n`)) await once(process.stdout, 'drain');
  }
}

async function readPlaces(dir: string) {
  const { openPack } = await import('@muster/city/pack/open-pack');
  const { Gazetteer } = await import('@muster/city/gazetteer/gazetteer');
  const { GazetteerPlaces } = await import('@muster/duplicates/gazetteer-places');
  const pack = openPack(dir);
  if (!pack.ok) throw new RefusalError(pack.refusal);
  return new GazetteerPlaces(new Gazetteer(pack.value.gazetteer()));
}
