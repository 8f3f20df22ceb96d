import type { Change, Delta, Picture, UnitView } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { figures } from './figures.ts';
import { note } from './ledger.ts';
import { SocketIo } from './socket-io.ts';

interface Waiter {
  readonly test: (incident: Incident) => boolean;
  readonly resolve: (incident: Incident | null) => void;
}

/** What a console or a gateway keeps of the live picture: incidents, units, and when each alarm rang. */
export class LivePicture {
  readonly incidents = new Map<string, Incident>();
  readonly units = new Map<string, UnitView>();
  readonly rangAtMs = new Map<string, number>();
  onIncident: (incident: Incident) => void = () => {};
  onUnit: (unit: UnitView) => void = () => {};
  readonly #socket: SocketIo;
  readonly #waiters = new Map<string, Set<Waiter>>();
  #epoch = '';
  #sequence = -1;
  #resyncing = false;

  constructor(url: string, token: string) {
    this.#socket = new SocketIo(url, token, {
      onEvent: (json) => this.#hear(json),
      onAnswer: (_id, json) => this.#resynced(JSON.parse(json)[0]),
      onLost: (why) => {
        figures.socketsLost.add(1);
        note({ is: 'trouble', what: `live picture: ${why}` });
      },
    });
  }

  /** The incident as soon as it is so; null when it is not in time. */
  when(incidentId: string, patienceMs: number, test: (incident: Incident) => boolean): Promise<Incident | null> {
    const known = this.incidents.get(incidentId);
    if (known !== undefined && test(known)) return Promise.resolve(known);
    return new Promise((resolve) => {
      const waiters = this.#waiters.get(incidentId) ?? new Set();
      this.#waiters.set(incidentId, waiters);
      const waiter: Waiter = {
        test,
        resolve: (incident) => {
          clearTimeout(timer);
          waiters.delete(waiter);
          resolve(incident);
        },
      };
      const timer = setTimeout(() => waiter.resolve(null), patienceMs);
      waiters.add(waiter);
    });
  }

  close(): void {
    this.#socket.close();
  }

  #hear(json: string): void {
    if (json.startsWith('["delta"')) this.#take(JSON.parse(json)[1]);
    else if (json.startsWith('["snapshot"')) this.#replace(JSON.parse(json)[1]);
  }

  #replace(picture: Picture): void {
    figures.snapshots.add(1);
    this.#epoch = picture.epoch;
    this.#sequence = picture.sequence;
    for (const alarm of picture.alarms) this.#apply({ kind: 'alarm', value: alarm });
    for (const incident of picture.incidents) this.#apply({ kind: 'incident', value: incident });
    for (const unit of picture.units) this.#apply({ kind: 'unit', value: unit });
  }

  #take(delta: Delta): void {
    if (delta.epoch === this.#epoch && delta.sequence <= this.#sequence) return;
    if (delta.epoch !== this.#epoch || delta.sequence !== this.#sequence + 1) {
      this.#resync();
      return;
    }
    this.#sequence = delta.sequence;
    for (const change of delta.changes) this.#apply(change);
  }

  #resync(): void {
    if (this.#resyncing) return;
    this.#resyncing = true;
    figures.deltasMissed.add(1);
    this.#socket.ask('resync', { epoch: this.#epoch, sequence: this.#sequence });
  }

  #resynced(reply: { deltas: readonly Delta[] } | { snapshot: Picture }): void {
    this.#resyncing = false;
    if ('snapshot' in reply) this.#replace(reply.snapshot);
    else for (const delta of reply.deltas) this.#take(delta);
  }

  #apply(change: Change): void {
    if (change.kind === 'incident') {
      const incident = change.value;
      this.incidents.set(incident.incidentId, incident);
      this.onIncident(incident);
      for (const waiter of this.#waiters.get(incident.incidentId) ?? []) {
        if (waiter.test(incident)) waiter.resolve(incident);
      }
    } else if (change.kind === 'unit') {
      this.units.set(change.value.unit.unitId, change.value);
      this.onUnit(change.value);
    } else if (change.kind === 'alarm') {
      this.rangAtMs.set(change.value.alarmId, change.value.rangAtMs);
    }
  }
}
