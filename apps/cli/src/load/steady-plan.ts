import type { Plan } from '@muster/load-tests/k6/plan';

/** The load of the first day (issue "Load from day one"): ten times a city of eight million, for two minutes. */
export const STEADY: Plan = {
  leadS: 5,
  callsPerS: 14,
  idleS: 20,
  loadS: 120,
  drainS: 25,
  units: 1_000,
  screens: 20,
  desks: 4,
  gateways: 2,
  leastAssignments: 500,
};
/** A quarter of a minute with little of everything: tells whether the script and the system still fit. */
export const BRIEF: Plan = {
  leadS: 2,
  callsPerS: 4,
  idleS: 0,
  loadS: 7,
  drainS: 8,
  units: 150,
  screens: 3,
  desks: 2,
  gateways: 1,
  leastAssignments: 10,
};
