import type { Clock } from '@muster/kernel/clock';
import { ok } from '@muster/kernel/result';
import { type EscalationLimits, escalate, escalationDue } from '../domain/escalation.ts';
import type { Desk } from './desk.ts';
import type { Fleet } from './fleet.ts';

/** Looks for sends that nobody has acknowledged, and takes each to the next means when its time has come. */
export class EscalationSweep {
  readonly #deps: { desk: Desk; fleet: Fleet; clock: Clock; limits: EscalationLimits };
  constructor(deps: { desk: Desk; fleet: Fleet; clock: Clock; limits: EscalationLimits }) {
    this.#deps = deps;
  }

  /** How many were escalated. */
  async sweep(): Promise<number> {
    const { desk, fleet, clock, limits } = this.#deps;
    await desk.settle();
    const nowMs = clock.nowMs();
    const due = [...desk.live.duties.values()].filter(
      (duty) => escalationDue(duty, nowMs, limits) > duty.view.escalation,
    );
    for (const { view, agency } of due) {
      await desk.run(async (session) => {
        const duty = await session.duty(view.unitId, agency);
        const changes = escalate(duty, nowMs, limits, fleet.callSign(view.unitId));
        if (changes.length > 1) await session.incident(duty.view.incidentId);
        return ok(changes);
      });
    }
    return due.length;
  }
}
