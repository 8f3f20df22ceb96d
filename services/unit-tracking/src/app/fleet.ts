import type { UnitFact } from '@muster/contracts/events/resource';
import type { Duty } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { initialStatus } from '@muster/contracts/unit-status';
import { flagsOf } from '../domain/unit-flags.ts';
import type { Positions } from './positions.ts';

/** Who the units are and whether they are free, in memory beside their positions. */
export class Fleet {
  readonly #positions: Positions;
  readonly #byId = new Map<string, UnitFact>();
  readonly #byNo = new Map<number, UnitFact>();
  readonly #canonical = new Map<string, string>();

  constructor(positions: Positions) {
    this.#positions = positions;
  }

  put(unit: UnitFact): void {
    const before = this.#byId.get(unit.unitId);
    if (before && before.unitNo !== unit.unitNo) this.remove(unit.unitId);
    this.#byId.set(unit.unitId, unit);
    this.#byNo.set(unit.unitNo, unit);
    this.#setFlags(unit);
  }

  remove(unitId: string): void {
    const unit = this.#byId.get(unitId);
    if (unit === undefined) return;
    this.#byId.delete(unitId);
    this.#byNo.delete(unit.unitNo);
    this.#positions.removeUnit(unit.unitNo);
  }

  putDuty(duty: Duty): void {
    this.#canonical.set(duty.unitId, duty.canonical);
    const unit = this.#byId.get(duty.unitId);
    if (unit) this.#setFlags(unit);
  }

  byId(unitId: string): UnitFact | undefined {
    return this.#byId.get(unitId);
  }
  byNo(unitNo: number): UnitFact | undefined {
    return this.#byNo.get(unitNo);
  }
  get size(): number {
    return this.#byId.size;
  }

  #setFlags(unit: UnitFact): void {
    const canonical = this.#canonical.get(unit.unitId) ?? initialStatus(unit.agency).canonical;
    this.#positions.setUnit(unit.unitNo, flagsOf(unit.agency, canonical));
  }
}
