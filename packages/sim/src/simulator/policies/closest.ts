import { DISPATCHER_RULES, mayDivert } from '@muster/optimiser/refusal-rules';
import { CALL, UNIT } from '../states.ts';
import type { Policy, World } from '../world.ts';

/**
 * The rule of most open systems: the nearest unit that is free, or that may be taken from a less urgent call by the
 * model's own redispatch rules. A unit that comes free takes the most urgent call that waits, the oldest of those, or goes
 * back to its station.
 */
export function closest(
  name = 'closest',
  postFor: (world: World, unit: number) => number = homeOf,
  mayTake: MayTake = byModel,
): Policy {
  return {
    name,
    onCall: (world, call) => dispatchNearest(world, call, mayTake),
    onFree(world, unit) {
      if (!takeWaiting(world, unit)) world.sendToPost(unit, postFor(world, unit));
    },
  };
}

/** Whether a unit may be taken off its call for another. */
export type MayTake = (world: World, unit: number, call: number) => boolean;

const homeOf = (world: World, unit: number): number => world.model.unitStation[unit];

function dispatchNearest(world: World, call: number, mayTake: MayTake): void {
  for (;;) {
    let best = -1;
    let bestS = Infinity;
    for (let u = 0; u < world.units; u++) {
      if (!world.isFree(u) && (world.unitCall[u] < 0 || !mayTake(world, u, call))) continue;
      const s = world.travelS(u, call);
      if (s < bestS) {
        bestS = s;
        best = u;
      }
    }
    if (best < 0) return;
    const bumped = world.unitCall[best];
    if (!world.assign(best, call)) continue;
    if (bumped >= 0) dispatchNearest(world, bumped, mayTake);
    return;
  }
}

function byModel(world: World, u: number, call: number): boolean {
  if (world.unitState[u] !== UNIT.toCall) return false;
  const { classes, mayRedispatch } = world.model;
  const from = world.calls.class[world.unitCall[u]];
  return mayRedispatch[from * classes.length + world.calls.class[call]] === 1;
}

/** The model's rule and the dispatcher's: what a desk would let the nearest-unit rule do. */
export function byDispatcher(world: World, u: number, call: number): boolean {
  if (!byModel(world, u, call)) return false;
  const from = world.unitCall[u];
  let withoutS = Infinity;
  for (let v = 0; v < world.units; v++) if (world.isFree(v)) withoutS = Math.min(withoutS, world.travelS(v, call));
  return mayDivert(DISPATCHER_RULES, {
    ...{ fromClass: world.calls.class[from], toClass: world.calls.class[call], withoutS },
    leftS: world.unitUntilS[u] - world.nowS,
    withS: world.travelS(u, call),
    wasDiverted: world.unitDiverted[u] > 0 || world.callDiverted[from] > 0 || world.callDiverted[call] > 0,
  });
}

/** The most urgent waiting call, the first come of those. */
export function takeWaiting(world: World, unit: number): boolean {
  const refused = new Set<number>();
  for (;;) {
    let best = -1;
    for (const call of world.open) {
      if (world.callState[call] !== CALL.waiting || refused.has(call) || world.travelS(unit, call) === Infinity)
        continue;
      const { class: classOf } = world.calls;
      if (best < 0 || classOf[call] < classOf[best] || (classOf[call] === classOf[best] && call < best)) best = call;
    }
    if (best < 0) return false;
    if (world.assign(unit, best)) return true;
    refused.add(best);
  }
}
