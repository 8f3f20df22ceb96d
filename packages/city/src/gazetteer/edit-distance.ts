const LONGEST = 96;
let before = new Uint8Array(LONGEST + 1);
let previous = new Uint8Array(LONGEST + 1);
let current = new Uint8Array(LONGEST + 1);

/**
 * Insertions, deletions, substitutions and swaps of neighbours that make `a` into `b` (optimal string alignment);
 * `max + 1` where it takes more than `max`. Longer strings than 96 are compared by their first 96 letters.
 */
export function editDistance(a: string, b: string, max: number): number {
  const m = Math.min(a.length, LONGEST);
  const n = Math.min(b.length, LONGEST);
  if (Math.abs(m - n) > max) return max + 1;
  for (let j = 0; j <= n; j++) previous[j] = j;
  for (let i = 1; i <= m; i++) {
    const letter = a.charCodeAt(i - 1);
    // Only a band around the diagonal can stay within `max`.
    const from = Math.max(1, i - max);
    const to = Math.min(n, i + max);
    current.fill(max + 1, 0, n + 1);
    if (i <= max) current[0] = i;
    let least = max + 1;
    for (let j = from; j <= to; j++) {
      const other = b.charCodeAt(j - 1);
      let cost = previous[j - 1] + (letter === other ? 0 : 1);
      if (previous[j] + 1 < cost) cost = previous[j] + 1;
      if (current[j - 1] + 1 < cost) cost = current[j - 1] + 1;
      if (i > 1 && j > 1 && letter === b.charCodeAt(j - 2) && a.charCodeAt(i - 2) === other) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      current[j] = cost;
      if (cost < least) least = cost;
    }
    if (least > max) return max + 1;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(previous[n], max + 1);
}
