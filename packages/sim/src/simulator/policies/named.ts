import { JOINT, JOINT_RESTRICTED } from '@muster/optimiser/joint-policy';
import type { PolicyMaker } from '../simulate.ts';
import { byDispatcher, closest } from './closest.ts';
import { coverage } from './coverage.ts';
import { dmexclp } from './dmexclp.ts';
import { Joint } from './joint.ts';

/** Policies by the names the command line knows. `dmexclp-0.3` is DMEXCLP with another busy share, `-ruled` under the dispatcher's rules. */
export const POLICIES: Readonly<Record<string, PolicyMaker>> = {
  closest: () => closest(),
  dmexclp: (model) => dmexclp(model),
  'dmexclp-0.3': (model) => dmexclp(model, 0.3, 'dmexclp-0.3'),
  'dmexclp-ruled': (model) => dmexclp(model, undefined, 'dmexclp-ruled', byDispatcher),
  coverage: (model) => coverage(model),
  joint: (model) => new Joint('joint', model, JOINT),
  'joint-restricted': (model) => new Joint('joint-restricted', model, JOINT_RESTRICTED),
};
