/** What a unit is doing. */
export const UNIT = { atPost: 0, toPost: 1, toCall: 2, onScene: 3, toHospital: 4, atHospital: 5 } as const;
/** What a call is waiting for; `screening` before it may be dispatched. */
export const CALL = { screening: 0, waiting: 1, assigned: 2, reached: 3, closed: 4 } as const;
