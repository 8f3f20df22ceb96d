import { JOINT, JOINT_RESTRICTED, type JointPolicy, type MoveRules } from '@muster/optimiser/joint-policy';
import type { RefusalRules } from '@muster/optimiser/refusal-rules';
import type { PolicyMaker } from '../simulate.ts';
import { byDispatcher, closest } from './closest.ts';
import { coverage } from './coverage.ts';
import { dmexclp } from './dmexclp.ts';
import { Joint } from './joint.ts';

/** Changes to a joint policy, its rules and limits, for trying what each costs: `{"rules": {"nearArrivalS": 60}}`. */
export type Adjustment = Partial<Omit<JointPolicy, 'rules' | 'moves'>> & {
  readonly rules?: Partial<RefusalRules>;
  readonly moves?: Partial<MoveRules>;
};

/** Policies by the names the command line knows. `dmexclp-0.3` is DMEXCLP with another busy share, `-ruled` under the dispatcher's rules. */
export const POLICIES: Readonly<Record<string, PolicyMaker>> = policiesWith({});

export function policiesWith(adjustment: Adjustment): Readonly<Record<string, PolicyMaker>> {
  const adjusted = (policy: JointPolicy): JointPolicy => ({
    ...policy,
    ...adjustment,
    rules: { ...policy.rules, ...adjustment.rules },
    moves: policy.moves === null ? null : { ...policy.moves, ...adjustment.moves },
  });
  return {
    closest: () => closest(),
    dmexclp: (model, setOutS) => dmexclp(model, setOutS),
    'dmexclp-0.3': (model, setOutS) => dmexclp(model, setOutS, 0.3, 'dmexclp-0.3'),
    'dmexclp-ruled': (model, setOutS) => dmexclp(model, setOutS, undefined, 'dmexclp-ruled', byDispatcher),
    coverage: (model, setOutS) => coverage(model, setOutS),
    joint: (model, setOutS) => new Joint('joint', model, adjusted(JOINT), setOutS),
    'joint-restricted': (model, setOutS) => new Joint('joint-restricted', model, adjusted(JOINT_RESTRICTED), setOutS),
  };
}
