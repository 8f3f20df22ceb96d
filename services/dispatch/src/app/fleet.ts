import type { HospitalFact, PlanFact, ResourceEvent, StationFact, UnitFact } from '@muster/contracts/events/resource';
import { readTrackFrame } from '@muster/contracts/track-frame';
import { NumberSlots } from '@muster/geo/number-slots';
import type { Agency } from '@muster/kernel/agency';
import type { StationId, UnitId } from '@muster/kernel/ids';

/** Position of a unit, WGS-84 degrees. */
export interface At {
  readonly lon: number;
  readonly lat: number;
}

/** Newest position of each unit by number, from packed frames; a late or repeated fix never moves one back. */
export class Positions {
  #slots = new NumberSlots(1024);
  #lonE7 = new Int32Array(1024);
  #latE7 = new Int32Array(1024);
  #observedAtMs = new Float64Array(1024);

  takeFrame(bytes: Uint8Array): void {
    const frame = readTrackFrame(bytes);
    if (frame === null) return;
    for (let i = 0; i < frame.count; i++) {
      const slot = this.#slots.findOrAdd(frame.unitNo[i] as number);
      if (slot >= this.#observedAtMs.length) this.#grow(slot);
      const observedAtMs = frame.baseMs + (frame.afterMs[i] as number);
      if (observedAtMs <= (this.#observedAtMs[slot] as number)) continue;
      this.#observedAtMs[slot] = observedAtMs;
      this.#lonE7[slot] = frame.lonE7[i] as number;
      this.#latE7[slot] = frame.latE7[i] as number;
    }
  }

  of(unitNo: number): At | undefined {
    const slot = this.#slots.find(unitNo);
    if (slot < 0 || !this.#observedAtMs[slot]) return undefined;
    return { lon: (this.#lonE7[slot] as number) / 1e7, lat: (this.#latE7[slot] as number) / 1e7 };
  }

  /** When the newest position was observed, ms; 0 for none. */
  observedAtMs(unitNo: number): number {
    const slot = this.#slots.find(unitNo);
    return slot < 0 ? 0 : (this.#observedAtMs[slot] as number);
  }

  #grow(slot: number): void {
    const n = Math.max(this.#observedAtMs.length * 2, slot + 1);
    const longer = <T extends Int32Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#lonE7 = longer(this.#lonE7, new Int32Array(n));
    this.#latE7 = longer(this.#latE7, new Int32Array(n));
    this.#observedAtMs = longer(this.#observedAtMs, new Float64Array(n));
  }
}

/** The registry's facts and tracking's positions, kept here so that a recommendation makes no call. */
export class Fleet {
  readonly units = new Map<UnitId, UnitFact>();
  readonly stations = new Map<StationId, StationFact>();
  readonly plans = new Map<string, PlanFact>();
  readonly hospitals = new Map<string, HospitalFact>();
  readonly positions = new Positions();
  readonly #byAgency = new Map<Agency, readonly UnitFact[]>();
  readonly #stationsByAgency = new Map<Agency, readonly StationFact[]>();

  apply(event: ResourceEvent): void {
    switch (event.type) {
      case 'resource.unit-put':
        this.units.set(event.unit.unitId, event.unit);
        this.#byAgency.clear();
        return;
      case 'resource.unit-removed':
        this.units.delete(event.unitId);
        this.#byAgency.clear();
        return;
      case 'resource.station-put':
        this.stations.set(event.station.stationId, event.station);
        this.#stationsByAgency.clear();
        return;
      case 'resource.hospital-put':
        this.hospitals.set(event.hospital.hospitalId, event.hospital);
        return;
      case 'resource.plan-put':
        this.plans.set(event.plan.planId, event.plan);
        return;
    }
  }

  ofAgency(agency: Agency): readonly UnitFact[] {
    let units = this.#byAgency.get(agency);
    if (units === undefined) {
      units = [...this.units.values()].filter((unit) => unit.agency === agency);
      this.#byAgency.set(agency, units);
    }
    return units;
  }

  stationsOf(agency: Agency): readonly StationFact[] {
    let stations = this.#stationsByAgency.get(agency);
    if (stations === undefined) {
      stations = [...this.stations.values()].filter((station) => station.agency === agency);
      this.#stationsByAgency.set(agency, stations);
    }
    return stations;
  }

  callSign(unitId: UnitId): string {
    return this.units.get(unitId)?.callSign ?? unitId;
  }
}
