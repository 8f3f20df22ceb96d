import type { ActorFact } from '@muster/contracts/events/shared';

/** Who raises a flag when no human does. */
export const MACHINE: ActorFact = { kind: 'service', id: 'alarm-intake', name: '系统' };
