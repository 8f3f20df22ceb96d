import type { SimilarFact } from '@muster/contracts/events/dispatch';
import type { IncidentId } from '@muster/kernel/ids';
import type { Component } from '@muster/kernel/lifecycle';
import { ok } from '@muster/kernel/result';
import { toIncident } from '../domain/changes.ts';
import type { IncidentState } from '../domain/incident.ts';
import type { ReportFact } from '../domain/reports.ts';
import { isNewsworthy } from '../domain/similar.ts';
import type { Desk } from './desk.ts';
import { isIncidentStream, type State } from './live-state.ts';

/** Compares calls with open incidents, in a thread of its own; whatever it is asked while it is away is lost. */
export interface Matcher {
  /** The calls of an open incident as they are now; null: it is over. */
  put(incidentId: IncidentId, reports: readonly ReportFact[] | null): void;
  /**
   * What each of these may be the same event as, best first; null while nobody can say. Only older incidents: where one
   * of these is the older, the answer holds the newer.
   */
  match(incidentIds: readonly IncidentId[]): Promise<ReadonlyMap<IncidentId, readonly SimilarFact[]> | null>;
  /** It has forgotten everything: tell it again. */
  onEmpty(tell: () => void): void;
}

/** Incidents looked at together: one question to the thread, one transaction. */
const BATCH = 50;
const GATHER_MS = 40;
/** After a failure, and while the thread is away. */
const RETRY_MS = 1_000;
/** Incidents that wait to be looked at; beyond it the oldest are let go: a proposal is the least that can be lost. */
export const MAX_WAITING = 2_000;
/** Proposals are for calls that have just come in: an incident with more calls has been looked at by a human. */
const MAX_CALLS = 2;
/** Transcripts kept to be compared; the words themselves are intake's. */
const MAX_HEARD = 5_000;
const MAX_HEARD_CHARS = 600;
/** At a start, open incidents without a proposal that are this young are looked at: a kill may have been quicker. */
const RECENT_MS = 60_000;

/**
 * Proposes joins: when what is known of a call changes, the incidents it may belong to are put on its incident with
 * how sure that is and why. Never on anybody's way: it works on what was committed, in batches, a moment later.
 */
export class Likeness implements Component {
  readonly #desk: Desk;
  readonly #matcher: Matcher;
  readonly #onError: (error: unknown) => void;
  /** What the matcher was told last. */
  readonly #told = new Map<IncidentId, readonly ReportFact[]>();
  /** The same as they stand in the state: most changes of an incident leave its calls as they are. */
  readonly #seen = new Map<IncidentId, readonly ReportFact[]>();
  readonly #incidentOf = new Map<string, IncidentId>();
  /** By call: what was said on the telephone, by segment. */
  readonly #heard = new Map<string, Map<number, string>>();
  readonly #waiting = new Set<IncidentId>();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #isRunning = false;
  #stopping = false;

  constructor(deps: { desk: Desk; matcher: Matcher; onError: (error: unknown) => void }) {
    this.#desk = deps.desk;
    this.#matcher = deps.matcher;
    this.#onError = deps.onError;
    this.#matcher.onEmpty(() => {
      for (const [incidentId, reports] of this.#told) this.#matcher.put(incidentId, reports);
    });
  }

  /** Everything that is open when the service starts. */
  start(nowMs: number): void {
    for (const state of this.#desk.live.incidents.values()) {
      if (state.view.state !== 'open') continue;
      this.#tell(state);
      const { similarIncidentIds, receivedAtMs, incidentId } = state.view;
      if (similarIncidentIds.length === 0 && nowMs - receivedAtMs < RECENT_MS) this.#ask(incidentId);
    }
  }

  /** After each commit. */
  changed = (stream: string, state: State): void => {
    if (!isIncidentStream(stream)) return;
    const incident = state as IncidentState;
    const { incidentId } = incident.view;
    if (incident.view.state !== 'open') {
      for (const { alarmId } of this.#told.get(incidentId) ?? []) {
        this.#heard.delete(alarmId);
        if (this.#incidentOf.get(alarmId) === incidentId) this.#incidentOf.delete(alarmId);
      }
      this.#seen.delete(incidentId);
      if (this.#told.delete(incidentId)) this.#matcher.put(incidentId, null);
      return;
    }
    const isNew = this.#tell(incident);
    if (isNew && (incident.reports?.length ?? 0) <= MAX_CALLS) this.#ask(incidentId);
  };

  /** The caller goes on speaking. */
  heard(alarmId: string, segment: number, text: string): void {
    const segments = this.#heard.get(alarmId) ?? new Map<number, string>();
    segments.set(segment, text);
    this.#heard.delete(alarmId);
    this.#heard.set(alarmId, segments);
    if (this.#heard.size > MAX_HEARD) this.#heard.delete(this.#heard.keys().next().value as string);
    const incidentId = this.#incidentOf.get(alarmId);
    const incident = incidentId === undefined ? undefined : this.#desk.live.incidents.get(incidentId);
    if (incident?.view.state !== 'open') return;
    this.#seen.delete(incident.view.incidentId);
    this.changed(`incident-${incident.view.incidentId}`, incident);
  }

  /** Resolves when nothing waits any more; for tests and the end. */
  async settled(): Promise<void> {
    while (this.#waiting.size > 0 || this.#isRunning) {
      await this.#running;
      if (this.#waiting.size > 0) await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    }
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** True when the matcher did not know this yet. */
  #tell({ view, reports = [] }: IncidentState): boolean {
    if (this.#seen.get(view.incidentId) === reports) return false;
    this.#seen.set(view.incidentId, reports);
    const known = this.#told.get(view.incidentId);
    const now = reports.map((report) => this.#withHeard(report));
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(now)) return false;
    this.#told.set(view.incidentId, now);
    for (const { alarmId } of now) this.#incidentOf.set(alarmId, view.incidentId);
    this.#matcher.put(view.incidentId, now);
    return true;
  }

  #withHeard(report: ReportFact): ReportFact {
    const segments = this.#heard.get(report.alarmId);
    if (segments === undefined) return report;
    const said = [...segments].sort(([a], [b]) => a - b).map(([, text]) => text);
    return { ...report, text: [report.text, ...said].filter(Boolean).join('\n').slice(0, MAX_HEARD_CHARS) };
  }

  #ask(incidentId: IncidentId): void {
    this.#waiting.delete(incidentId);
    this.#waiting.add(incidentId);
    if (this.#waiting.size > MAX_WAITING) this.#waiting.delete(this.#waiting.values().next().value as string);
    this.#runIn(GATHER_MS);
  }

  #runIn(ms: number): void {
    if (this.#timer !== undefined || this.#isRunning || this.#stopping) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#isRunning = true;
      this.#running = this.#next()
        .then(() => GATHER_MS)
        .catch((error: unknown) => {
          this.#onError(error);
          return RETRY_MS;
        })
        .then((waitMs) => {
          this.#isRunning = false;
          if (this.#waiting.size > 0) this.#runIn(waitMs);
        });
    }, ms);
  }

  async #next(): Promise<void> {
    const batch = [...this.#waiting].slice(0, BATCH);
    const found = await this.#matcher.match(batch);
    if (found === null) throw new Error('nobody compares calls at the moment');
    await this.#propose(found);
    for (const incidentId of batch) this.#waiting.delete(incidentId);
  }

  /** What a human took apart stays apart until a human joins it. */
  #areApart(incident: IncidentState, otherId: IncidentId): boolean {
    const other = this.#desk.live.incidents.get(otherId);
    return incident.apartFrom?.includes(otherId) || other?.apartFrom?.includes(incident.view.incidentId) || false;
  }

  async #propose(found: ReadonlyMap<IncidentId, readonly SimilarFact[]>): Promise<void> {
    await this.#desk.run(async (session) => {
      const changes = [];
      for (const [incidentId, all] of found) {
        const incident = await session.incident(incidentId);
        if (incident === undefined) continue;
        const matches = all.filter((match) => !this.#areApart(incident, match.incidentId));
        if (incident.view.state !== 'open' || !isNewsworthy(incident.view.similar, matches)) continue;
        const similar = matches.map((match) => match.incidentId);
        changes.push(toIncident(incidentId, [{ type: 'incident.similar-proposed', incidentId, similar, matches }]));
      }
      return ok(changes);
    });
  }
}
