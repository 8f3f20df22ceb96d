/** Plane geometry good enough inside one city: degrees scaled to metres at the middle latitude. */
export type Position = readonly [lon: number, lat: number];

const METRES_PER_DEGREE = 111_195;

export function distanceM(lonA: number, latA: number, lonB: number, latB: number): number {
  const dx = (lonB - lonA) * Math.cos(((latA + latB) * Math.PI) / 360);
  const dy = latB - latA;
  return Math.hypot(dx, dy) * METRES_PER_DEGREE;
}

export function lineLengthM(line: readonly Position[]): number {
  let sum = 0;
  for (let i = 1; i < line.length; i++) sum += distanceM(line[i - 1][0], line[i - 1][1], line[i][0], line[i][1]);
  return sum;
}

/** Positive when the ring runs counter-clockwise; square degrees. */
export function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += (ring[j][0] - ring[i][0]) * (ring[j][1] + ring[i][1]);
  }
  return sum / 2;
}

export function ringAreaM2(ring: readonly Position[]): number {
  const scale = METRES_PER_DEGREE * METRES_PER_DEGREE * Math.cos((ring[0][1] * Math.PI) / 180);
  return Math.abs(signedArea(ring)) * scale;
}

/** Area centroid; the mean of the points where the ring has no area. */
export function ringCentroid(ring: readonly Position[]): Position {
  const [x0, y0] = ring[0];
  let [area, x, y] = [0, 0, 0];
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const cross = (ring[j][0] - x0) * (ring[i][1] - y0) - (ring[i][0] - x0) * (ring[j][1] - y0);
    area += cross;
    x += (ring[j][0] + ring[i][0] - 2 * x0) * cross;
    y += (ring[j][1] + ring[i][1] - 2 * y0) * cross;
  }
  if (Math.abs(area) < 1e-14) {
    return [ring.reduce((s, p) => s + p[0], 0) / ring.length, ring.reduce((s, p) => s + p[1], 0) / ring.length];
  }
  return [x0 + x / (3 * area), y0 + y / (3 * area)];
}

/** Even-odd rule. */
export function insideRing(lon: number, lat: number, ring: readonly Position[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i];
    const [xj, yj] = ring[j];
    if (yi > lat !== yj > lat && lon < ((xj - xi) * (lat - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

/** A point that lies `metres` away from [lon, lat] towards east and north. */
export const offsetM = (lon: number, lat: number, eastM: number, northM: number): Position => [
  lon + eastM / (METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180)),
  lat + northM / METRES_PER_DEGREE,
];
