/** A route said street by street, in Chinese and English. */
import type { LonLat } from '@muster/geo/distance';
import { bearingDeg, pointAlong, turnDeg } from '@muster/geo/distance';
import { isConnector, partOfEdge } from './edge-shape.ts';
import type { RoadGraph } from './graph.ts';
import { EDGE_FLAG } from './graph.ts';
import type { Leg, Route } from './route.ts';

export type Manoeuvre =
  | 'depart'
  | 'continue'
  | 'slight-left'
  | 'left'
  | 'slight-right'
  | 'right'
  | 'uturn'
  | 'roundabout'
  | 'arrive';

export interface Step {
  readonly manoeuvre: Manoeuvre;
  /** Empty names for an unnamed road. */
  readonly street: { readonly zh: string; readonly en: string };
  readonly lengthM: number;
  readonly timeS: number;
  /** Where the manoeuvre happens. */
  readonly at: LonLat;
  /** Roundabouts: which exit to take, from 1. */
  readonly exit?: number;
  readonly zh: string;
  readonly en: string;
}

/** First `depart`, last `arrive`. */
export type Directions = readonly Step[];

interface Draft {
  manoeuvre: Manoeuvre;
  readonly street: { readonly zh: string; readonly en: string };
  lengthM: number;
  timeS: number;
  readonly at: LonLat;
  readonly startBearing: number;
  readonly isRamp: boolean;
  exit?: number;
}

/** Bearings at a junction are taken over this stretch, so that a kink in the drawing is no turn. */
const BEARING_OVER_M = 15;

export function directionsOf(graph: RoadGraph, route: Route): Directions {
  const drafts: Draft[] = [];
  route.legs.forEach((leg, i) => {
    const current = drafts[drafts.length - 1];
    const manoeuvre = i === 0 ? 'depart' : manoeuvreBetween(graph, route.legs[i - 1], leg);
    if (current === undefined || isNewStep(graph, route.legs[i - 1], leg, manoeuvre)) {
      const line = partOfEdge(graph, leg.edge, leg.from, leg.to);
      const startBearing = bearingAt(line, 'start');
      const street = graph.streets[graph.edgeStreet[leg.edge]];
      const isRamp = (graph.edgeFlags[leg.edge] & EDGE_FLAG.link) !== 0;
      const draft: Draft = { manoeuvre, street, lengthM: 0, timeS: 0, at: line[0], startBearing, isRamp };
      if (i > 0 && onRoundabout(graph, route.legs[i - 1])) {
        // Leaving the circle is part of the roundabout's step: it names the street that is left into.
        const circle = drafts.pop();
        if (circle?.manoeuvre === 'roundabout') {
          const exit = exitsPassed(graph, route.legs, i);
          drafts.push({ ...circle, street, isRamp, exit });
        } else {
          if (circle !== undefined) drafts.push(circle);
          drafts.push(draft);
        }
      } else if (onRoundabout(graph, leg) && i > 0) {
        drafts.push({ ...draft, manoeuvre: 'roundabout' });
      } else {
        drafts.push(draft);
      }
    }
    const step = drafts[drafts.length - 1];
    step.lengthM += leg.lengthM;
    step.timeS += leg.timeS;
  });
  const steps: Step[] = drafts.map(({ startBearing, isRamp, ...step }) => ({
    ...step,
    ...say(step, startBearing, isRamp),
  }));
  steps.push({
    manoeuvre: 'arrive',
    street: drafts[drafts.length - 1].street,
    lengthM: 0,
    timeS: 0,
    at: route.line[route.line.length - 1],
    zh: '到达目的地',
    en: 'Arrive at the destination',
  });
  return steps;
}

const onRoundabout = (graph: RoadGraph, leg: Leg): boolean => (graph.edgeFlags[leg.edge] & EDGE_FLAG.roundabout) !== 0;

function isNewStep(graph: RoadGraph, before: Leg, after: Leg, manoeuvre: Manoeuvre): boolean {
  const circleBefore = onRoundabout(graph, before);
  const circleAfter = onRoundabout(graph, after);
  if (circleBefore || circleAfter) return circleBefore !== circleAfter;
  if (manoeuvre === 'uturn') return true;
  const sameStreet = graph.edgeStreet[before.edge] === graph.edgeStreet[after.edge];
  if (!sameStreet) return true;
  const named = graph.edgeStreet[after.edge] !== 0;
  return manoeuvre === 'left' || manoeuvre === 'right' || (!named && manoeuvre !== 'continue');
}

function manoeuvreBetween(graph: RoadGraph, before: Leg, after: Leg): Manoeuvre {
  if (graph.edgeReverse[before.edge] === after.edge) return 'uturn';
  const turn = turnDeg(
    bearingAt(partOfEdge(graph, before.edge, before.from, before.to), 'end'),
    bearingAt(partOfEdge(graph, after.edge, after.from, after.to), 'start'),
  );
  const size = Math.abs(turn);
  if (size < 20) return 'continue';
  if (size > 165) return 'uturn';
  if (size < 45) return turn > 0 ? 'slight-right' : 'slight-left';
  return turn > 0 ? 'right' : 'left';
}

function bearingAt(line: readonly LonLat[], end: 'start' | 'end'): number {
  const ordered = end === 'start' ? line : line.toReversed();
  const [lon, lat] = ordered[0];
  const [lon2, lat2] = pointAlong(ordered, BEARING_OVER_M);
  return end === 'start' ? bearingDeg(lon, lat, lon2, lat2) : bearingDeg(lon2, lat2, lon, lat);
}

/** Roads that lead out of the circle up to and with the one taken by `legs[i]`. */
function exitsPassed(graph: RoadGraph, legs: readonly Leg[], i: number): number {
  let exits = 1;
  for (let j = i - 2; j >= 0 && onRoundabout(graph, legs[j]); j--) {
    const node = graph.edgeTo[legs[j].edge];
    for (let e = graph.firstOut[node]; e < graph.firstOut[node + 1]; e++) {
      if (!isConnector(graph, e) && (graph.edgeFlags[e] & EDGE_FLAG.roundabout) === 0) exits++;
    }
  }
  return exits;
}

const COMPASS = [
  ['北', 'north'],
  ['东北', 'north-east'],
  ['东', 'east'],
  ['东南', 'south-east'],
  ['南', 'south'],
  ['西南', 'south-west'],
  ['西', 'west'],
  ['西北', 'north-west'],
] as const;

const TURNS = {
  'slight-left': ['向左前方', 'Bear left'],
  left: ['左转', 'Turn left'],
  'slight-right': ['向右前方', 'Bear right'],
  right: ['右转', 'Turn right'],
} as const;

function say(
  step: Omit<Draft, 'startBearing' | 'isRamp'>,
  startBearing: number,
  isRamp: boolean,
): { zh: string; en: string } {
  const zhRoad = step.street.zh || (isRamp ? '匝道' : '无名道路');
  const enRoad = step.street.en || (isRamp ? 'the ramp' : 'the unnamed road');
  const zhGo = `行驶 ${distanceText(step.lengthM, '米', '公里')}`;
  const enGo = distanceText(step.lengthM, 'm', 'km');
  switch (step.manoeuvre) {
    case 'depart': {
      const [zh, en] = COMPASS[Math.round(startBearing / 45) % 8];
      return { zh: `沿${zhRoad}向${zh}出发，${zhGo}`, en: `Head ${en} on ${enRoad}, ${enGo}` };
    }
    case 'continue':
      return { zh: `直行进入${zhRoad}，${zhGo}`, en: `Continue onto ${enRoad}, ${enGo}` };
    case 'uturn':
      return { zh: `掉头驶入${zhRoad}，${zhGo}`, en: `Make a U-turn onto ${enRoad}, ${enGo}` };
    case 'roundabout': {
      const n = step.exit;
      if (n === undefined) return { zh: `进入环岛，${zhGo}`, en: `Enter the roundabout, ${enGo}` };
      return {
        zh: `进入环岛，第 ${n} 个出口驶入${zhRoad}，${zhGo}`,
        en: `At the roundabout take exit ${n} onto ${enRoad}, ${enGo}`,
      };
    }
    case 'arrive':
      return { zh: '到达目的地', en: 'Arrive at the destination' };
    default: {
      const [zh, en] = TURNS[step.manoeuvre];
      return { zh: `${zh}进入${zhRoad}，${zhGo}`, en: `${en} onto ${enRoad}, ${enGo}` };
    }
  }
}

/** Tens of metres below a kilometre, tenths of a kilometre above. */
function distanceText(lengthM: number, metre: string, kilometre: string): string {
  const tens = Math.max(10, Math.round(lengthM / 10) * 10);
  if (tens < 1000) return `${tens} ${metre}`;
  return `${(lengthM / 1000).toFixed(lengthM < 9950 ? 1 : 0)} ${kilometre}`;
}
