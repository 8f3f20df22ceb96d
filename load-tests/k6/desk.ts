import type { AssignResponse, Incident, RecommendResponse } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { Answer, Edge } from './edge.ts';
import { figures } from './figures.ts';
import { note } from './ledger.ts';
import type { LivePicture } from './live-picture.ts';
import { callOfNumber, deskOf, type PlannedCall, pause } from './plan.ts';

/** Compressed times of people, milliseconds: least and most. */
const THINK_MS = [300, 1_000] as const;
const LOOK_AGAIN_MS = [200, 500] as const;
const FEEDBACK_MS = [200, 600] as const;
/** The first call's incident must be on the screen before its repeat can be joined. */
const JOIN_PATIENCE_MS = 8_000;
const OVER_PATIENCE_MS = 60_000;
const SEND_TRIES = 60;
const CLOSE_TRIES = 5;
/** Every third round of calls, its two dispatchers want the same units; so long one waits for the other. */
const RACE_EVERY_ROUNDS = 3;
const RACE_PATIENCE_MS = 2_500;
/** One send in so many is pressed twice at once. */
const TWICE_EVERY = 10;

interface Rival {
  readonly join: (other: string) => Promise<number>;
}

export interface DeskDeps {
  readonly picture: LivePicture;
  /** Two dispatchers of this seat. */
  readonly people: readonly [Edge, Edge];
  readonly index: number;
  readonly desks: number;
  readonly isIdle: () => boolean;
}

/** Takes every incident of its rounds from opening to closing, by what the picture shows and the public API allows. */
export class Desk {
  readonly #deps: DeskDeps;
  readonly #taken = new Set<string>();
  readonly #ofGroup = new Map<number, string>();
  readonly #rivals = new Map<number, Rival>();
  readonly #open = new Map<string, string>();

  constructor(deps: DeskDeps) {
    this.#deps = deps;
    deps.picture.onIncident = (incident) => this.#look(incident);
  }

  /** Incidents somebody is still busy with, and with what. */
  get open(): ReadonlyMap<string, string> {
    return this.#open;
  }

  #look(incident: Incident): void {
    const call = callOfNumber(incident.callerNumber);
    if (call === null || deskOf(call.group, this.#deps.desks) !== this.#deps.index) return;
    if (call.kind === 'new') this.#ofGroup.set(call.group, incident.incidentId);
    if (this.#taken.has(incident.incidentId)) return;
    this.#taken.add(incident.incidentId);
    this.#handle(incident, call)
      .catch((error: unknown) => note({ is: 'trouble', what: `desk: ${String(error)}` }))
      .finally(() => this.#open.delete(incident.incidentId));
  }

  async #handle(incident: Incident, call: PlannedCall): Promise<void> {
    const { incidentId } = incident;
    const [edge] = this.#deps.people;
    const alarmId = incident.alarmIds[0];
    this.#open.set(incidentId, 'recommendation');
    note({ is: 'seen', incidentId, alarmId, atMs: Date.now() });
    void edge.post(`/api/alarms/${alarmId}/answer`, {}, 'answer');
    const recommendation = await this.#recommend(incidentId);
    const sinceMs = this.#deps.picture.rangAtMs.get(alarmId) || incident.receivedAtMs;
    const metric = this.#deps.isIdle() ? figures.idleRecommendationMs : figures.recommendationMs;
    if (recommendation.ok) metric.add(Date.now() - sinceMs);
    await pause(...THINK_MS);
    if (call.kind === 'repeat') await this.#join(incidentId, call.group);
    else if (call.kind === 'no-unit') await this.#cancel(incidentId, '无需派警 / needs no unit');
    else await this.#serve(incidentId, call, recommendation);
  }

  async #recommend(incidentId: string): Promise<Answer<RecommendResponse>> {
    const path = `/api/incidents/${incidentId}/recommendation?limit=5`;
    const answer = await this.#deps.people[0].get<RecommendResponse>(path, 'recommendation');
    if (answer.ok) figures.recommendMs.add(answer.tookMs);
    return answer;
  }

  async #serve(incidentId: string, call: PlannedCall, first: Answer<RecommendResponse>): Promise<void> {
    let recommendation = first;
    for (let sends = 0; sends < SEND_TRIES; sends++) {
      this.#open.set(incidentId, 'send');
      const unitIds = proposed(recommendation);
      if (unitIds.length === 0) figures.nobodyFree.add(1);
      const isRacing = sends === 0 && isRace(call);
      const version =
        unitIds.length === 0
          ? 0
          : isRacing
            ? await this.#race(incidentId, call, unitIds)
            : await this.#send(incidentId, unitIds);
      if (version > 0 && (await this.#untilOver(incidentId, version))) return;
      await pause(...LOOK_AGAIN_MS);
      recommendation = await this.#recommend(incidentId);
    }
  }

  /** The incident's version with the units on it; 0 when the send was refused. */
  async #send(incidentId: string, unitIds: readonly string[]): Promise<number> {
    const isTwice = Math.random() < 1 / TWICE_EVERY;
    const [first, second] = this.#deps.people;
    const presses = isTwice
      ? [assign(first, incidentId, unitIds), assign(second, incidentId, unitIds)]
      : [assign(first, incidentId, unitIds)];
    const answers = await Promise.all(presses);
    const ok = answers.filter((answer) => answer.ok);
    if (ok.length > 0) this.#sent(incidentId, unitIds);
    else figures.assignRefused.add(1);
    if (ok.length > 0 && ok.length < answers.length) figures.doublePressesRefused.add(1);
    return ok[0]?.body.version ?? 0;
  }

  /** Two people send the same units to their two incidents in the same moment: one of them must lose. */
  async #race(incidentId: string, call: PlannedCall, unitIds: readonly string[]): Promise<number> {
    const round = Math.floor(call.group / 4);
    const rival = this.#rivals.get(round);
    if (rival !== undefined) {
      this.#rivals.delete(round);
      return rival.join(incidentId);
    }
    return new Promise((resolve, reject) => {
      const alone = setTimeout(() => {
        this.#rivals.delete(round);
        this.#send(incidentId, unitIds).then(resolve, reject);
      }, RACE_PATIENCE_MS);
      this.#rivals.set(round, {
        join: async (other) => {
          clearTimeout(alone);
          const [ours, theirs] = await this.#fight(incidentId, other, unitIds);
          resolve(ours);
          return theirs;
        },
      });
    });
  }

  async #fight(a: string, b: string, unitIds: readonly string[]): Promise<[number, number]> {
    const [first, second] = this.#deps.people;
    const [left, right] = await Promise.all([assign(first, a, unitIds), assign(second, b, unitIds)]);
    for (const [answer, incidentId] of [
      [left, a],
      [right, b],
    ] as const) {
      if (answer.ok) this.#sent(incidentId, unitIds);
      else figures.assignRefused.add(1);
    }
    const areExclusive = unitIds.every((unitId) => this.#deps.picture.units.get(unitId)?.unit.exclusive);
    if (areExclusive) {
      figures.races.add(1);
      if (left.ok && right.ok) figures.racesTwoWinners.add(1);
      if (!left.ok && !right.ok) figures.racesNoWinner.add(1);
    }
    return [left.ok ? left.body.version : 0, right.ok ? right.body.version : 0];
  }

  #sent(incidentId: string, unitIds: readonly string[]): void {
    figures.assignments.add(1);
    figures.unitsSent.add(unitIds.length);
    note({ is: 'assigned', incidentId, unitIds });
  }

  /** Until every unit has left; then feedback and closing. False when nobody arrived: somebody must be sent again. */
  async #untilOver(incidentId: string, sentVersion: number): Promise<boolean> {
    const { picture } = this.#deps;
    this.#open.set(incidentId, 'crews');
    const over = await picture.when(incidentId, OVER_PATIENCE_MS, ({ state, orders, version }) => {
      const sent = orders.filter((order) => order.firstSentAtMs > 0);
      // A picture from before the send knows nothing of its units.
      if (version < sentVersion) return false;
      return state !== 'open' || (sent.length > 0 && sent.every((order) => order.unitIds.length === 0));
    });
    if (over === null) {
      note({ is: 'trouble', what: `crews did not finish ${incidentId}` });
      return true;
    }
    if (over.state === 'open' && !over.orders.some((order) => order.firstOnSceneAtMs > 0)) return false;
    await this.#close(incidentId);
    return true;
  }

  async #close(incidentId: string): Promise<void> {
    const [edge] = this.#deps.people;
    const path = `/api/incidents/${incidentId}`;
    this.#open.set(incidentId, 'closing');
    let why = '';
    for (let tries = 0; tries < CLOSE_TRIES; tries++) {
      await pause(...FEEDBACK_MS);
      const incident = this.#deps.picture.incidents.get(incidentId);
      if (incident?.state !== 'open') return;
      for (const order of incident.orders.filter(({ feedback }) => feedback === '')) {
        const text = order.firstOnSceneAtMs > 0 ? '已处置 / dealt with' : '未派出 / not sent';
        await edge.post(`${path}/feedback`, { agency: order.agency, text }, 'feedback');
      }
      const closed = await edge.post(`${path}/close`, { reason: '处置完毕 / done' }, 'close');
      if (closed.ok) return figures.closed.add(1);
      why = closed.message;
    }
    note({ is: 'trouble', what: `${incidentId} could not be closed: ${why}` });
  }

  async #join(incidentId: string, group: number): Promise<void> {
    this.#open.set(incidentId, 'joining');
    const [edge] = this.#deps.people;
    const giveUpAt = Date.now() + JOIN_PATIENCE_MS;
    while (!this.#ofGroup.has(group) && Date.now() < giveUpAt) await pause(...LOOK_AGAIN_MS);
    const into = this.#ofGroup.get(group);
    if (into !== undefined) {
      const answer = await edge.post(`/api/incidents/${incidentId}/merge`, { into }, 'merge');
      if (answer.ok) {
        note({ is: 'merged', incidentId, into });
        return figures.merged.add(1);
      }
    }
    await this.#cancel(incidentId, '重复报警,原警情已结束 / told again, already over');
  }

  async #cancel(incidentId: string, reason: string): Promise<void> {
    this.#open.set(incidentId, 'cancelling');
    const answer = await this.#deps.people[0].post(`/api/incidents/${incidentId}/cancel`, { reason }, 'cancel');
    if (answer.ok) figures.cancelled.add(1);
    else note({ is: 'trouble', what: `cancel ${incidentId}: ${answer.status} ${answer.message}` });
  }
}

const isRace = ({ group }: PlannedCall): boolean => Math.floor(group / 4) % RACE_EVERY_ROUNDS === 0;

const proposed = ({ ok, body }: Answer<RecommendResponse>): string[] =>
  ok ? [...new Set(body.units.filter((unit) => unit.proposed).map((unit) => unit.unitId))] : [];

async function assign(edge: Edge, incidentId: string, unitIds: readonly string[]): Promise<Answer<AssignResponse>> {
  const answer = await edge.post<AssignResponse>(`/api/incidents/${incidentId}/assign`, { unitIds }, 'assign');
  if (answer.ok) figures.assignMs.add(answer.tookMs);
  else if (answer.code !== 'conflict' && answer.code !== 'precondition') {
    note({ is: 'trouble', what: `assign: ${answer.status} ${answer.code} ${answer.message}` });
  }
  return answer;
}
