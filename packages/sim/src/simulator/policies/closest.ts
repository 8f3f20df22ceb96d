import { CALL, type Policy, UNIT, type World } from '../world.ts';

/**
 * The rule of most open systems: the nearest unit that is free, or that may be taken from a less urgent call by the
 * model's own redispatch rules. A unit that comes free takes the most urgent call that waits, the oldest of those, or goes
 * back to its station.
 */
export function closest(name = 'closest', postFor: (world: World, unit: number) => number = homeOf): Policy {
  return {
    name,
    onCall: dispatchNearest,
    onFree(world, unit) {
      if (!takeWaiting(world, unit)) world.sendToPost(unit, postFor(world, unit));
    },
  };
}

const homeOf = (world: World, unit: number): number => world.model.unitStation[unit];

function dispatchNearest(world: World, call: number): void {
  for (;;) {
    let best = -1;
    let bestS = Infinity;
    for (let u = 0; u < world.units; u++) {
      if (!isAvailable(world, u, call)) continue;
      const s = world.travelS(u, call);
      if (s < bestS) {
        bestS = s;
        best = u;
      }
    }
    if (best < 0) return;
    const bumped = world.unitCall[best];
    if (!world.assign(best, call)) continue;
    if (bumped >= 0) dispatchNearest(world, bumped);
    return;
  }
}

function isAvailable(world: World, u: number, call: number): boolean {
  if (world.isFree(u)) return true;
  if (world.unitState[u] !== UNIT.toCall || world.unitCall[u] < 0) return false;
  const { classes, mayRedispatch } = world.model;
  const from = world.calls.class[world.unitCall[u]];
  return mayRedispatch[from * classes.length + world.calls.class[call]] === 1;
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
