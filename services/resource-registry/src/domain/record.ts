import type { HospitalFact, PlanFact, ResourceEvent, StationFact, UnitFact } from '@muster/contracts/events/resource';
import { AGENCIES } from '@muster/kernel/agency';
import { ok, type Result, refuse } from '@muster/kernel/result';

/** Named limits of one record. */
export const LIMITS = { idChars: 64, nameChars: 80, capabilities: 32, needs: 32, crew: 60, beds: 10_000 } as const;

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
const CODE = /^[a-z0-9][a-z0-9-]*$/;

/** The event that stores a record, or what is wrong with it: every mistake in one sentence. */
export function putStation(station: StationFact): Result<ResourceEvent> {
  return checked({ type: 'resource.station-put', station }, [
    badId(station.stationId, 'station_id'),
    badAgency(station.agency),
    badNames(station),
    badText(station.district, 'district'),
    badPoint(station.lon, station.lat),
  ]);
}

export function putUnit(unit: UnitFact): Result<ResourceEvent> {
  return checked({ type: 'resource.unit-put', unit }, [
    badId(unit.unitId, 'unit_id'),
    badAgency(unit.agency),
    badName(unit.callSign, 'call_sign'),
    badText(unit.stationId, 'station_id'),
    CODE.test(unit.kind) && unit.kind.length <= LIMITS.idChars
      ? ''
      : 'kind must be lower-case letters, digits and hyphens',
    unit.capabilities.length > 0 && unit.capabilities.length <= LIMITS.capabilities
      ? ''
      : `capabilities must have 1 to ${LIMITS.capabilities} codes`,
    unit.capabilities.every((code) => CODE.test(code) && code.length <= LIMITS.idChars)
      ? ''
      : 'a capability is lower-case letters, digits and hyphens',
    inRange(unit.crew, 0, LIMITS.crew) ? '' : `crew must be 0 to ${LIMITS.crew}`,
  ]);
}

export function putHospital(hospital: HospitalFact): Result<ResourceEvent> {
  return checked({ type: 'resource.hospital-put', hospital }, [
    badId(hospital.hospitalId, 'hospital_id'),
    badNames(hospital),
    hospital.specialties.length <= LIMITS.capabilities && hospital.specialties.every((s) => badText(s, '') === '')
      ? ''
      : `specialties are at most ${LIMITS.capabilities} names`,
    badPoint(hospital.lon, hospital.lat),
    inRange(hospital.beds, 0, LIMITS.beds) ? '' : `beds must be 0 to ${LIMITS.beds}`,
    inRange(hospital.bedsFree, 0, hospital.beds) ? '' : 'beds_free must be 0 to beds',
  ]);
}

export function putPlan(plan: PlanFact, isKnownPattern: (pattern: string) => boolean): Result<ResourceEvent> {
  return checked({ type: 'resource.plan-put', plan }, [
    badId(plan.planId, 'plan_id'),
    isKnownPattern(plan.typePattern)
      ? ''
      : `type_pattern "${plan.typePattern}" is not a type, a family ("fire.*") or "*"`,
    inRange(plan.priorityAtMost, 1, 5) ? '' : 'priority_at_most must be 1 to 5',
    plan.needs.length > 0 && plan.needs.length <= LIMITS.needs ? '' : `needs must have 1 to ${LIMITS.needs} lines`,
    plan.needs.every(
      (need) => inRange(need.count, 1, 50) && CODE.test(need.capability) && badAgency(need.agency) === '',
    )
      ? ''
      : 'each need has an agency, a capability and a count from 1 to 50',
  ]);
}

function checked(event: ResourceEvent, mistakes: readonly string[]): Result<ResourceEvent> {
  const wrong = mistakes.filter((mistake) => mistake !== '');
  if (wrong.length === 0) return ok(event);
  return refuse('invalid', wrong.join('; '), `记录有误：${wrong.join('；')}`);
}

const badId = (id: string, field: string): string =>
  ID.test(id) && id.length <= LIMITS.idChars
    ? ''
    : `${field} must be 1 to ${LIMITS.idChars} letters, digits, ".", "_" or "-"`;
const badAgency = (agency: string): string =>
  (AGENCIES as readonly string[]).includes(agency) ? '' : `agency must be one of ${AGENCIES.join(', ')}`;
const badName = (name: string, field: string): string =>
  name.trim() !== '' && name.length <= LIMITS.nameChars ? '' : `${field} must have 1 to ${LIMITS.nameChars} characters`;
const badText = (text: string, field: string): string =>
  text.length <= LIMITS.nameChars ? '' : `${field} has at most ${LIMITS.nameChars} characters`;
const badNames = ({ nameZh, nameEn }: { readonly nameZh: string; readonly nameEn: string }): string =>
  badName(nameZh || nameEn, 'name') || badText(nameEn, 'name_en');
const badPoint = (lon: number, lat: number): string =>
  inRange(lon, -180, 180) && inRange(lat, -90, 90) ? '' : 'lon and lat must be degrees';
const inRange = (value: number, min: number, max: number): boolean => value >= min && value <= max;
