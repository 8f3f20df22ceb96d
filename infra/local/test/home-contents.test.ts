import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { emptyHome, isHome } from '../home-contents.ts';

let homeDir: string;
beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), 'muster-home-'));
});
afterEach(() => rmSync(homeDir, { recursive: true, force: true }));

function put(...path: string[]): string {
  const file = join(homeDir, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '{}');
  return file;
}

test('a directory with somebody’s logs is no home', () => {
  put('logs', 'theirs.log');
  expect(isHome(homeDir)).toBe(false);
  put('secrets.json');
  expect(isHome(homeDir)).toBe(true);
});

test('emptied: data, logs and secrets are gone, drills’ too; programs, cities and what is not ours stay', () => {
  const ours = [
    put('secrets.json'),
    put('logs', 'dispatch.log'),
    put('nats', 'drill', 'nats.conf'),
    put('postgres', 'data', 'PG_VERSION'),
    put('tls', 'key.pem'),
    put('drills', 'demo', 'secrets.json'),
    put('load', 'steady', 'secrets.json'),
  ];
  const kept = [put('tools', 'bin', 'nats-server'), put('city', 'demo', 'meta.json'), put('thesis.txt')];
  emptyHome(homeDir);
  expect(ours.filter((file) => existsSync(file))).toEqual([]);
  expect(kept.filter((file) => !existsSync(file))).toEqual([]);
  expect(isHome(homeDir)).toBe(false);
});
