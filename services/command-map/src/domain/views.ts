import type { Change, Delta, Picture, Role } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Place } from '@muster/contracts/gen/muster/common/v1/common';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { DeltaLog } from './delta-log.ts';
import type { LivePicture } from './live-picture.ts';

/** Who may see what: the desks everything, leadership nothing that a caller said, a crew its own job. */
export type Audience = 'desk' | 'leadership' | `unit:${string}`;

const DESK: readonly Role[] = ['call-taker', 'dispatcher', 'supervisor', 'gateway'];

export function audienceOf(user: { readonly roles: readonly Role[]; readonly unitId: string }): Audience {
  if (user.roles.some((role) => DESK.includes(role))) return 'desk';
  return user.roles.includes('unit') ? `unit:${user.unitId}` : 'leadership';
}

/** The picture as one audience sees it, with its own sequence of deltas. */
export interface View {
  readonly log: DeltaLog;
  /** Next delta out of the picture's changes; null where none concerns this audience. */
  take(changes: readonly Change[]): Delta | null;
  snapshot(nowMs: number): Picture;
  /** Unit numbers whose positions this audience gets; null is all. */
  unitNos(): readonly number[] | null;
}

/** Why incidents are alike repeats the callers' words. */
export const withoutCaller = (incident: Incident): Incident =>
  incident.callerNumber === '' && incident.similar.length === 0
    ? incident
    : { ...incident, callerNumber: '', similar: [] };

/** Their text is a name of the map's own gazetteer; any other text may be what somebody said, wrote or typed. */
const NAMED_BY_MAP: ReadonlySet<string> = new Set(['gazetteer', 'classifier']);

const placeForLeadership = (place: Place | undefined): Place | undefined =>
  place === undefined || NAMED_BY_MAP.has(place.source) ? place : { ...place, text: '' };
const knownType = (type: string): string => (INCIDENT_TYPES.has(type) ? type : '');

/** No word that a caller said or that somebody wrote of one: type, place on the map, times and who is on it remain. */
export const forLeadership = (incident: Incident): Incident => ({
  ...incident,
  ...{ callerNumber: '', summary: '', classificationJson: '', similar: [] },
  ...{ reportedType: knownType(incident.reportedType), place: placeForLeadership(incident.place) },
  orders: incident.orders.map((order) => ({ ...order, feedback: '' })),
});

/** Allows instead of forbidding: a field added to alarms reaches leadership only when somebody adds it here. */
export const alarmForLeadership = (alarm: Alarm): Alarm => {
  const { alarmId, channel, line, place, incomplete, mode, version } = alarm;
  const { rangAtMs, receivedAtMs, answeredAtMs, closedAtMs, waitingSinceMs } = alarm;
  return {
    ...{ alarmId, channel, line, incomplete, mode, version },
    ...{ rangAtMs, receivedAtMs, answeredAtMs, closedAtMs, waitingSinceMs },
    place: placeForLeadership(place),
    ...{ callerNumber: '', callerName: '', text: '', lang: '', reportedType: knownType(alarm.reportedType) },
    ...{ deviceJson: '', warnings: [], legs: [], owner: undefined, answeredBy: undefined, flags: [], replies: [] },
    ...{ callBacks: [], pendingCallBacks: [], transfer: undefined, nextStep: undefined, segments: [] },
  };
};

function redacted(change: Change): Change {
  if (change.kind === 'incident') return { kind: 'incident', value: forLeadership(change.value) };
  if (change.kind === 'alarm') return { kind: 'alarm', value: alarmForLeadership(change.value) };
  return change;
}

/** The whole city. */
export class CityView implements View {
  readonly log: DeltaLog;
  readonly #picture: LivePicture;
  readonly #withCallers: boolean;

  constructor(picture: LivePicture, epoch: string, withCallers: boolean) {
    this.#picture = picture;
    this.log = new DeltaLog(epoch);
    this.#withCallers = withCallers;
  }

  take(changes: readonly Change[]): Delta | null {
    if (changes.length === 0) return null;
    return this.log.push(this.#withCallers ? changes : changes.map(redacted));
  }

  snapshot(nowMs: number): Picture {
    const whole = this.#picture.snapshot();
    const shown = this.#withCallers
      ? whole
      : { ...whole, incidents: whole.incidents.map(forLeadership), alarms: whole.alarms.map(alarmForLeadership) };
    return { epoch: this.log.epoch, sequence: this.log.sequence, serverNowMs: nowMs, ...shown };
  }

  unitNos(): null {
    return null;
  }
}

/** One crew: its unit, its jobs, and who else is on them. */
export class CrewView implements View {
  readonly log: DeltaLog;
  readonly #picture: LivePicture;
  readonly #unitId: string;
  #incidents: ReadonlySet<string>;
  #units: ReadonlySet<string>;

  constructor(picture: LivePicture, epoch: string, unitId: string) {
    this.#picture = picture;
    this.#unitId = unitId;
    this.log = new DeltaLog(epoch);
    ({ incidents: this.#incidents, units: this.#units } = this.#concerned());
  }

  take(changes: readonly Change[]): Delta | null {
    const now = this.#concerned();
    const mine = changes.flatMap((change) => this.#shown(change, now));
    for (const id of now.incidents) {
      const value = this.#picture.incidents.get(id);
      if (!this.#incidents.has(id) && value) mine.push({ kind: 'incident', value: withoutCaller(value) });
    }
    for (const id of this.#incidents) if (!now.incidents.has(id)) mine.push({ kind: 'incident-gone', id });
    for (const id of now.units) {
      const value = this.#picture.unitView(id);
      if (!this.#units.has(id) && value) mine.push({ kind: 'unit', value });
    }
    for (const id of this.#units) if (!now.units.has(id)) mine.push({ kind: 'unit-gone', id });
    this.#incidents = now.incidents;
    this.#units = now.units;
    return mine.length === 0 ? null : this.log.push(mine);
  }

  snapshot(nowMs: number): Picture {
    const { stations, hospitals } = this.#picture.snapshot();
    const incidents = [...this.#incidents].flatMap((id) => this.#picture.incidents.get(id) ?? []);
    return {
      epoch: this.log.epoch,
      sequence: this.log.sequence,
      serverNowMs: nowMs,
      incidents: incidents.map(withoutCaller),
      units: [...this.#units].flatMap((id) => this.#picture.unitView(id) ?? []),
      stations,
      hospitals,
      alarms: [],
    };
  }

  unitNos(): readonly number[] {
    return [...this.#units].flatMap((id) => this.#picture.units.get(id)?.unitNo ?? []);
  }

  #shown(change: Change, now: { incidents: ReadonlySet<string>; units: ReadonlySet<string> }): Change[] {
    switch (change.kind) {
      case 'incident':
        return now.incidents.has(change.value.incidentId)
          ? [{ kind: 'incident', value: withoutCaller(change.value) }]
          : [];
      case 'unit':
        return now.units.has(change.value.unit.unitId) ? [change] : [];
      case 'station':
      case 'hospital':
        return [change];
      default:
        return [];
    }
  }

  #concerned(): { incidents: Set<string>; units: Set<string> } {
    const duty = this.#picture.duties.get(this.#unitId);
    const jobs = duty === undefined ? [] : [duty.incidentId, ...duty.stackedIncidentIds];
    const incidents = new Set(jobs.filter((id) => this.#picture.incidents.has(id)));
    const units = new Set([this.#unitId].filter((id) => this.#picture.units.has(id)));
    for (const id of incidents) {
      for (const order of this.#picture.incidents.get(id)?.orders ?? []) {
        for (const unitId of order.unitIds) if (this.#picture.units.has(unitId)) units.add(unitId);
      }
    }
    return { incidents, units };
  }
}
