import type { StationFact, UnitFact } from '@muster/contracts/events/resource';
import type { Agency } from '@muster/kernel/agency';

/** One kind of vehicle as a station may have it. */
interface Model {
  readonly kind: string;
  readonly callZh: string;
  readonly capabilities: readonly string[];
  readonly crew: number;
  readonly exclusive: boolean;
}

const model = (
  kind: string,
  callZh: string,
  capabilities: readonly string[],
  crew: number,
  exclusive = true,
): Model => ({
  kind,
  callZh,
  capabilities,
  crew,
  exclusive,
});

const ENGINE = model('engine', '水罐', ['pump', 'water'], 6);
const LADDER = model('ladder', '云梯', ['ladder', 'ladder-24m'], 4);
const RESCUE = model('rescue', '抢险', ['rescue', 'extrication'], 5);
const HAZMAT = model('hazmat', '防化', ['hazmat', 'rescue'], 5);
const ALS = model('ambulance', '急救', ['ambulance', 'als'], 3);
const BLS = model('ambulance', '急救', ['ambulance', 'bls'], 3);
const PATROL = model('patrol', '巡逻', ['patrol'], 2);
const TRAFFIC = model('traffic', '交巡', ['traffic', 'patrol'], 2);
const ARMED = model('armed', '特警', ['armed', 'patrol'], 4);
const REPAIR = model('repair', '抢修', ['repair'], 4);
const TEAM = model('team', '应急', ['team'], 8);

/** What a station has, in the order in which vehicles are given out; the list goes round when there are more. */
const BY_AGENCY: Readonly<Record<Agency, readonly (readonly Model[])[]>> = {
  fire: [
    [ENGINE, RESCUE, ENGINE, LADDER],
    [ENGINE, LADDER, ENGINE, RESCUE],
    [ENGINE, HAZMAT, ENGINE, LADDER],
  ],
  medical: [[ALS, BLS, ALS]],
  police: [
    [PATROL, TRAFFIC, PATROL, PATROL],
    [PATROL, TRAFFIC, ARMED, PATROL],
  ],
  municipal: [[REPAIR, REPAIR]],
  emergency: [[TEAM]],
};

/**
 * A plausible fleet for the stations of a city, for drills: each station its usual vehicles, or `total` vehicles spread
 * over the stations in turn. The same stations give the same fleet. `unitNo` is 0: the registry gives the numbers.
 */
export function seedFleet(stations: readonly StationFact[], total: number): UnitFact[] {
  const wanted = total > 0 ? total : stations.reduce((sum, station, i) => sum + listFor(station, i).length, 0);
  const units: UnitFact[] = [];
  for (let round = 0; units.length < wanted && stations.length > 0; round++) {
    for (const [i, station] of stations.entries()) {
      if (units.length === wanted) break;
      const list = listFor(station, i);
      if (total === 0 && round >= list.length) continue;
      units.push(unitAt(station, list[round % list.length] as Model, round + 1));
    }
  }
  return units;
}

const listFor = (station: StationFact, i: number): readonly Model[] => {
  const lists = BY_AGENCY[station.agency];
  return lists[i % lists.length] as readonly Model[];
};

function unitAt(station: StationFact, vehicle: Model, number: number): UnitFact {
  const place = (station.nameZh || station.nameEn).replace(
    /(消防救援站|消防站|急救站|急救分站|派出所|公安局|分局)$/,
    '',
  );
  const callSign = /[\u4e00-\u9fff]/.test(place)
    ? `${place}${vehicle.callZh}${number}`
    : `${place} ${vehicle.kind} ${number}`;
  return {
    unitId: `${station.stationId}-${number}`,
    unitNo: 0,
    agency: station.agency,
    kind: vehicle.kind,
    callSign,
    stationId: station.stationId,
    capabilities: vehicle.capabilities,
    crew: vehicle.crew,
    exclusive: vehicle.exclusive,
  };
}
