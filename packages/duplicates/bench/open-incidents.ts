/**
 * node packages/duplicates/bench/open-incidents.ts [openIncidents]
 * The calls of the demo city's test streams, moved about the city, stand as open incidents; then calls are read, weighed
 * against all of them and put. Medians over rounds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateDemoCity } from '@muster/city/demo/generate-demo-city';
import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { seededRandom } from '@muster/kernel/random';
import { EventMatcher } from '../src/event-matcher.ts';
import { GazetteerPlaces } from '../src/gazetteer-places.ts';
import type { Report } from '../src/report.ts';

const OPEN = Number(process.argv[2] ?? 2_000);
const CALLS = 500;
const ROUNDS = 7;
const SHIFT_DEG = 0.05;
const EVERY_MS = 2_000;

const streams = join(import.meta.dirname, '../test/streams');
const told = readdirSync(streams)
  .filter((name) => name.startsWith('demo-'))
  .flatMap((name) => readFileSync(join(streams, name), 'utf8').split('\n').filter(Boolean))
  .map((line) => JSON.parse(line) as { text: string; type?: string; lat: number | null; lon: number | null })
  .filter(({ type, text }) => type !== undefined && text !== '');
const { gazetteer } = generateDemoCity({ seed: 1, nodes: 20_000 });
const places = new GazetteerPlaces(new Gazetteer(gazetteer));
const random = seededRandom(7);
let serial = 0;
const nextCall = (): Report => {
  const call = told[Math.floor(random.next() * told.length)] as (typeof told)[number];
  const shift = () => (random.next() - 0.5) * SHIFT_DEG;
  const position =
    call.lat === null || call.lon === null ? null : { lat: call.lat + shift(), lon: call.lon + shift(), accuracyM: 30 };
  const id = String(++serial);
  return {
    id,
    atMs: serial * EVERY_MS,
    callerId: id,
    text: call.text,
    types: [{ type: call.type ?? '', p: 1 }],
    position,
  };
};

const quantile = (values: readonly number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(q * (values.length - 1))] as number;
const perSecond: number[] = [];
const readMs: number[] = [];
const all: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  serial = 0;
  const matcher = new EventMatcher(places);
  for (let i = 0; i < OPEN; i++) {
    const call = nextCall();
    matcher.put(matcher.read(call), `open-${i}`);
  }
  const start = performance.now();
  let read = 0;
  for (let i = 0; i < CALLS; i++) {
    const call = nextCall();
    const t0 = performance.now();
    const sighting = matcher.read(call);
    read += performance.now() - t0;
    const best = matcher.choose(sighting, matcher.match(sighting));
    matcher.put(sighting, best?.eventId ?? `open-${Math.floor(random.next() * OPEN)}`);
    all.push(performance.now() - t0);
  }
  perSecond.push((CALLS * 1000) / (performance.now() - start));
  readMs.push(read / CALLS);
}
console.log(
  JSON.stringify({
    openIncidents: OPEN,
    callsPerSecond: Math.round(quantile(perSecond, 0.5)),
    readMsPerCall: Number(quantile(readMs, 0.5).toFixed(2)),
    p50Ms: Number(quantile(all, 0.5).toFixed(2)),
    p99Ms: Number(quantile(all, 0.99).toFixed(2)),
  }),
);
