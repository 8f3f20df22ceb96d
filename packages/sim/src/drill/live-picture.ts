import type { Change, ClientToServer, Delta, Picture, ServerToClient, UnitView } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { Hospital, Station } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { io, type Socket } from 'socket.io-client';

const CONNECT_TIMEOUT_MS = 20_000;
const COME_BACK_MS = 1_000;

/** What a console knows, kept from the snapshot and its deltas; a missed delta is asked for. */
export class LivePicture {
  readonly incidents = new Map<string, Incident>();
  readonly units = new Map<string, UnitView>();
  readonly stations = new Map<string, Station>();
  readonly hospitals = new Map<string, Hospital>();
  readonly alarms = new Map<string, Alarm>();
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  readonly #listeners = new Set<(change: Change) => void>();
  #epoch = '';
  #sequence = -1;
  #resyncing = false;
  #closed = false;
  resyncs = 0;

  private constructor(socket: Socket<ServerToClient, ClientToServer>) {
    this.#socket = socket;
    socket.on('snapshot', (picture) => this.#replace(picture));
    socket.on('delta', (delta) => this.#take(delta));
    // After a goodbye of the edge, or a refusal while it has no database, socket.io does not try again by itself.
    const comeBack = () => {
      if (socket.active || this.#closed) return;
      setTimeout(() => this.#closed || socket.connect(), COME_BACK_MS).unref();
    };
    socket.on('disconnect', comeBack);
    socket.on('connect_error', comeBack);
  }

  /** Signed in with a session's token; resolves with the first snapshot. */
  static async connect(baseUrl: string, token: string): Promise<LivePicture> {
    const socket: Socket<ServerToClient, ClientToServer> = io(baseUrl, { auth: { token }, transports: ['websocket'] });
    const picture = new LivePicture(socket);
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no live picture from the edge')), CONNECT_TIMEOUT_MS);
      socket.once('snapshot', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.once('connect_error', (error) => {
        clearTimeout(timer);
        reject(new Error('the edge refused the live picture', { cause: error }));
      });
    });
    return picture;
  }

  /** Called for every record that changed, also for each of a new snapshot. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#closed = true;
    this.#socket.disconnect();
  }

  #replace(picture: Picture): void {
    this.#resyncing = false;
    this.#epoch = picture.epoch;
    this.#sequence = picture.sequence;
    for (const map of [this.incidents, this.units, this.stations, this.hospitals, this.alarms]) map.clear();
    for (const value of picture.stations) this.#apply({ kind: 'station', value });
    for (const value of picture.hospitals) this.#apply({ kind: 'hospital', value });
    for (const value of picture.alarms) this.#apply({ kind: 'alarm', value });
    for (const value of picture.incidents) this.#apply({ kind: 'incident', value });
    for (const value of picture.units) this.#apply({ kind: 'unit', value });
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
    this.resyncs++;
    this.#socket.emit('resync', { epoch: this.#epoch, sequence: this.#sequence }, (reply) => {
      this.#resyncing = false;
      if ('snapshot' in reply) this.#replace(reply.snapshot);
      else for (const delta of reply.deltas) this.#take(delta);
    });
  }

  #apply(change: Change): void {
    switch (change.kind) {
      case 'incident':
        this.incidents.set(change.value.incidentId, change.value);
        break;
      case 'unit':
        this.units.set(change.value.unit.unitId, change.value);
        break;
      case 'station':
        this.stations.set(change.value.stationId, change.value);
        break;
      case 'hospital':
        this.hospitals.set(change.value.hospitalId, change.value);
        break;
      case 'alarm':
        this.alarms.set(change.value.alarmId, change.value);
        break;
      case 'incident-gone':
        this.incidents.delete(change.id);
        break;
      case 'unit-gone':
        this.units.delete(change.id);
        break;
      case 'alarm-gone':
        this.alarms.delete(change.id);
        break;
    }
    for (const listener of this.#listeners) listener(change);
  }
}
