import { assert } from '@muster/kernel/assert';
import { CALL, UNIT } from './states.ts';
import type { World } from './world.ts';

/** After every event each unit has a call, a post or a patient. */
export function assertServed({ units, unitState, unitCall, callUnit }: World): void {
  for (let u = 0; u < units; u++) {
    const state = unitState[u];
    const call = unitCall[u];
    assert(state <= UNIT.toPost ? call < 0 : call >= 0, 'a unit has a job exactly when it is busy');
    assert(state !== UNIT.toCall || callUnit[call] === u, 'a unit and its call know each other');
  }
}

/** No call is lost and none is served twice. */
export function assertConserved({ calls, callState, open, reached, closed }: World): void {
  let [ready, waiting] = [0, 0];
  for (let c = 0; c < calls.count; c++) {
    if (callState[c] !== CALL.screening) ready++;
    if (callState[c] === CALL.waiting || callState[c] === CALL.assigned) waiting++;
  }
  assert(open.length === waiting, 'the open calls are those not reached');
  assert(reached + waiting === ready, 'every call is open or was reached');
  assert(closed <= reached, 'no call is closed before it was reached');
}
