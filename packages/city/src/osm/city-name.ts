import { hasHanzi } from '../gazetteer/pinyin.ts';
import type { GazetteerEntry, Names } from '../pack/format.ts';

/** "shenzhen-longgang.osm.pbf" → "shenzhen-longgang". */
export function idFrom(file: string): string {
  const id = file
    .replace(/\.osm\.pbf$|\.pbf$/i, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return id === '' ? 'city' : id;
}

export function titleFrom(id: string): Names {
  const title = id
    .split('-')
    .map((word) => word[0].toUpperCase() + word.slice(1))
    .join(' ');
  return { zh: title, en: title };
}

/** North American zones by the longitude where most of them part; elsewhere the whole hours from Greenwich. */
const AMERICAN: readonly (readonly [number, string])[] = [
  [-141, 'Pacific/Honolulu'],
  [-114.5, 'America/Los_Angeles'],
  [-102, 'America/Denver'],
  [-86.5, 'America/Chicago'],
  [-50, 'America/New_York'],
];

/** Good enough to start with; borders are not known here. China has one zone, whatever the longitude. */
export function guessTimeZone(lon: number, lat: number, entries: readonly GazetteerEntry[]): string {
  const chinese = entries.reduce((sum, entry) => sum + (hasHanzi(entry.names.zh.replace(/与|路口/g, '')) ? 1 : 0), 0);
  if (chinese > entries.length / 2 && lon > 73 && lon < 135) return 'Asia/Shanghai';
  if (lon < -50 && lat > 24) return AMERICAN.find(([limit]) => lon < limit)?.[1] ?? 'America/New_York';
  const hours = Math.round(lon / 15);
  // The sign of Etc/GMT zones is turned round.
  return hours === 0 ? 'Etc/UTC' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}
