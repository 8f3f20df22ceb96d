const LEVELS: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'WARN',
  50: 'ERROR',
  60: 'FATAL',
};
const HIDDEN = new Set(['level', 'time', 'msg', 'err', 'service', 'pid', 'hostname']);

/** A JSON log line as people read it: time, level, message, the rest as key=value. Other lines stay as they are. */
export function readableLine(line: string): string {
  if (!line.startsWith('{')) return line;
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const error = entry.err as { message?: string; stack?: string } | undefined;
  const rest = Object.entries(entry).filter(([key]) => !HIDDEN.has(key));
  return [
    String(entry.time ?? ''),
    LEVELS[Number(entry.level)] ?? String(entry.level ?? ''),
    String(entry.msg ?? ''),
    ...rest.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`),
    ...(error === undefined ? [] : [`\n${error.stack ?? error.message}`]),
  ]
    .filter((part) => part !== '')
    .join(' ');
}
