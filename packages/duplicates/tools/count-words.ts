/**
 * Makes data/common-words.txt: in how many of 10,000 calls a pair of hanzi or an English word stands, from the
 * classifier's corpus. Run it by hand: `node packages/duplicates/tools/count-words.ts`.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { flatten, tokensOf } from '../src/tokens.ts';

const corpus = fileURLToPath(new URL('../../../services/call-classification/corpus/', import.meta.url));
const MIN_COUNT = 4;

/** Words that are written small somewhere: no names by themselves. */
function ordinaryWords(into: string[]): void {
  const words = new Set<string>();
  for (const file of readdirSync(`${corpus}en`).sort()) {
    for (const line of readFileSync(`${corpus}en/${file}`, 'utf8').split('\n').filter(Boolean)) {
      const { text } = JSON.parse(line) as { text: string };
      // A call without capitals tells nothing of names.
      if (!/[A-Z]/.test(text)) continue;
      for (const [word] of text.matchAll(/(?<![A-Za-z'’-])[a-z]{3,}(?![A-Za-z])/g)) words.add(word);
    }
  }
  for (const word of [...words].sort()) into.push(`~${word} 0`);
}

const lines: string[] = [];
for (const lang of ['zh', 'en']) {
  const counts = new Map<string, number>();
  let calls = 0;
  for (const file of readdirSync(corpus + lang).sort()) {
    for (const line of readFileSync(`${corpus}${lang}/${file}`, 'utf8').split('\n').filter(Boolean)) {
      const { text } = JSON.parse(line) as { text: string };
      calls++;
      // Written out too: 'sam' is the stem of 'same' and the name of a shop.
      const written = [...flatten(text).matchAll(/[a-z]{3,}/g)].map(([word]) => `=${word}`);
      for (const token of new Set([...tokensOf(text), ...written])) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  if (lang === 'en') ordinaryWords(lines);
  const kept = [...counts].filter(([token, n]) => n >= MIN_COUNT && /^[=a-z]/.test(token) === (lang === 'en'));
  kept.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  for (const [token, n] of kept) lines.push(`${token} ${Math.round((n / calls) * 10_000)}`);
}
writeFileSync(fileURLToPath(new URL('../data/common-words.txt', import.meta.url)), `${lines.join('\n')}\n`);
