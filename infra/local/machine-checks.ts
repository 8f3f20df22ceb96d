import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statfsSync } from 'node:fs';
import { whyNotFree } from './free-ports.ts';
import { whyNatsNotAnswering } from './nats.ts';
import { whyNotAnswering } from './postgres.ts';
import { refuseStart } from './refuse-start.ts';

const FREE_DISK_MIN_BYTES = 1024 ** 3;
const LISTENING = '0A';

/** Each refuses with one sentence, before anything was started. */
export function checkDisk(dir: string, free = freeBytes(dir)): void {
  if (free >= FREE_DISK_MIN_BYTES) return;
  const freeMb = Math.floor(free / 1024 ** 2);
  refuseStart(
    'precondition',
    `磁盘空间不足:${dir} 只剩 ${freeMb} MB,至少需要 1024 MB。`,
    `The disk is nearly full: ${freeMb} MB are free at ${dir}, at least 1024 MB are needed.`,
  );
}

function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

export async function checkPublicPort(port: number, listen: string): Promise<void> {
  const why = await whyNotFree(port, listen);
  if (why === null) return;
  if (why === 'EADDRINUSE') {
    const holder = portHolder(port);
    refuseStart(
      'conflict',
      `端口 ${port} 已被占用${holder === '' ? '' : `(${holder})`}:请先停止它,或用 --port 另选端口。`,
      `Port ${port} is taken${holder === '' ? '' : ` by ${holder}`}: stop that, or choose another with --port.`,
    );
  }
  if (why === 'EACCES') {
    refuseStart(
      'forbidden',
      `没有权限使用端口 ${port}:请用 --port 选择 1024 以上的端口。`,
      `This user may not use port ${port}: choose one above 1023 with --port.`,
    );
  }
  refuseStart(
    'invalid',
    `不能监听 ${listen}(${why}):--listen 必须是本机的地址。`,
    `Cannot listen on ${listen} (${why}): --listen must be an address of this machine.`,
  );
}

export async function checkDatabaseUrl(url: string): Promise<void> {
  const address = readAddress('DATABASE_URL', url, /^postgres(ql)?:$/);
  const why = await whyNotAnswering(url);
  if (why === null) return;
  refuseStart(
    'unavailable',
    `DATABASE_URL 指定的数据库 ${address.host} 无法使用:${why}`,
    `The database at ${address.host}, named by DATABASE_URL, cannot be used: ${why}`,
  );
}

export async function checkNatsUrl(url: string): Promise<void> {
  const address = readAddress('NATS_URL', url, /^(nats|tls):$/);
  const why = await whyNatsNotAnswering(address.hostname, Number(address.port || 4222));
  if (why === null) return;
  refuseStart(
    'unavailable',
    `NATS_URL 指定的 NATS ${address.host} 无法连接:${why}`,
    `NATS at ${address.host}, named by NATS_URL, cannot be reached: ${why}`,
  );
}

function readAddress(name: string, url: string, protocol: RegExp): URL {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address !== null && protocol.test(address.protocol) && address.hostname !== '') return address;
  const example = name === 'NATS_URL' ? 'nats://user:password@host:4222' : 'postgres://user:password@host:5432/muster';
  return refuseStart(
    'invalid',
    `${name} 不是有效的地址,例如 ${example}`,
    `${name} is not an address such as ${example}`,
  );
}

/** Who listens on the port, `name (pid 123)`; empty when this user cannot see it. */
export function portHolder(port: number): string {
  try {
    if (process.platform === 'linux') return linuxPortHolder(port);
    const pid = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-t'], { encoding: 'utf8' }).split(
      '\n',
    )[0];
    const name = execFileSync('ps', ['-o', 'comm=', '-p', pid], { encoding: 'utf8' }).trim();
    return `${name} (pid ${pid})`;
  } catch {
    return '';
  }
}

function linuxPortHolder(port: number): string {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) =>
    readFileSync(table, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[1]?.endsWith(`:${hex}`) && fields[3] === LISTENING)
      .map((fields) => `socket:[${fields[9]}]`),
  );
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (openFiles(pid).some((target) => inodes.includes(target))) {
      return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()} (pid ${pid})`;
    }
  }
  return '';
}

function openFiles(pid: string): string[] {
  const orEmpty = <T>(read: () => T, empty: T): T => {
    try {
      return read();
    } catch {
      return empty; // closed or ended meanwhile, or another user's
    }
  };
  return orEmpty(() => readdirSync(`/proc/${pid}/fd`), [] as string[]).map((fd) =>
    orEmpty(() => readlinkSync(`/proc/${pid}/fd/${fd}`), ''),
  );
}
