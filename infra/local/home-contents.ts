import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { postgresDirsOf } from './postgres-place.ts';

/** What a start writes into its home and a reset deletes. Programs and cities are kept: costly to get again, nobody's data. */
const OWN = [
  'compiled',
  'launcher.lock',
  'logs',
  'nats',
  'postgres',
  'run.json',
  'run.json.new',
  'secrets.json',
  'secrets.json.new',
  'tls',
];
/** Homes of their own inside the home: of drills by city, of loads by name. */
const INNER_HOMES = ['drills', 'load'];

/** Whether a start has ever been made here: any directory may be called a home, and may hold another's `logs`. */
export function isHome(homeDir: string): boolean {
  return ['secrets.json', 'run.json'].some((name) => existsSync(join(homeDir, name)));
}

/** Deletes what Muster wrote there, and nothing else: a mistyped directory loses nothing. */
export function emptyHome(homeDir: string): void {
  for (const group of INNER_HOMES) {
    const dir = join(homeDir, group);
    if (!existsSync(dir)) continue;
    for (const name of readdirSync(dir)) for (const place of postgresDirsOf(join(dir, name))) remove(place);
    remove(dir);
  }
  for (const dir of postgresDirsOf(homeDir)) remove(dir);
  for (const name of OWN) remove(join(homeDir, name));
}

const remove = (path: string): void => rmSync(path, { recursive: true, force: true });
