import { copyFileSync, existsSync, readdirSync, renameSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

export const LOG_MAX_BYTES = 16 * 1024 * 1024;
/** Beside the current file: `dispatch.log.1` is the newest. */
export const LOG_MAX_OLD_FILES = 3;
export const LOG_CHECK_INTERVAL_MS = 2_000;

export function logFileOf(logsDir: string, name: string): string {
  return join(logsDir, `${name}.log`);
}

/**
 * Keeps every log under its limit. A process writes to its file by itself (so that it outlives the launcher), always at
 * the end; the file is therefore copied and emptied, not renamed. A line written in that very moment may be lost.
 */
export function rotateLogs(logsDir: string, maxBytes = LOG_MAX_BYTES, maxOldFiles = LOG_MAX_OLD_FILES): void {
  if (!existsSync(logsDir)) return;
  for (const name of readdirSync(logsDir)) {
    const file = join(logsDir, name);
    if (name.endsWith('.log') && statSync(file).size > maxBytes) rotate(file, maxOldFiles);
  }
}

function rotate(file: string, maxOldFiles: number): void {
  for (let age = maxOldFiles - 1; age >= 1; age -= 1) {
    if (existsSync(`${file}.${age}`)) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
}
