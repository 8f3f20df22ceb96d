import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { geocode as findPoints } from '@muster/city/geocode/geocode';
import { importOsmPack } from '@muster/city/osm/import-pack';
import { openPack } from '@muster/city/pack/open-pack';
import { seededRandom } from '@muster/kernel/random';
import { unwrap } from '@muster/kernel/result';
import { ensureDemoCity } from '@muster/local/demo-city';
import { DISTURBANCES, type Disturbance, Disturber } from '../geocoding/disturb.ts';
import { ADDRESS_KINDS, type MadeAddress, makeAddresses, withoutEveryTenthHouse } from '../geocoding/made-addresses.ts';
import type { BenchCase, BenchOptions, BenchRow, Measured } from '../harness.ts';
import { round3 } from '../harness.ts';
import type { BenchHome } from '../home.ts';

/** Addresses of a kind; each is asked in every way that fits it. */
const EACH = 200;
const HIT_M = 50;
/** Never the seed that a search was made better with. */
const REPORT_SEED = Number(process.env.MUSTER_BENCH_SEED ?? 20_261_123);
const AIM = { named: 90, disturbed: 80 };

interface Asked {
  readonly address: MadeAddress;
  readonly how: Disturbance;
  readonly text: string;
}
interface Answered extends Asked {
  readonly first: boolean;
  readonly top3: boolean;
  readonly tookUs: number;
}

export const geocode: BenchRow = {
  name: 'geocode',
  aim: `≥ ${AIM.named} % within ${HIT_M} m at first as named, ≥ ${AIM.disturbed} % disturbed`,
  path:
    'an address as text → candidates, in process, against the gazetteer of a city from which every tenth house was taken ' +
    'out. Addresses of every kind in equal numbers, made from the pack and disturbed from a seed that was not used while ' +
    'the search was improved. A hit: the first (one of the first three) lies within 50 m of the truth.',
  async run(home: BenchHome, options: BenchOptions): Promise<Measured> {
    const city = await ensureDemoCity(options.scale < 1 ? 1_000 : 'default', AbortSignal.timeout(120_000));
    const answers = askCity(city, Math.max(10, Math.round(EACH * options.scale)), options);
    const named = answers.filter(({ how }) => how === 'as named');
    const disturbed = answers.filter(({ how }) => how !== 'as named');
    const cases: BenchCase[] = [
      shares('demo city, as named', named),
      shares('demo city, disturbed', disturbed),
      ...DISTURBANCES.slice(1).map((how) =>
        shares(
          `· ${how}`,
          answers.filter((one) => one.how === how),
        ),
      ),
      ...ADDRESS_KINDS.map((kind) =>
        shares(
          `· ${kind}, all ways`,
          answers.filter((one) => one.address.kind === kind),
        ),
      ),
      ...(await importedCities(home, options)),
    ].filter(({ n }) => n > 0);
    const met = shareOf(named, 'first') >= AIM.named && shareOf(disturbed, 'first') >= AIM.disturbed;
    const tooks = answers.map(({ tookUs }) => tookUs).sort((a, b) => a - b);
    return {
      cases: cases as [BenchCase, ...BenchCase[]],
      met,
      facts: { seed: REPORT_SEED, p99Us: Math.round(tooks[Math.floor(tooks.length * 0.99)] ?? 0) },
    };
  },
};

function askCity(dir: string, each: number, { tell }: BenchOptions): Answered[] {
  const { kept, missing } = withoutEveryTenthHouse(unwrap(openPack(dir)).gazetteer());
  const gazetteer = new Gazetteer(kept);
  const random = seededRandom(REPORT_SEED);
  const districts = kept.filter(({ kind }) => kind === 'district').map(({ names }) => names.zh);
  const disturber = new Disturber(
    kept.map(({ names }) => names.zh),
    districts,
  );
  const asked: Asked[] = makeAddresses(kept, missing, each, random).flatMap((address) =>
    DISTURBANCES.flatMap((how) => {
      const text = disturber.disturb(address, how, random);
      return text === null ? [] : [{ address, how, text }];
    }),
  );
  // The first of each kind loads what is loaded late.
  for (const { text } of asked.slice(0, 50)) findPoints(gazetteer, text);
  tell(`${asked.length} questions`);
  return asked.map((one) => ask(gazetteer, one));
}

function ask(gazetteer: Gazetteer, asked: Asked): Answered {
  const start = performance.now();
  const found = findPoints(gazetteer, asked.text);
  const tookUs = (performance.now() - start) * 1_000;
  const hits = found.slice(0, 3).map((candidate) => metres(candidate, asked.address) <= HIT_M);
  if (process.env.MUSTER_BENCH_MISSES && hits[0] !== true) {
    process.stderr.write(
      `${asked.how} | ${asked.address.kind} | ${asked.text} | ${found[0]?.name} ${found[0]?.score}\n`,
    );
  }
  return { ...asked, first: hits[0] === true, top3: hits.includes(true), tookUs };
}

/** Cities beside the project, where they are there. */
async function importedCities(home: BenchHome, options: BenchOptions): Promise<BenchCase[]> {
  const shared = process.env.MUSTER_SHARED ?? join(import.meta.dirname, '..', '..', '..', '..', 'shared');
  const cases: BenchCase[] = [];
  for (const name of ['baltimore', 'shenzhen-longgang']) {
    const file = join(shared, 'data', 'osm', `${name}.osm.pbf`);
    if (!existsSync(file) || options.scale < 1) continue;
    const dir = join(home.dir, `city-${name}`);
    unwrap(await importOsmPack(file, dir, { seedStations: true }));
    const answers = askCity(dir, EACH, options);
    const named = answers.filter(({ how }) => how === 'as named');
    cases.push(
      shares(`${name}, as named`, named),
      shares(
        `${name}, disturbed`,
        answers.filter((a) => !named.includes(a)),
      ),
    );
  }
  return cases;
}

const shareOf = (answers: readonly Answered[], which: 'first' | 'top3'): number =>
  answers.length === 0 ? 0 : (100 * answers.filter((one) => one[which]).length) / answers.length;

/** Here `ours` is the share at first and the spread [at first, in the top three]: there is nothing random in a round. */
const shares = (name: string, answers: readonly Answered[]): BenchCase => {
  const cpuUs = answers.reduce((sum, { tookUs }) => sum + tookUs, 0) / Math.max(1, answers.length);
  return {
    ...{
      name,
      ours: round3(shareOf(answers, 'first')),
      peer: null,
      ratio: null,
      unit: '% at first [first, top three]',
    },
    ...{ cpuUs, peerCpuUs: null, cpuUsBy: { driver: cpuUs }, n: answers.length, rounds: 1 },
    spread: [round3(shareOf(answers, 'first')), round3(shareOf(answers, 'top3'))],
  };
};

function metres(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const dx = (a.lon - b.lon) * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(dx, a.lat - b.lat) * 111_195;
}
