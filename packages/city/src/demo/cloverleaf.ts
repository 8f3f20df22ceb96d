import { EDGE_FLAG } from '@muster/roads/graph';
import { type ElevatedWay, onCarriageway, type Route } from './elevated.ts';
import { crossing, curveThrough, distance, lerp, move, type Point, pointAlong } from './geometry.ts';

/** Where two expressways meet. */
export interface Junction {
  readonly at: Point;
  readonly routes: readonly [Route, Route];
  readonly alongM: readonly [number, number];
}

export function junctionsOf(routes: readonly Route[]): Junction[] {
  const junctions: Junction[] = [];
  routes.forEach((first, i) => {
    for (const second of routes.slice(i + 1)) {
      let alongFirst = 0;
      for (let k = 1; k < first.line.length; k++) {
        const [a, b] = [first.line[k - 1]!, first.line[k]!];
        let alongSecond = 0;
        for (let m = 1; m < second.line.length; m++) {
          const [c, d] = [second.line[m - 1]!, second.line[m]!];
          const hit = crossing(a, b, c, d);
          if (hit !== null) {
            const alongM = [alongFirst + hit.t * distance(a, b), alongSecond + hit.u * distance(c, d)] as const;
            junctions.push({ at: lerp(a, b, hit.t), routes: [first, second], alongM });
          }
          alongSecond += distance(c, d);
        }
        alongFirst += distance(a, b);
      }
    }
  });
  return junctions;
}

/** Right turns outside, left turns as three quarters of a circle to the right. */
export function addCloverleaf(junction: Junction, ways: ElevatedWay[]): void {
  const [first, second] = junction.routes;
  const link = {
    roadClass: first.roadClass,
    names: { zh: '', en: '' },
    flags: EDGE_FLAG.link | EDGE_FLAG.bridge,
    oneWay: true,
  } as const;
  for (const [from, to, fromM, toM] of [
    [first, second, junction.alongM[0], junction.alongM[1]],
    [second, first, junction.alongM[1], junction.alongM[0]],
  ] as const) {
    for (const side of [-1, 1] as const) {
      const heading = pointAlong(from.line, fromM).angle + (side === 1 ? Math.PI : 0);
      for (const toSide of [-1, 1] as const) {
        const target = pointAlong(to.line, toM).angle + (toSide === 1 ? Math.PI : 0);
        const turnsRight = Math.sin(target - heading) < 0;
        const forward = side === -1 ? 1 : -1;
        const toForward = toSide === -1 ? 1 : -1;
        if (turnsRight) {
          const start = onCarriageway(from, fromM - forward * 330, side);
          const end = onCarriageway(to, toM + toForward * 330, toSide);
          const bend = move(move(junction.at, heading, -130), target, 130);
          ways.push({ ...link, points: curveThrough([start, bend, end], 45) });
        } else {
          const start = onCarriageway(from, fromM + forward * 75, side);
          const end = onCarriageway(to, toM - toForward * 75, toSide);
          const far = move(move(junction.at, heading, 185), target, -185);
          const out = move(move(junction.at, heading, 190), target, -75);
          const back = move(move(junction.at, heading, 75), target, -190);
          ways.push({ ...link, points: curveThrough([start, out, far, back, end], 25) });
        }
      }
    }
  }
}
