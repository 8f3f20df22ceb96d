import { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import { openPack } from '@muster/city/pack/open-pack';
import type { Log } from '@muster/platform/log';
import { type PlaceCandidate, placeCandidates } from '../app/place-candidates.ts';

/** Reads the gazetteer after the service is up: until then, and when it cannot be read, places have words but no points. */
export function loadCityLater(cityDir: string, log: Log): (words: string) => readonly PlaceCandidate[] {
  let gazetteer: Gazetteer | null = null;
  const load = () => {
    try {
      const pack = openPack(cityDir);
      if (!pack.ok) return log.warn({ why: pack.refusal.message }, 'no city: places will have no points');
      gazetteer = new Gazetteer(pack.value.gazetteer());
      log.info({ entries: gazetteer.entries.length }, 'gazetteer loaded');
    } catch (error) {
      log.warn({ err: error }, 'the gazetteer cannot be read: places will have no points');
    }
  };
  if (cityDir !== '') setTimeout(load, 0).unref();
  return (words) => (gazetteer === null ? [] : placeCandidates(gazetteer, words));
}
