import type { Delta, Picture } from '@muster/contracts/edge';
import type { LivePicture } from '../domain/live-picture.ts';
import { type Audience, CityView, CrewView, type View } from '../domain/views.ts';

export const VIEW_LIMITS = {
  /** A crew's view is kept this long after its last screen left: a phone comes back to its deltas. */
  idleMs: 120_000,
  crews: 20_000,
} as const;

/** One view for each audience that has somebody in it; each tick gives each view its next delta. */
export class LiveViews {
  readonly #picture: LivePicture;
  readonly #epoch: string;
  readonly #views = new Map<Audience, View>();
  readonly #usedAtMs = new Map<Audience, number>();
  #crewCount = 0;
  #cached: { sequence: number; picture: Picture; json: string } | null = null;

  constructor(picture: LivePicture, epoch: string) {
    this.#picture = picture;
    this.#epoch = epoch;
    this.#views.set('desk', new CityView(picture, epoch, true));
    // Its own epoch: somebody who changes roles must not go on with the other audience's numbers.
    this.#views.set('leadership', new CityView(picture, `${epoch}-l`, false));
  }

  of(audience: Audience, nowMs: number): View {
    this.#usedAtMs.set(audience, nowMs);
    const known = this.#views.get(audience);
    if (known !== undefined) return known;
    const view = new CrewView(this.#picture, `${this.#epoch}-u${++this.#crewCount}`, audience.slice('unit:'.length));
    this.#views.set(audience, view);
    return view;
  }

  /** The deltas of this tick. `inUse` tells which audiences have a screen now. */
  tick(nowMs: number, inUse: (audience: Audience) => boolean): { audience: Audience; delta: Delta }[] {
    const changes = this.#picture.takeChanges();
    const deltas: { audience: Audience; delta: Delta }[] = [];
    for (const [audience, view] of this.#views) {
      const delta = view.take(changes);
      if (delta !== null) deltas.push({ audience, delta });
      if (!audience.startsWith('unit:')) continue;
      if (inUse(audience)) this.#usedAtMs.set(audience, nowMs);
      else if (nowMs - (this.#usedAtMs.get(audience) ?? 0) > VIEW_LIMITS.idleMs || this.#views.size > VIEW_LIMITS.crews)
        this.#drop(audience);
    }
    return deltas;
  }

  /** The desks' picture as JSON, made once for each sequence number. */
  deskJson(nowMs: number): { json: string; sequence: number } {
    const view = this.of('desk', nowMs);
    if (this.#cached?.sequence !== view.log.sequence) {
      const picture = view.snapshot(nowMs);
      this.#cached = { sequence: picture.sequence, picture, json: JSON.stringify(picture) };
    }
    return this.#cached;
  }

  #drop(audience: Audience): void {
    this.#views.delete(audience);
    this.#usedAtMs.delete(audience);
  }
}
