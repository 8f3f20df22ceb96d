import type { Agency } from '@muster/kernel/agency';
import type { HospitalId, StationId, UnitId } from '@muster/kernel/ids';

/** Published by resource-registry. Every event carries the whole record as it now stands. */
export type ResourceEvent = StationPut | UnitPut | UnitRemoved | HospitalPut | PlanPut;

export interface StationFact {
  readonly stationId: StationId;
  readonly agency: Agency;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly lon: number;
  readonly lat: number;
  readonly district: string;
}
export interface UnitFact {
  readonly unitId: UnitId;
  /** uint32, for packed position frames; never used twice. */
  readonly unitNo: number;
  readonly agency: Agency;
  readonly kind: string;
  readonly callSign: string;
  readonly stationId: StationId;
  readonly capabilities: readonly string[];
  readonly crew: number;
  readonly exclusive: boolean;
}
export interface HospitalFact {
  readonly hospitalId: HospitalId;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly lon: number;
  readonly lat: number;
  readonly beds: number;
  readonly bedsFree: number;
  readonly specialties: readonly string[];
}
export interface NeedFact {
  readonly agency: Agency;
  readonly capability: string;
  readonly count: number;
}
export interface PlanFact {
  readonly planId: string;
  readonly typePattern: string;
  readonly priorityAtMost: number;
  readonly needs: readonly NeedFact[];
}

export interface StationPut {
  readonly type: 'resource.station-put';
  readonly station: StationFact;
}
export interface UnitPut {
  readonly type: 'resource.unit-put';
  readonly unit: UnitFact;
}
export interface UnitRemoved {
  readonly type: 'resource.unit-removed';
  readonly unitId: UnitId;
  readonly reason: string;
}
export interface HospitalPut {
  readonly type: 'resource.hospital-put';
  readonly hospital: HospitalFact;
}
export interface PlanPut {
  readonly type: 'resource.plan-put';
  readonly plan: PlanFact;
}

export const stationStream = (id: StationId): string => `station-${id}`;
export const resourceUnitStream = (id: UnitId): string => `resource-unit-${id}`;
export const hospitalStream = (id: HospitalId): string => `hospital-${id}`;
export const planStream = (id: string): string => `plan-${id}`;
