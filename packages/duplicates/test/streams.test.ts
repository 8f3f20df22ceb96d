import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemoCity } from '@muster/city/demo/generate-demo-city';
import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { importOsm } from '@muster/city/osm/import-osm';
import type { GazetteerEntry } from '@muster/city/pack/format';
import { describe, expect, it } from 'vitest';
import { createDeduper } from '../src/dedupe-lines.ts';
import { GazetteerPlaces } from '../src/gazetteer-places.ts';
import type { PlaceReader } from '../src/report.ts';
import { type GoldCall, pairwiseF1, pooled, type Score, scoreOf } from './score.ts';

const shared = process.env.MUSTER_SHARED ?? join(import.meta.dirname, '../../../../shared');
const osmFile = (city: string) => join(shared, 'data/osm', `${city}.osm.pbf`);
const present = existsSync(osmFile('baltimore'));
if (!present) console.warn('skipped: streams in real cities (no shared data beside the project)');

const STREAMS = join(import.meta.dirname, 'streams');
const LEAST_F1 = 0.9;
const MOST_WRONG = 0.01;

interface Call extends GoldCall {
  readonly text: string;
  /** Where a call has no type: what a classifier would say, not too sure. */
  readonly guess?: string;
}

function run(places: PlaceReader, name: string): Score {
  const lines = readFileSync(join(STREAMS, `${name}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean);
  const calls = lines.map((line) => JSON.parse(line) as Call);
  const guesses = new Map(calls.map(({ text, guess }) => [text, guess]));
  const guessTypes = (text: string) => [{ type: guesses.get(text) ?? '', p: 0.7 }];
  const deduper = createDeduper({ places, guessTypes, isKnownType: () => true });
  const said = new Map<string, string>();
  for (const line of lines) {
    const answer = JSON.parse(deduper.answer(line)) as { id: string; incident: string };
    said.set(answer.id, answer.incident);
  }
  return scoreOf(calls, said);
}

function expectGood(entries: readonly GazetteerEntry[], names: readonly string[]): void {
  const places = new GazetteerPlaces(new Gazetteer(entries));
  const score = pooled(names.map((name) => run(places, name)));
  expect(pairwiseF1(score)).toBeGreaterThanOrEqual(LEAST_F1);
  expect(score.wrongMerges / score.calls).toBeLessThanOrEqual(MOST_WRONG);
}

async function entriesOf(city: string): Promise<readonly GazetteerEntry[]> {
  const imported = await importOsm(osmFile(city), { seedStations: true });
  if (!imported.ok) throw new Error(imported.refusal.message);
  return imported.value.gazetteer;
}

describe('streams of calls', () => {
  it('in the demo city: pairwise F1 at least 0.90, at most 1 % wrong merges', () => {
    const { gazetteer } = generateDemoCity({ seed: 1, nodes: 20_000 });
    expectGood(gazetteer, ['demo-1', 'demo-2', 'demo-3', 'demo-4', 'demo-5']);
  }, 120_000);

  it.skipIf(!present)('at Longgang', async () => {
    const names = ['longgang-1', 'longgang-2', 'longgang-3', 'longgang-4', 'longgang-5'];
    expectGood(await entriesOf('shenzhen-longgang'), names);
  });

  it.skipIf(!present)('in Baltimore', async () => {
    expectGood(await entriesOf('baltimore'), [
      'baltimore-1',
      'baltimore-2',
      'baltimore-3',
      'baltimore-4',
      'baltimore-5',
    ]);
  });
});
