/** The measure of a stream: pairs of calls that are rightly together, and calls merged into a wrong incident. */
export interface Score {
  readonly calls: number;
  readonly together: number;
  readonly wronglyTogether: number;
  readonly missed: number;
  readonly wrongMerges: number;
}

export interface GoldCall {
  readonly id: string;
  readonly incident: string;
}

export function scoreOf(gold: readonly GoldCall[], said: ReadonlyMap<string, string>): Score {
  let [together, wronglyTogether, missed] = [0, 0, 0];
  gold.forEach((a, i) => {
    for (const b of gold.slice(0, i)) {
      const isSame = a.incident === b.incident;
      const isSaid = said.get(a.id) === said.get(b.id);
      if (isSame && isSaid) together++;
      else if (isSaid) wronglyTogether++;
      else if (isSame) missed++;
    }
  });
  const members = new Map<string, string[]>();
  for (const { id, incident } of gold) {
    const answer = said.get(id) ?? `missing-${id}`;
    members.set(answer, [...(members.get(answer) ?? []), incident]);
  }
  let wrongMerges = 0;
  for (const incidents of members.values()) {
    const most = Math.max(...incidents.map((one) => incidents.filter((other) => other === one).length));
    wrongMerges += incidents.length - most;
  }
  return { calls: gold.length, together, wronglyTogether, missed, wrongMerges };
}

export const pooled = (scores: readonly Score[]): Score =>
  scores.reduce((a, b) => ({
    calls: a.calls + b.calls,
    together: a.together + b.together,
    wronglyTogether: a.wronglyTogether + b.wronglyTogether,
    missed: a.missed + b.missed,
    wrongMerges: a.wrongMerges + b.wrongMerges,
  }));

export const pairwiseF1 = ({ together, wronglyTogether, missed }: Score): number =>
  (2 * together) / Math.max(1, 2 * together + wronglyTogether + missed);
