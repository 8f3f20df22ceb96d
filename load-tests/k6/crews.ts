import type { UnitView } from '@muster/contracts/edge';
import type { Edge } from './edge.ts';
import { figures } from './figures.ts';
import { note } from './ledger.ts';
import type { LivePicture } from './live-picture.ts';
import { pause } from './plan.ts';

/** Compressed times of a crew, milliseconds: least and most. */
const ANSWER_MS = [200, 600] as const;
const TURNOUT_MS = [200, 600] as const;
const DRIVE_MS = [800, 2_500] as const;
const SCENE_MS = [1_500, 4_000] as const;
const HOME_MS = [1_000, 3_000] as const;
/** One job in so many is declined. */
const DECLINE_EVERY = 100;

/** The buttons from the job's coming to its end, each after a pause; `home` when no new job came on the way. */
const BUTTONS = {
  fire: { job: ['20', '21', '22', '25'], home: '10' },
  medical: { job: ['accepted', 'rolling', 'at-scene', 'no-transport'], home: 'at-base' },
  police: { job: ['accepted', 'rolling', 'at-scene', 'handling', 'reported'], home: '' },
} as const;
const PAUSES_MS: readonly (readonly [number, number])[] = [ANSWER_MS, TURNOUT_MS, DRIVE_MS, SCENE_MS, ANSWER_MS];

/** A gateway that speaks for many crews: each presses its buttons as its duty on the picture asks. */
export class Crews {
  readonly #picture: LivePicture;
  readonly #edge: Edge;
  readonly #jobs = new Map<string, string>();

  constructor(picture: LivePicture, edge: Edge, index: number, gateways: number) {
    this.#picture = picture;
    this.#edge = edge;
    picture.onUnit = (view) => {
      if (view.unit.unitNo % gateways === index) this.#look(view);
    };
  }

  #look({ unit, duty }: UnitView): void {
    if ((this.#jobs.get(unit.unitId) ?? '') === duty.incidentId) return;
    this.#jobs.set(unit.unitId, duty.incidentId);
    if (duty.incidentId === '') return;
    this.#work(unit, duty.incidentId).catch((error: unknown) =>
      note({ is: 'trouble', what: `crew: ${String(error)}` }),
    );
  }

  async #work({ unitId, agency }: UnitView['unit'], incidentId: string): Promise<void> {
    const buttons = BUTTONS[agency === 'fire' || agency === 'medical' ? agency : 'police'];
    const isOn = (): boolean => this.#jobs.get(unitId) === incidentId;
    if (Math.random() < 1 / DECLINE_EVERY) {
      await pause(...ANSWER_MS);
      await this.#edge.post(`/api/units/${unitId}/decline`, { reason: '车辆故障 / vehicle fault' }, 'decline');
      return;
    }
    for (const [i, status] of buttons.job.entries()) {
      await pause(...PAUSES_MS[i]);
      if (!isOn() || !(await this.#press(unitId, status))) return;
    }
    if (buttons.home === '') return;
    await pause(...HOME_MS);
    if (this.#picture.units.get(unitId)?.duty.incidentId === '') await this.#press(unitId, buttons.home);
  }

  async #press(unitId: string, status: string): Promise<boolean> {
    const nowMs = Date.now();
    const body = { status, deviceAtMs: nowMs, idempotencyKey: `${unitId}-${status}-${nowMs}`, source: 'button' };
    const answer = await this.#edge.post(`/api/units/${unitId}/status`, body, 'status');
    if (answer.ok) {
      figures.presses.add(1);
      figures.statusMs.add(answer.tookMs);
      return true;
    }
    figures.pressesRefused.add(1, { status });
    note({ is: 'trouble', what: `status ${status} of ${unitId}: ${answer.status} ${answer.message}` });
    return false;
  }
}
