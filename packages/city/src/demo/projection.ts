import type { Point } from './geometry.ts';

/** Where the made-up city lies: on the coast of East China, at no real city. */
export const CITY_LON = 121.93;
export const CITY_LAT = 29.12;

const METRES_A_DEGREE = 111_320;
const LON_METRES = METRES_A_DEGREE * Math.cos((CITY_LAT * Math.PI) / 180);

const round = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

/** [lon, lat] WGS-84 of a point of the plan; equirectangular, true to a tenth of a percent over a city. */
export const toLonLat = (p: Point): [number, number] => [
  round(CITY_LON + p.x / LON_METRES),
  round(CITY_LAT + p.y / METRES_A_DEGREE),
];

export const toPoint = (lon: number, lat: number): Point => ({
  x: (lon - CITY_LON) * LON_METRES,
  y: (lat - CITY_LAT) * METRES_A_DEGREE,
});
