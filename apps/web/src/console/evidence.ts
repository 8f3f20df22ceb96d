export interface TextPart {
  readonly text: string;
  /** Why it counts; null is plain text. */
  readonly says: string | null;
}

/**
 * Cuts a text at the classifier's evidence. Offsets are code points, end exclusive; ranges outside the text or inside
 * an earlier range are left out, so that the text always reads in full and once.
 */
export function markEvidence(
  text: string,
  evidence: readonly { readonly start: number; readonly end: number; readonly says: string }[],
): TextPart[] {
  const points = Array.from(text);
  const parts: TextPart[] = [];
  let at = 0;
  const plain = (end: number) => {
    if (end > at) parts.push({ text: points.slice(at, end).join(''), says: null });
  };
  for (const { start, end, says } of [...evidence].sort((a, b) => a.start - b.start)) {
    if (start < at || end > points.length || end <= start) continue;
    plain(start);
    parts.push({ text: points.slice(start, end).join(''), says });
    at = end;
  }
  plain(points.length);
  return parts;
}
