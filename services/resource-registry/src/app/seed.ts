import { openPack } from '@muster/city/pack/open-pack';
import type { HospitalFact, StationFact } from '@muster/contracts/events/resource';
import type { Mode } from '@muster/kernel/mode';
import { unwrap } from '@muster/kernel/result';
import { DEFAULT_PLANS } from '../domain/default-plans.ts';
import { seedFleet } from '../domain/seed-fleet.ts';
import type { Registry } from './registry.ts';

/** A hospital of the pack starts a drill with this share of its beds free. */
const FREE_SHARE = 0.4;

/**
 * Fills an empty registry at the first start: the default response plans always; stations and hospitals from the city
 * pack; vehicles only in a drill or test, for those are invented.
 *
 * @returns how many records were stored, 0 when the registry was not empty
 */
export async function seedFromCity(
  registry: Registry,
  cityDir: string,
  mode: Mode,
  seedUnits: number,
): Promise<number> {
  if (cityDir === '') return registry.seed({ stations: [], hospitals: [], units: [], plans: DEFAULT_PLANS });
  const { stations: stationRecords, hospitals: hospitalRecords } = unwrap(openPack(cityDir)).resources();
  const stations = stationRecords.map(
    (station): StationFact => ({
      stationId: station.id,
      agency: station.agency,
      nameZh: station.names.zh,
      nameEn: station.names.en,
      lon: station.lon,
      lat: station.lat,
      district: station.district ?? '',
    }),
  );
  const hospitals = hospitalRecords.map(
    (hospital): HospitalFact => ({
      hospitalId: hospital.id,
      nameZh: hospital.names.zh,
      nameEn: hospital.names.en,
      lon: hospital.lon,
      lat: hospital.lat,
      beds: hospital.beds,
      bedsFree: Math.floor(hospital.beds * FREE_SHARE),
      specialties: hospital.specialties,
    }),
  );
  const units = mode === 'live' ? [] : seedFleet(stations, seedUnits);
  return registry.seed({ stations, hospitals, units, plans: DEFAULT_PLANS });
}
