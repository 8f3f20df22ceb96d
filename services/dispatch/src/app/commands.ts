import type { Recorded } from '@muster/contracts/envelope';
import { type DispatchEvent, dutyStream, incidentStream } from '@muster/contracts/events/dispatch';
import type { UnitFact } from '@muster/contracts/events/resource';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { Clock } from '@muster/kernel/clock';
import type { AlarmId, IncidentId, UnitId } from '@muster/kernel/ids';
import { ok, type Refusal, type Result, refuse } from '@muster/kernel/result';
import { type Changes, toIncident } from '../domain/changes.ts';
import { assign } from '../domain/decide-assign.ts';
import { atDesk, type DeskCommand } from '../domain/decide-desk.ts';
import { MAX_MERGES, merge } from '../domain/decide-merge.ts';
import { cancel, decline, standDown } from '../domain/decide-off.ts';
import { type OpenByHand, openByHand } from '../domain/decide-opening.ts';
import { ownIncidentOf, splitAlarm, splitIdFor } from '../domain/decide-split.ts';
import { setStatus } from '../domain/decide-status.ts';
import type { DutyState } from '../domain/duty.ts';
import { type IncidentState, unitsOn } from '../domain/incident.ts';
import { noIncident, noUnit } from '../domain/refusals.ts';
import type { Desk, Session } from './desk.ts';
import type { Fleet } from './fleet.ts';

type By = DeskCommand['by'];
type WithoutTime<T> = T extends unknown ? Omit<T, 'nowMs'> : never;

/** What humans and crews do: each loads what it needs, lets the domain decide, and appends all of it or nothing. */
export class Commands {
  readonly #desk: Desk;
  readonly #fleet: Fleet;
  readonly #clock: Clock;

  constructor(deps: { desk: Desk; fleet: Fleet; clock: Clock }) {
    this.#desk = deps.desk;
    this.#fleet = deps.fleet;
    this.#clock = deps.clock;
  }

  /** Gives the incident's id; the same id again opens nothing. */
  async open(command: Omit<OpenByHand, 'nowMs'>): Promise<Result<IncidentId>> {
    const full = { ...command, nowMs: this.#clock.nowMs() };
    const done = await this.#desk.run(async (session) => {
      const known = await session.incident(command.incidentId);
      const decided = openByHand(full, known);
      if (!decided.ok) return decided;
      return ok([toIncident(command.incidentId, decided.value)]);
    });
    return done.ok ? ok(command.incidentId) : done;
  }

  /** Place, type, agencies, notes, feedback, closing. Gives the incident's new version. */
  atDesk(incidentId: IncidentId, command: WithoutTime<DeskCommand>): Promise<Result<number>> {
    const full = { ...command, nowMs: this.#clock.nowMs() } as DeskCommand;
    return this.#onIncident(incidentId, async (_session, incident) => {
      const decided = atDesk(full, incident);
      return decided.ok ? ok([toIncident(incidentId, decided.value)]) : decided;
    });
  }

  async assign(
    incidentId: IncidentId,
    unitIds: readonly UnitId[],
    overrideReason: string,
    by: By,
  ): Promise<Result<{ version: number; sentAtMs: number }>> {
    const nowMs = this.#clock.nowMs();
    const incidentOf = (id: IncidentId): Incident | undefined => this.#desk.live.incidents.get(id)?.view;
    const done = await this.#onIncident(incidentId, async (session, incident) => {
      const units: { unit: UnitFact; duty: DutyState }[] = [];
      for (const unitId of unitIds) {
        const unit = this.#fleet.units.get(unitId);
        if (unit === undefined) return noUnit(unitId);
        units.push({ unit, duty: await session.duty(unitId, unit.agency) });
      }
      return assign({ by, nowMs, overrideReason, incidentOf }, incident, units);
    });
    return done.ok ? ok({ version: done.value, sentAtMs: nowMs }) : done;
  }

  /** Gives the unit's duty after it. */
  setStatus(unitId: UnitId, command: WithoutTime<Parameters<typeof setStatus>[0]>): Promise<Result<DutyState>> {
    const full = { ...command, nowMs: this.#clock.nowMs() };
    return this.#onUnit(unitId, (unit, duty, incident) => setStatus(full, unit, duty, incident));
  }

  decline(unitId: UnitId, reason: string, by: By): Promise<Result<DutyState>> {
    const command = { reason, by, nowMs: this.#clock.nowMs() };
    return this.#onUnit(unitId, (unit, duty, incident) => decline(command, unit, duty, incident));
  }

  standDown(unitId: UnitId, reason: string, by: By): Promise<Result<DutyState>> {
    const command = { reason, by, nowMs: this.#clock.nowMs() };
    return this.#onUnit(unitId, (unit, duty, incident) => standDown(command, unit, duty, incident));
  }

  cancel(incidentId: IncidentId, reason: string, by: By): Promise<Result<number>> {
    const command = { reason, by, nowMs: this.#clock.nowMs() };
    return this.#onIncident(incidentId, async (session, incident) => {
      const duties = await this.#dutiesOn(session, incident);
      const units = duties.map((duty) => ({ duty, callSign: this.#fleet.callSign(duty.view.unitId) }));
      return cancel(command, incident, units);
    });
  }

  merge(fromId: IncidentId, intoId: IncidentId, by: By): Promise<Result<number>> {
    const command = { by, nowMs: this.#clock.nowMs() };
    return this.#onIncident(fromId, async (session, from) => {
      const into = await session.incident(intoId);
      if (into === undefined) return noIncident(intoId);
      return merge(command, from, into, await this.#dutiesOn(session, from));
    });
  }

  /** Joins each by itself: what is refused is told, the others are joined all the same. */
  async mergeAll(
    incidentIds: readonly IncidentId[],
    intoId: IncidentId,
    by: By,
  ): Promise<Result<{ merged: IncidentId[]; refused: { incidentId: IncidentId; refusal: Refusal }[] }>> {
    const asked = [...new Set(incidentIds)];
    if (asked.length > MAX_MERGES) {
      const n = MAX_MERGES;
      return refuse('limit', `at most ${n} incidents are joined at once`, `一次最多并入 ${n} 起警情`);
    }
    const merged: IncidentId[] = [];
    const refused: { incidentId: IncidentId; refusal: Refusal }[] = [];
    for (const incidentId of asked) {
      const done = await this.merge(incidentId, intoId, by);
      if (done.ok) merged.push(incidentId);
      else refused.push({ incidentId, refusal: done.refusal });
    }
    return ok({ merged, refused });
  }

  /** Gives where the call is now. @param intoId empty: an incident of its own */
  async splitAlarm(fromId: IncidentId, alarmId: AlarmId, intoId: IncidentId, by: By): Promise<Result<IncidentId>> {
    const command = { alarmId, by, nowMs: this.#clock.nowMs() };
    let toId = intoId || ownIncidentOf(alarmId, fromId);
    const done = await this.#onIncident(fromId, async (session, from) => {
      let to = await session.incident(toId);
      if (intoId !== '' && to === undefined) return noIncident(intoId);
      // Its own incident may be over: then it gets a new one.
      if (intoId === '' && to !== undefined && (to.view.state === 'closed' || to.view.state === 'cancelled')) {
        toId = splitIdFor(alarmId);
        to = await session.incident(toId);
      }
      return splitAlarm(command, from, toId, to);
    });
    return done.ok ? ok(toId) : done;
  }

  async #dutiesOn(session: Session, incident: IncidentState): Promise<DutyState[]> {
    const duties: DutyState[] = [];
    for (const { unitId, agency } of unitsOn(incident.view)) {
      duties.push(await session.duty(unitId, agency as UnitFact['agency']));
    }
    return duties;
  }

  async #onIncident(
    incidentId: IncidentId,
    decide: (session: Session, incident: IncidentState) => Promise<Result<Changes>>,
  ): Promise<Result<number>> {
    let version = 0;
    const done = await this.#desk.run(async (session) => {
      const incident = await session.incident(incidentId);
      if (incident === undefined) return noIncident(incidentId);
      version = incident.view.version;
      return decide(session, incident);
    });
    return done.ok ? ok(lastVersion(done.value, incidentStream(incidentId), version)) : done;
  }

  async #onUnit(
    unitId: UnitId,
    decide: (unit: UnitFact, duty: DutyState, incident: IncidentState | null) => Result<Changes>,
  ): Promise<Result<DutyState>> {
    const unit = this.#fleet.units.get(unitId) ?? removedOnJob(this.#desk.live.duties.get(unitId));
    if (unit === undefined) return noUnit(unitId);
    let before: DutyState | undefined;
    const done = await this.#desk.run(async (session) => {
      const duty = await session.duty(unitId, unit.agency);
      before = duty;
      const { incidentId } = duty.view;
      const incident = incidentId === '' ? null : ((await session.incident(incidentId)) ?? null);
      return decide(unit, duty, incident);
    });
    return done.ok
      ? ok((this.#desk.live.get(dutyStream(unitId)) as DutyState | undefined) ?? (before as DutyState))
      : done;
  }
}

/** A unit that was taken out of the registry while on a job still goes on with that job and ends it. */
function removedOnJob(duty: DutyState | undefined): UnitFact | undefined {
  if (duty === undefined || duty.view.incidentId === '') return undefined;
  const { unitId } = duty.view;
  const unknown = { unitNo: 0, kind: '', stationId: '', capabilities: [], crew: 0 };
  return { ...unknown, unitId, agency: duty.agency, callSign: unitId, exclusive: true };
}

const lastVersion = (recorded: readonly Recorded<DispatchEvent>[], stream: string, otherwise: number): number =>
  recorded.reduce((last, event) => (event.stream === stream ? event.version : last), otherwise);
