/** One fragment of speech that points to a type: what callers say when they mean it. */
export interface Saying {
  readonly type: string;
  readonly text: string;
}

/**
 * Reads lexicon/sayings/*.txt: "@ type", then a line `zh …` (separated by spaces) and a line `en …` (by |).
 *
 * @throws Error that names the line
 */
export function parseSayings(files: readonly string[]): Saying[] {
  const sayings: Saying[] = [];
  for (const file of files) {
    let type = '';
    for (const line of file.split('\n')) {
      if (line.trim() === '' || line.startsWith('#')) continue;
      const [, head, rest = ''] = /^(@|zh|en) (.+)$/.exec(line) ?? [];
      if (head === undefined || (head !== '@' && type === '')) throw new Error(`the sayings are wrong near "${line}"`);
      if (head === '@') type = rest.trim();
      else for (const text of rest.trim().split(head === 'zh' ? /\s+/ : /\s*\|\s*/)) sayings.push({ type, text });
    }
  }
  return sayings;
}
