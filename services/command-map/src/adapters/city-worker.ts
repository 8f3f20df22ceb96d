import { parentPort, workerData } from 'node:worker_threads';
import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { openPack } from '@muster/city/pack/open-pack';
import type { PlaceHit } from '@muster/contracts/edge';
import { must } from '@muster/kernel/assert';
import { RefusalError, unwrap } from '@muster/kernel/result';
import { RoadNetwork } from '@muster/roads/road-network';
import type { CityQuestion, CityReply, CityRequest, RouteAnswer } from './city-protocol.ts';

/**
 * The thread that knows the city's places and roads: building the search takes half a second, a route some
 * milliseconds, and meanwhile the edge's own thread must go on with the live picture.
 */
const pack = unwrap(openPack((workerData as { dir: string }).dir));
const port = must(parentPort, 'the port to the edge');
const gazetteer = new Gazetteer(pack.gazetteer());
const roads = RoadNetwork.open(pack.roadsFile);

const streetAt = (lon: number, lat: number) => {
  const snap = roads.snap(lon, lat);
  return snap === undefined ? undefined : roads.graph.streets[roads.graph.edgeStreet[snap.edge] as number];
};

function search({ text, near, limit }: Extract<CityQuestion, { ask: 'search' }>): PlaceHit[] {
  const options = near === null ? { limit } : { limit, near: { lon: near[0], lat: near[1] } };
  return gazetteer.search(text, options).map((hit) => ({
    name: hit.name,
    nameEn: hit.nameEn,
    kind: hit.kind,
    district: hit.entry.district ?? '',
    lon: hit.lon,
    lat: hit.lat,
    score: hit.score,
  }));
}

function reverse({ lon, lat }: Extract<CityQuestion, { ask: 'reverse' }>): PlaceHit {
  const { names, entry, district } = gazetteer.reverse(lon, lat, streetAt);
  return { name: names.zh, nameEn: names.en, kind: entry?.kind ?? 'poi', district: district ?? '', lon, lat, score: 1 };
}

function route({ from, to }: Extract<CityQuestion, { ask: 'route' }>): RouteAnswer {
  const found = unwrap(roads.route([from[0], from[1]], [to[0], to[1]], 'emergency'));
  return {
    lengthM: found.lengthM,
    timeS: found.timeS,
    line: found.line.map(([lon, lat]) => [lon, lat] as const),
    steps: found.directions.map((step) => ({
      zh: step.zh,
      en: step.en,
      lengthM: step.lengthM,
      lon: step.at[0],
      lat: step.at[1],
    })),
  };
}

function answer(question: CityQuestion): unknown {
  switch (question.ask) {
    case 'search':
      return search(question);
    case 'reverse':
      return reverse(question);
    case 'route':
      return route(question);
  }
}

port.on('message', ({ id, question }: CityRequest) => {
  let reply: CityReply;
  try {
    reply = { id, answer: answer(question) };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    reply = { id, refusal: error.refusal };
  }
  port.postMessage(reply);
});
port.postMessage({ id: 0, answer: 'ready' } satisfies CityReply);
