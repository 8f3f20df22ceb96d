import type { Change, Delta, Picture, UnitView } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { Hospital, Station } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';

/** The picture as this screen has it: keyed by id, at one sequence number. Never changed in place. */
export interface LivePicture {
  readonly epoch: string;
  readonly sequence: number;
  readonly incidents: ReadonlyMap<string, Incident>;
  readonly units: ReadonlyMap<string, UnitView>;
  readonly stations: ReadonlyMap<string, Station>;
  readonly hospitals: ReadonlyMap<string, Hospital>;
  readonly alarms: ReadonlyMap<string, Alarm>;
}

const keyed = <T>(values: readonly T[], id: (value: T) => string): Map<string, T> =>
  new Map(values.map((value) => [id(value), value]));

export const unitIdOf = (view: UnitView): string => view.unit.unitId;

export function fromSnapshot(picture: Picture): LivePicture {
  return {
    epoch: picture.epoch,
    sequence: picture.sequence,
    incidents: keyed(picture.incidents, (incident) => incident.incidentId),
    units: keyed(picture.units, unitIdOf),
    stations: keyed(picture.stations, (station) => station.stationId),
    hospitals: keyed(picture.hospitals, (hospital) => hospital.hospitalId),
    alarms: keyed(picture.alarms, (alarm) => alarm.alarmId),
  };
}

export type Applied =
  | { readonly kind: 'applied'; readonly picture: LivePicture }
  /** Known already: nothing to do. */
  | { readonly kind: 'known' }
  /** Something is missing in between, or the edge started anew: ask it to resync. */
  | { readonly kind: 'gap' };

/** The next picture. Maps that nothing changed in stay the same objects, so that screens redraw only what moved. */
export function applyDelta(picture: LivePicture, delta: Delta): Applied {
  if (delta.epoch !== picture.epoch) return { kind: 'gap' };
  if (delta.sequence <= picture.sequence) return { kind: 'known' };
  if (delta.sequence !== picture.sequence + 1) return { kind: 'gap' };
  const draft = new Draft(picture);
  for (const change of delta.changes) draft.apply(change);
  return { kind: 'applied', picture: { ...draft.maps(), epoch: picture.epoch, sequence: delta.sequence } };
}

type Maps = Omit<LivePicture, 'epoch' | 'sequence'>;

class Draft {
  readonly #from: LivePicture;
  readonly #copies: Partial<Record<keyof LivePicture, Map<string, unknown>>> = {};

  constructor(from: LivePicture) {
    this.#from = from;
  }

  apply(change: Change): void {
    switch (change.kind) {
      case 'incident':
        this.#copy('incidents').set(change.value.incidentId, change.value);
        return;
      case 'incident-gone':
        this.#copy('incidents').delete(change.id);
        return;
      case 'unit':
        this.#copy('units').set(unitIdOf(change.value), change.value);
        return;
      case 'unit-gone':
        this.#copy('units').delete(change.id);
        return;
      case 'station':
        this.#copy('stations').set(change.value.stationId, change.value);
        return;
      case 'hospital':
        this.#copy('hospitals').set(change.value.hospitalId, change.value);
        return;
      case 'alarm':
        this.#copy('alarms').set(change.value.alarmId, change.value);
        return;
      case 'alarm-gone':
        this.#copy('alarms').delete(change.id);
        return;
    }
  }

  maps(): Maps {
    const { incidents, units, stations, hospitals, alarms } = this.#from;
    return { incidents, units, stations, hospitals, alarms, ...(this.#copies as Partial<Maps>) };
  }

  #copy(name: keyof Maps): Map<string, unknown> {
    this.#copies[name] ??= new Map<string, unknown>(this.#from[name]);
    return this.#copies[name];
  }
}
