import type { GazetteerKind } from '../pack/format.ts';
import type { Candidate, SearchOptions } from './gazetteer.ts';

/** Among equal scores, what callers mean more often comes first. */
const KIND_BONUS: Readonly<Partial<Record<GazetteerKind, number>>> = {
  street: 0.012,
  hospital: 0.01,
  metro: 0.01,
  school: 0.008,
  compound: 0.008,
  mall: 0.008,
  station: 0.006,
  district: 0.006,
  building: -0.004,
  poi: -0.002,
};
const NEAR_BONUS = 0.04;
const NEAR_SCALE_M = 800;

/** Keeps the best answer for each place and puts them in order. */
export class CandidateList {
  readonly #byKey = new Map<string, Candidate & { rank: number }>();
  readonly #near: SearchOptions['near'];

  constructor(near: SearchOptions['near']) {
    this.#near = near;
  }

  add(candidate: Candidate): void {
    const key = `${candidate.entry.id}\n${candidate.name}`;
    const known = this.#byKey.get(key);
    if (known !== undefined && known.score >= candidate.score) return;
    this.#byKey.set(key, { ...candidate, rank: this.#rank(candidate) });
  }

  #rank({ score, kind, lon, lat }: Candidate): number {
    const bonus = KIND_BONUS[kind] ?? 0;
    if (this.#near === undefined) return score + bonus;
    const dx = (lon - this.#near.lon) * Math.cos((lat * Math.PI) / 180);
    const apartM = Math.hypot(dx, lat - this.#near.lat) * 111_195;
    return score + bonus + NEAR_BONUS * Math.exp(-apartM / Math.max(NEAR_SCALE_M, this.#near.accuracyM ?? 0));
  }

  best(limit: number): Candidate[] {
    return [...this.#byKey.values()]
      .sort((a, b) => b.rank - a.rank || (a.entry.id < b.entry.id ? -1 : 1))
      .slice(0, limit)
      .map(({ rank: _rank, ...candidate }) => candidate);
  }
}
