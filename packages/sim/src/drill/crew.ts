import { randomUUID } from 'node:crypto';
import type { UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { statusAgency } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import { type EdgeClient, EdgeRefused } from './edge-client.ts';
import type { LivePicture } from './live-picture.ts';
import { type DrillClock, MEANS_S, sleep } from './timing.ts';
import type { Vehicle } from './vehicle.ts';

/** The buttons a crew of each agency presses on its way. */
const BUTTONS = {
  fire: { answer: '20', rolling: '21', atScene: ['22'], free: '25', home: '10' },
  medical: { answer: 'accepted', rolling: 'rolling', atScene: ['at-scene'], free: '', home: 'at-base' },
  police: { answer: 'accepted', rolling: 'rolling', atScene: ['at-scene', 'handling'], free: 'reported', home: '' },
} as const;

interface Job {
  readonly incidentId: string;
  readonly stop: AbortController;
  /** The last button is being pressed: that the job now leaves the unit is its own doing. */
  finishing: boolean;
}

/** Real time in which a change at the desk has reached the crew's screen. */
const SCREEN_LAG_MS = 1_000;
/** Seconds a crew waits, real time, for the incident of a job to be on its screen. */
const JOB_PATIENCE_S = 20;

export interface CrewDeps {
  readonly edge: EdgeClient;
  readonly picture: LivePicture;
  readonly clock: DrillClock;
  readonly vehicle: Vehicle;
  /** Where the vehicle stands when it is free. */
  readonly home: readonly [number, number];
}

/**
 * The people of one unit: they answer the job, roll, drive, work, bring the patient to hospital, and go home, with the
 * buttons and the positions a real crew would send. A job taken from them ends what they were doing.
 */
export class Crew {
  readonly unitId: string;
  readonly #agency: Agency;
  readonly #deps: CrewDeps;
  #job: Job | undefined;

  constructor(unit: UnitView['unit'], deps: CrewDeps) {
    this.unitId = unit.unitId;
    this.#agency = unit.agency as Agency;
    this.#deps = deps;
  }

  /** Looks at the unit's duty; called whenever it changed. */
  look({ duty }: UnitView): void {
    if (this.#job?.incidentId === duty.incidentId) return;
    if (this.#job?.finishing === false) this.#job.stop.abort();
    this.#job = undefined;
    if (duty.incidentId === '') return;
    const job: Job = { incidentId: duty.incidentId, stop: new AbortController(), finishing: false };
    this.#job = job;
    void this.#work(job, duty.canonical).catch((error: unknown) => {
      if (!job.stop.signal.aborted) this.onProblem(`${this.unitId}: ${(error as Error).message}`);
    });
  }

  onProblem: (what: string) => void = () => {};

  stop(): void {
    this.#job?.stop.abort();
  }

  async #work(job: Job, canonical: string): Promise<void> {
    const { signal } = job.stop;
    const { clock, vehicle } = this.#deps;
    const buttons = BUTTONS[statusAgency(this.#agency) as keyof typeof BUTTONS];
    const incident = await this.#incident(job.incidentId, signal);
    if (incident?.place === undefined) return;
    if (canonical === 'dispatched') {
      await clock.about(MEANS_S.acknowledge, signal);
      await this.#press(buttons.answer, signal);
      await clock.about(MEANS_S.turnout, signal);
    }
    await this.#press(buttons.rolling, signal);
    await vehicle.drive([incident.place.lon, incident.place.lat], incident.priority <= 2, signal);
    for (const button of buttons.atScene) await this.#press(button, signal);
    await clock.about(MEANS_S.scene[this.#agency], signal);
    const last = statusAgency(this.#agency) === 'medical' ? await this.#careForPatient(incident, signal) : buttons.free;
    if (signal.aborted) return;
    job.finishing = true;
    await this.#press(last, signal);
    if (!signal.aborted) await this.#goHome(buttons.home);
  }

  /** The unit is free on its way home; a new job turns it round. */
  async #goHome(atHome: string): Promise<void> {
    const { picture, vehicle, home } = this.#deps;
    const way = new AbortController();
    const off = picture.onChange((change) => {
      if (change.kind !== 'unit' || change.value.unit.unitId !== this.unitId) return;
      if (change.value.duty.incidentId !== '') way.abort();
    });
    await vehicle.drive(home, false, way.signal);
    // Until the button has counted: a new job may come while it is pressed.
    if (atHome !== '') await this.#press(atHome, way.signal).finally(off);
    else off();
  }

  /** The button that ends the job. */
  async #careForPatient(incident: Incident, signal: AbortSignal): Promise<string> {
    const { clock, vehicle } = this.#deps;
    await this.#press('at-patient', signal);
    const hospital = this.#nearestHospital();
    if (hospital === undefined || (incident.priority >= 4 && incident.persons === 0)) {
      return 'no-transport';
    }
    await clock.about(MEANS_S.patient, signal);
    await this.#press('loaded', signal);
    await vehicle.drive(hospital, incident.priority <= 2, signal);
    await this.#press('at-hospital', signal);
    await clock.about(MEANS_S.handover, signal);
    return 'handed-over';
  }

  #nearestHospital(): [number, number] | undefined {
    const { lon, lat } = this.#deps.vehicle.at();
    const away = (h: { lon: number; lat: number }) => (h.lon - lon) ** 2 + (h.lat - lat) ** 2;
    const nearest = [...this.#deps.picture.hospitals.values()].sort((a, b) => away(a) - away(b))[0];
    return nearest && [nearest.lon, nearest.lat];
  }

  /** One key for all tries of one press: over a bad network it counts once. */
  async #press(status: string, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const path = `/api/units/${encodeURIComponent(this.unitId)}/status`;
    const press = { status, deviceAtMs: Date.now(), idempotencyKey: randomUUID(), source: 'button' };
    try {
      await this.#deps.edge.post(path, press);
    } catch (error) {
      // The desk may have taken the job away while the button was pressed: the screen will say so.
      if (error instanceof EdgeRefused) await sleep(SCREEN_LAG_MS, signal);
      if (signal.aborted) return;
      throw error;
    }
  }

  async #incident(incidentId: string, signal: AbortSignal): Promise<Incident | undefined> {
    for (let i = 0; i < JOB_PATIENCE_S * 10 && !signal.aborted; i++) {
      const incident = this.#deps.picture.incidents.get(incidentId);
      if (incident?.place) return incident;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return undefined;
  }
}
