/** Distances on WGS-84 degrees, metres out. Longitude comes first everywhere, as in GeoJSON. */

/** [longitude, latitude], degrees. */
export type LonLat = readonly [lon: number, lat: number];

/** Mean Earth radius (IUGG), metres. */
export const EARTH_RADIUS_M = 6_371_008.8;
const RAD = Math.PI / 180;
/** Metres in one degree of latitude on the mean sphere. */
export const METRES_PER_DEGREE = EARTH_RADIUS_M * RAD;

/** Great-circle distance (haversine), metres; right at any range, ±0.5 % for the Earth's flattening. */
export function haversineM(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const sinLat = Math.sin(((lat2 - lat1) * RAD) / 2);
  const sinLon = Math.sin(((lon2 - lon1) * RAD) / 2);
  const a = sinLat * sinLat + Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * sinLon * sinLon;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Equirectangular distance, metres: one cosine, within 0.1 % of haversine up to about 100 km outside polar regions. */
export function localM(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const x = shortestLonDelta(lon2 - lon1) * Math.cos(((lat1 + lat2) / 2) * RAD);
  const y = lat2 - lat1;
  return Math.sqrt(x * x + y * y) * METRES_PER_DEGREE;
}

/** Metres in one degree of longitude at this latitude: the only cosine a local plane needs. */
export const metresPerLonDegree = (lat: number): number => METRES_PER_DEGREE * Math.cos(lat * RAD);

/** Initial bearing from the first point to the second, degrees clockwise from north, 0 ≤ b < 360. */
export function bearingDeg(lon1: number, lat1: number, lon2: number, lat2: number): number {
  const dLon = (lon2 - lon1) * RAD;
  const y = Math.sin(dLon) * Math.cos(lat2 * RAD);
  const x = Math.cos(lat1 * RAD) * Math.sin(lat2 * RAD) - Math.sin(lat1 * RAD) * Math.cos(lat2 * RAD) * Math.cos(dLon);
  const deg = Math.atan2(y, x) / RAD;
  return deg < 0 ? deg + 360 : deg;
}

/** The turn from one bearing to another, −180 ≤ t < 180 degrees, positive to the right. */
export function turnDeg(fromBearing: number, toBearing: number): number {
  return ((((toBearing - fromBearing + 180) % 360) + 360) % 360) - 180;
}

/** The length of a line, metres. */
export function lineLengthM(line: readonly LonLat[]): number {
  let total = 0;
  for (let i = 1; i < line.length; i++) total += localM(line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]);
  return total;
}

/** The point `distanceM` along a line; its first point below 0 and its last beyond the end. The line must not be empty. */
export function pointAlong(line: readonly LonLat[], distanceM: number): LonLat {
  let left = distanceM;
  if (left <= 0) return line[0];
  for (let i = 1; i < line.length; i++) {
    const [lon1, lat1] = line[i - 1];
    const [lon2, lat2] = line[i];
    const length = localM(lon1, lat1, lon2, lat2);
    if (left <= length && length > 0) {
      const f = left / length;
      return [lon1 + (lon2 - lon1) * f, lat1 + (lat2 - lat1) * f];
    }
    left -= length;
  }
  return line[line.length - 1];
}

/** A longitude difference brought into −180 … 180, so that the date line is no wall. */
export function shortestLonDelta(deltaDeg: number): number {
  if (deltaDeg > 180) return deltaDeg - 360;
  if (deltaDeg < -180) return deltaDeg + 360;
  return deltaDeg;
}
