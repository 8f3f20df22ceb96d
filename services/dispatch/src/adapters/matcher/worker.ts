import { parentPort, workerData } from 'node:worker_threads';
import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { openPack } from '@muster/city/pack/open-pack';
import type { SimilarFact } from '@muster/contracts/events/dispatch';
import { EventMatcher, type Match } from '@muster/duplicates/event-matcher';
import { GazetteerPlaces } from '@muster/duplicates/gazetteer-places';
import { reasonsOf } from '@muster/duplicates/reasons';
import { NO_PLACES, type PlaceReader } from '@muster/duplicates/report';
import type { Sighting } from '@muster/duplicates/sighting';
import { must } from '@muster/kernel/assert';
import type { ReportFact } from '../../domain/reports.ts';
import { MAX_SIMILAR, PROPOSE_FROM_P } from '../../domain/similar.ts';

/** The thread that compares calls: it holds every open incident's calls, read once. */
export type Message =
  | { readonly kind: 'put'; readonly incidentId: string; readonly reports: readonly ReportFact[] | null }
  | { readonly kind: 'match'; readonly id: number; readonly incidentIds: readonly string[] };
export interface Found {
  readonly id: number;
  readonly found: readonly (readonly [incidentId: string, matches: readonly SimilarFact[]])[];
}
export const READY = 'ready';

/** Calls whose words were read already: an incident is told again with each new call of it. */
const MAX_READ = 20_000;
const MAX_LOOKED_AT = 12;

const port = must(parentPort, 'the parent of the matcher');
const matcher = new EventMatcher(placesOf((workerData as { cityDir: string }).cityDir));
const reports = new Map<string, readonly ReportFact[]>();
const read = new Map<string, { readonly key: string; readonly sighting: Sighting }>();

/** Without a city there are no names of places: positions and words have to do. */
function placesOf(cityDir: string): PlaceReader {
  const pack = cityDir === '' ? null : openPack(cityDir);
  return pack?.ok ? new GazetteerPlaces(new Gazetteer(pack.value.gazetteer())) : NO_PLACES;
}

function sightingOf(report: ReportFact): Sighting {
  const key = JSON.stringify([report.text, report.types, report.place, report.callerNumber]);
  const known = read.get(report.alarmId);
  if (known?.key === key) return known.sighting;
  const { alarmId, text, atMs, callerNumber, types, place } = report;
  const sighting = matcher.read({ id: alarmId, text, atMs, callerId: callerNumber, types, position: place });
  read.delete(alarmId);
  read.set(alarmId, { key, sighting });
  if (read.size > MAX_READ) read.delete(read.keys().next().value as string);
  return sighting;
}

function put(incidentId: string, of: readonly ReportFact[] | null): void {
  const before = reports.get(incidentId) ?? [];
  if (of === null) {
    reports.delete(incidentId);
    matcher.drop(incidentId);
    return;
  }
  reports.set(incidentId, of);
  const isOneMore = before.every((report, i) => JSON.stringify(report) === JSON.stringify(of[i]));
  if (!isOneMore) matcher.drop(incidentId);
  for (const report of isOneMore ? of.slice(before.length) : of) matcher.put(sightingOf(report), incidentId);
}

const openedAtMs = (incidentId: string): number => reports.get(incidentId)?.[0]?.atMs ?? 0;
const isOlder = (a: string, b: string): boolean =>
  openedAtMs(a) < openedAtMs(b) || (openedAtMs(a) === openedAtMs(b) && a < b);

/** By its newest call: that is the one nobody has looked at. */
function matchesOf(incidentId: string): Match[] {
  const newest = reports.get(incidentId)?.at(-1);
  if (newest === undefined) return [];
  const matches = matcher.match(sightingOf(newest), { limit: MAX_LOOKED_AT, except: incidentId });
  return matches.filter(({ p }) => p >= PROPOSE_FROM_P);
}

const shown = (incidentId: string, matches: readonly Match[]): SimilarFact[] =>
  matches
    .filter(({ eventId }) => isOlder(eventId, incidentId))
    .slice(0, MAX_SIMILAR)
    .map(({ eventId, p, evidence }) => ({
      ...{ incidentId: eventId, p: Math.round(p * 1_000) / 1_000, reasons: reasonsOf(evidence) },
    }));

/** Whoever is newer is proposed to be joined into what is older, whichever of them has just changed. */
function found(incidentIds: readonly string[]): Found['found'] {
  const answers = new Map<string, readonly SimilarFact[]>();
  for (const incidentId of incidentIds) {
    const matches = matchesOf(incidentId);
    answers.set(incidentId, shown(incidentId, matches));
    for (const { eventId } of matches) {
      if (isOlder(incidentId, eventId) && !answers.has(eventId))
        answers.set(eventId, shown(eventId, matchesOf(eventId)));
    }
  }
  return [...answers];
}

port.on('message', (message: Message) => {
  if (message.kind === 'put') return put(message.incidentId, message.reports);
  port.postMessage({ id: message.id, found: found(message.incidentIds) } satisfies Found);
});
port.postMessage(READY);
