const METRES_PER_DEGREE = 111_320;

/** Metres between two near points (degrees), good to a few parts in a thousand within a city. */
export function distanceM(aLon: number, aLat: number, bLon: number, bLat: number): number {
  const scale = Math.cos((((aLat + bLat) / 2) * Math.PI) / 180);
  return Math.hypot((aLon - bLon) * scale, aLat - bLat) * METRES_PER_DEGREE;
}

/** 350 m, 2.4 km. */
export const distanceText = (metres: number, units: { m: string; km: string }): string =>
  metres < 950
    ? `${Math.max(10, Math.round(metres / 10) * 10)} ${units.m}`
    : `${(metres / 1_000).toFixed(metres < 9_950 ? 1 : 0)} ${units.km}`;
