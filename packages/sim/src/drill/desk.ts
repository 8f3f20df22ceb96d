import type { Gazetteer } from '@muster/city/gazetteer/gazetteer';
import type { GazetteerEntry } from '@muster/city/pack/format';
import type { PlaceHit } from '@muster/contracts/edge';
import type { Incident, RecommendedUnit, RecommendResponse } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { must } from '@muster/kernel/assert';
import type { Random } from '@muster/kernel/random';
import { type DrillCall, leadOf } from './calls.ts';
import type { Line } from './drill-phones.ts';
import { type EdgeClient, EdgeRefused } from './edge-client.ts';
import type { LivePicture } from './live-picture.ts';
import type { CallRecord } from './record.ts';
import { type DrillClock, MEANS_S, sleep } from './timing.ts';

/** A place hit below this is not read back to the caller. */
const SURE_SCORE = 0.85;
const LOOK_AGAIN_MS = 400;
/** Real time a desk waits for something the system must do by itself. */
const SYSTEM_PATIENCE_MS = 60_000;
/** Real time without the classifier before a human decides the type alone. */
const CLASSIFIER_PATIENCE_MS = 3_000;
const ALTERNATIVES = 12;

export interface DeskDeps {
  readonly edge: EdgeClient;
  readonly picture: LivePicture;
  readonly clock: DrillClock;
  readonly gazetteer: Gazetteer;
  readonly random: Random;
  readonly signal: AbortSignal;
  /** Units that belong to a human: never sent by a simulated dispatcher. */
  readonly reserved: ReadonlySet<string>;
}

/** A call-taker and a dispatcher in one: takes one call from its first ring to its closing. */
export class Desk {
  readonly #deps: DeskDeps;
  constructor(deps: DeskDeps) {
    this.#deps = deps;
  }

  /** @param line where it rings; null for what came with its words */
  async handle(call: DrillCall, alarmId: string, record: CallRecord, line: Line | null): Promise<void> {
    const { edge, clock } = this.#deps;
    if (line === null) {
      await clock.about(MEANS_S.answer);
      await edge.post(`/api/alarms/${alarmId}/answer`, {});
    } else {
      await line.answered();
      const said = { segment: 0, text: call.text, speaker: 'caller', final: true };
      await edge.post(`/api/alarms/${alarmId}/transcript`, said);
    }
    const incidentId = await this.#incidentOf(alarmId);
    record.incidentId = incidentId;
    const path = `/api/incidents/${incidentId}`;
    record.proposedType = await this.#classifiedType(incidentId);
    const type = call.type || record.proposedType;
    if (type !== '' && type !== record.proposedType) await edge.post(`${path}/type`, { type });
    record.needsUnit = type === '' || leadOf(type) !== null;
    if (!record.needsUnit) {
      await this.#refusedMeansDone(edge.post(`${path}/cancel`, { reason: '无需派警 / needs no unit' }));
      return;
    }
    await clock.about(MEANS_S.placeConfirmed);
    await edge.post(`${path}/place`, { place: await this.#placeOf(call, record) });
    await clock.about(MEANS_S.decide);
    await this.#send(incidentId, call, record);
    line?.hangUp();
    await this.#untilOver(incidentId, record);
  }

  async #incidentOf(alarmId: string): Promise<string> {
    const found = await this.#until(SYSTEM_PATIENCE_MS, () =>
      [...this.#deps.picture.incidents.values()].find((incident) => incident.alarmIds.includes(alarmId)),
    );
    return must(found, `an incident for alarm ${alarmId}`).incidentId;
  }

  /** What the system says the call is about; '' when it does not say in time. */
  async #classifiedType(incidentId: string): Promise<string> {
    const classified = await this.#until(CLASSIFIER_PATIENCE_MS, () => {
      const incident = this.#deps.picture.incidents.get(incidentId);
      return incident?.classificationJson ? incident : undefined;
    });
    return classified ? (JSON.parse(classified.classificationJson) as { type: string }).type : '';
  }

  /** The caller's words looked up in the city; where they are absent or not of this city, a place drawn from it. */
  async #placeOf(call: DrillCall, record: CallRecord) {
    const confirmed = { confirmed: true, accuracyM: 20 };
    if (call.lon !== null && call.lat !== null) {
      return { lon: call.lon, lat: call.lat, text: call.placeText, source: 'caller', ...confirmed };
    }
    if (call.placeText !== '') {
      const query = `/api/places?q=${encodeURIComponent(call.placeText)}&limit=1`;
      const { places } = await this.#deps.edge.get<{ places: PlaceHit[] }>(query);
      const hit = places[0];
      if (hit && hit.score >= SURE_SCORE) {
        return { lon: hit.lon, lat: hit.lat, text: call.placeText, source: 'gazetteer', ...confirmed };
      }
    }
    record.placeDrawn = true;
    const entry: GazetteerEntry = must(this.#deps.gazetteer.samplePlace(this.#deps.random), 'a place in the city');
    return { lon: entry.lon, lat: entry.lat, text: entry.names.zh || entry.names.en, source: 'drill', ...confirmed };
  }

  /** Takes what is recommended, again and again until somebody could be sent. */
  async #send(incidentId: string, call: DrillCall, record: CallRecord): Promise<void> {
    const { edge, signal } = this.#deps;
    for (const { agency } of call.demand) {
      await this.#refusedMeansDone(edge.post(`/api/incidents/${incidentId}/agencies`, { agency }));
    }
    while (!signal.aborted) {
      const answer = await edge.get<RecommendResponse>(
        `/api/incidents/${incidentId}/recommendation?limit=${ALTERNATIVES}`,
      );
      const units = answer.units.filter((unit) => !this.#deps.reserved.has(unit.unitId));
      const chosen = call.demand.length > 0 ? byDemand(units, call) : proposed(units);
      if (chosen.length > 0) {
        record.recommended = true;
        if (await this.#assign(incidentId, chosen, record)) return;
      } else {
        record.waitedForUnits = true;
      }
      if (this.#isSent(incidentId)) return;
      await sleep(LOOK_AGAIN_MS, signal);
    }
  }

  async #assign(incidentId: string, unitIds: readonly string[], record: CallRecord): Promise<boolean> {
    try {
      await this.#deps.edge.post(`/api/incidents/${incidentId}/assign`, { unitIds });
      return true;
    } catch (error) {
      if (!(error instanceof EdgeRefused)) throw error;
      // Another dispatcher was first, or a crew went off: the next recommendation knows.
      record.refusals.push(error.refusal.message);
      return false;
    }
  }

  /** Feedback for each agency when its crews are done, then the closing. */
  async #untilOver(incidentId: string, record: CallRecord): Promise<void> {
    const { edge, clock, picture, signal } = this.#deps;
    const path = `/api/incidents/${incidentId}`;
    while (!signal.aborted) {
      const incident = picture.incidents.get(incidentId);
      if (incident === undefined || incident.state !== 'open') return;
      const sent = incident.orders.filter((order) => order.firstSentAtMs > 0);
      const done = sent.every((order) => order.unitIds.length === 0);
      record.arrived ||= sent.some((order) => order.firstOnSceneAtMs > 0);
      if (done && !record.arrived && sent.length > 0) await this.#sendAgain(incident, record);
      if (done && record.arrived) {
        await clock.about(MEANS_S.feedback);
        for (const order of incident.orders.filter((o) => o.state === 'open')) {
          const text = order.firstOnSceneAtMs > 0 ? '已处置 / dealt with' : '未派出 / not sent';
          await this.#refusedMeansDone(edge.post(`${path}/feedback`, { agency: order.agency, text }));
        }
        await this.#refusedMeansDone(edge.post(`${path}/close`, { reason: '处置完毕 / done' }));
        record.closed = true;
        return;
      }
      await sleep(LOOK_AGAIN_MS, signal);
    }
  }

  /** Everyone sent declined or was taken off before anyone arrived. */
  async #sendAgain(incident: Incident, record: CallRecord): Promise<void> {
    const answer = await this.#deps.edge.get<RecommendResponse>(
      `/api/incidents/${incident.incidentId}/recommendation?limit=${ALTERNATIVES}`,
    );
    const units = proposed(answer.units.filter((unit) => !this.#deps.reserved.has(unit.unitId)));
    if (units.length > 0) await this.#assign(incident.incidentId, units, record);
  }

  #isSent(incidentId: string): boolean {
    const orders = this.#deps.picture.incidents.get(incidentId)?.orders ?? [];
    return orders.some((order) => order.unitIds.length > 0);
  }

  /** "Already so" after a repeated request is what was wanted. */
  async #refusedMeansDone(request: Promise<unknown>): Promise<void> {
    await request.catch((error: unknown) => {
      if (!(error instanceof EdgeRefused)) throw error;
    });
  }

  async #until<T>(patienceMs: number, look: () => T | undefined): Promise<T | undefined> {
    const giveUpAt = Date.now() + patienceMs;
    while (!this.#deps.signal.aborted && Date.now() < giveUpAt) {
      const found = look();
      if (found !== undefined) return found;
      await sleep(50, this.#deps.signal);
    }
    return undefined;
  }
}

const proposed = (units: readonly RecommendedUnit[]): string[] => [
  ...new Set(units.filter((unit) => unit.proposed).map((unit) => unit.unitId)),
];

/** As many units of each capability as the log sent, as far as they are there: nearest first. */
function byDemand(units: readonly RecommendedUnit[], call: DrillCall): string[] {
  const chosen = new Set<string>();
  for (const { agency, capability, count } of call.demand) {
    const fitting = units.filter((unit) => unit.agency === agency && !chosen.has(unit.unitId));
    const exact = fitting.filter((unit) => unit.capability === capability);
    for (const unit of (exact.length > 0 ? exact : fitting).slice(0, count)) chosen.add(unit.unitId);
  }
  return [...chosen];
}
