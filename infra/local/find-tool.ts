import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { refuseStart } from './refuse-start.ts';

const run = promisify(execFile);

const GO_INSTALL_TIMEOUT_MS = 600_000;
const APT_TIMEOUT_MS = 300_000;
const DOWNLOAD_TIMEOUT_MS = 300_000;
const OUTPUT_MAX_BYTES = 16 * 1024 * 1024;

/** A program that no npm package brings, and every way to get it. Ways that are absent are not tried. */
export interface Tool {
  readonly name: string;
  /** An environment variable that names the program; wins over everything. */
  readonly variable: string;
  /** Names it may have on PATH, best first. */
  readonly names: readonly string[];
  /** `module@version`, installed with Go into `.muster/tools/bin`. */
  readonly goModule?: string;
  readonly debian?: { readonly packages: readonly string[]; readonly path: string };
  readonly archive?: ReleaseArchive;
  /** What a person can do when every way failed. */
  readonly adviceZh: string;
  readonly advice: string;
}

/** An official release by HTTPS, taken only when its SHA-256 is the one in the release's list of sums. */
export interface ReleaseArchive {
  readonly sumsUrl: string;
  /** By `${process.platform}-${process.arch}`; `path` is the program inside the archive. */
  readonly files: Readonly<Record<string, { readonly url: string; readonly path: string }>>;
}

export type Tell = (line: string) => void;

/** The program's absolute path: given → on PATH → cached → installed now, by the first way that works. */
export async function findTool(tool: Tool, toolsDir: string, tell: Tell = () => undefined): Promise<string> {
  const given = process.env[tool.variable];
  if (given !== undefined && given !== '') {
    if (isExecutable(given)) return given;
    refuseStart(
      'invalid',
      `${tool.variable} 指向的 ${given} 不能执行。`,
      `${tool.variable} names ${given}, which cannot be run.`,
    );
  }
  const known = onPath(tool.names) ?? cached(tool, toolsDir);
  if (known !== null) return known;
  const tried: string[] = [];
  for (const [way, install] of waysToInstall(tool, toolsDir)) {
    tell(`${tool.name}: ${way}`);
    try {
      const path = await install();
      if (path !== null) return path;
      tried.push(`${way}: nothing usable came of it`);
    } catch (error) {
      tried.push(`${way}: ${firstLine(error)}`);
    }
  }
  const attempts = tried.length === 0 ? '' : ` (${tried.join('; ')})`;
  return refuseStart(
    'unavailable',
    `找不到 ${tool.name}。${tool.adviceZh}`,
    `${tool.name} was not found${attempts}. ${tool.advice}`,
  );
}

function* waysToInstall(tool: Tool, toolsDir: string): Generator<[string, () => Promise<string | null>]> {
  const go = onPath(['go']) ?? (isExecutable('/usr/local/go/bin/go') ? '/usr/local/go/bin/go' : null);
  const { goModule, debian, archive } = tool;
  if (goModule !== undefined && go !== null) yield [`go install ${goModule}`, () => byGo(go, goModule, tool, toolsDir)];
  if (debian !== undefined && onPath(['apt-get']) !== null) {
    if (process.getuid?.() === 0) yield [`apt-get install ${debian.packages[0]}`, () => byApt(tool, debian.packages)];
    else yield [`apt-get download ${debian.packages[0]}`, () => byUnpacking(debian, tool, toolsDir)];
  }
  const file = archive?.files[`${process.platform}-${process.arch}`];
  if (archive !== undefined && file !== undefined) {
    yield [`download ${file.url}`, () => byArchive(file, archive.sumsUrl, tool, toolsDir)];
  }
}

async function byGo(go: string, module: string, tool: Tool, toolsDir: string): Promise<string | null> {
  const binDir = join(toolsDir, 'bin');
  mkdirSync(binDir, { recursive: true });
  await run(go, ['install', module], {
    env: { ...process.env, GOBIN: binDir, GOFLAGS: '-trimpath', CGO_ENABLED: '0' },
    timeout: GO_INSTALL_TIMEOUT_MS,
    maxBuffer: OUTPUT_MAX_BYTES,
  });
  return cached(tool, toolsDir);
}

async function byApt(tool: Tool, packages: readonly string[]): Promise<string | null> {
  const options = {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: APT_TIMEOUT_MS,
    maxBuffer: OUTPUT_MAX_BYTES,
  };
  const install = ['install', '-y', '--no-install-recommends', ...packages];
  try {
    await run('apt-get', install, options);
  } catch {
    // A fresh machine has no lists yet.
    await run('apt-get', ['update'], options);
    await run('apt-get', install, options);
  }
  return onPath(tool.names);
}

/** Without root: the package's files, unpacked beside us. Works for programs that need no other package. */
async function byUnpacking(debian: NonNullable<Tool['debian']>, tool: Tool, toolsDir: string): Promise<string | null> {
  const target = join(toolsDir, 'debian', tool.name);
  mkdirSync(join(toolsDir, 'debian'), { recursive: true });
  const work = mkdtempSync(`${target}.new-`);
  try {
    await run('apt-get', ['download', ...debian.packages], { cwd: work, timeout: APT_TIMEOUT_MS });
    const packages = readdirSync(work).filter((name) => name.endsWith('.deb'));
    for (const file of packages) await run('dpkg-deb', ['-x', join(work, file), join(work, 'root')]);
    rmSync(target, { recursive: true, force: true });
    renameSync(join(work, 'root'), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  const path = cached(tool, toolsDir);
  // A program whose libraries are missing is no program.
  if (path !== null) await run(path, ['--version'], { timeout: 10_000 });
  return path;
}

async function byArchive(
  file: { readonly url: string; readonly path: string },
  sumsUrl: string,
  tool: Tool,
  toolsDir: string,
): Promise<string | null> {
  const [sums, bytes] = await Promise.all([download(sumsUrl), download(file.url)]);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const name = file.url.slice(file.url.lastIndexOf('/') + 1);
  const listed = sums
    .toString('utf8')
    .split('\n')
    .some((line) => line.startsWith(sha256) && line.trim().endsWith(name));
  if (!listed) throw new Error(`the SHA-256 of ${name}, ${sha256}, is not in the release's list: not used`);
  const binDir = join(toolsDir, 'bin');
  mkdirSync(binDir, { recursive: true });
  const work = mkdtempSync(join(toolsDir, 'archive-'));
  try {
    writeFileSync(join(work, 'archive'), bytes);
    await run('tar', ['-xf', join(work, 'archive'), '-C', work]);
    renameSync(join(work, file.path), join(binDir, tool.names[0]));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return cached(tool, toolsDir);
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return Buffer.from(await response.arrayBuffer());
}

function cached(tool: Tool, toolsDir: string): string | null {
  const candidates = tool.names.map((name) => join(toolsDir, 'bin', name));
  if (tool.debian !== undefined) candidates.push(join(toolsDir, 'debian', tool.name, tool.debian.path));
  return candidates.find(isExecutable) ?? null;
}

export function onPath(names: readonly string[]): string | null {
  const dirs = (process.env.PATH ?? '').split(delimiter).filter((dir) => dir !== '');
  for (const name of names) for (const dir of dirs) if (isExecutable(join(dir, name))) return join(dir, name);
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

function firstLine(error: unknown): string {
  const said = (error as { stderr?: string }).stderr?.trim().split('\n').at(-1);
  return said === undefined || said === ''
    ? String(error instanceof Error ? error.message : error).split('\n')[0]
    : said;
}
