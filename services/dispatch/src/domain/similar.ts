import type { SimilarFact } from '@muster/contracts/events/dispatch';

/** A proposal that is hardly likelier than not is still worth a look; below this it is noise. */
export const PROPOSE_FROM_P = 0.15;
export const MAX_SIMILAR = 5;
/** A proposal is made again when how sure it is has moved this much. */
const MOVED_P = 0.15;

/** Whether what is found now says something that the desk does not see yet. */
export function isNewsworthy(
  shown: readonly { readonly incidentId: string; readonly p: number }[],
  found: readonly SimilarFact[],
): boolean {
  if (shown.length !== found.length) return true;
  return found.some((match, i) => {
    const before = shown[i];
    return before?.incidentId !== match.incidentId || Math.abs(before.p - match.p) >= MOVED_P;
  });
}
