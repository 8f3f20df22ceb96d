/** Records of comma-separated values (RFC 4180), also with semicolons or tabs, quotes and line breaks within them. */
export interface CsvRecord {
  /** Of its first character in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

const DELIMITERS = [',', ';', '\t', '，'] as const;

/** The delimiter that the header has most of. */
export function delimiterOf(header: string): string {
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** Never throws: a quote that is never closed ends with the file. Empty lines are no records. */
export function* parseCsv(text: string, delimiter: string): Generator<CsvRecord> {
  let cells: string[] = [];
  let cell = '';
  let quoted = false;
  let line = 1;
  let startedAt = 1;
  const finish = (): CsvRecord => {
    const record = { line: startedAt, cells: [...cells, cell] };
    [cells, cell] = [[], ''];
    return record;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string;
    if (char === '\n') line++;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') cell += text[++i];
      else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === delimiter) {
      cells.push(cell);
      cell = '';
    } else if (char === '\n') {
      const record = finish();
      if (record.cells.some((value) => value.trim() !== '')) yield record;
      startedAt = line;
    } else if (char !== '\r') cell += char;
  }
  const last = finish();
  if (last.cells.some((value) => value.trim() !== '')) yield last;
}
