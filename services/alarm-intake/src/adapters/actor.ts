import type { ActorFact } from '@muster/contracts/events/shared';
import type { Actor } from '@muster/contracts/gen/muster/common/v1/common';

export const actorOf = (actor: Actor | undefined): ActorFact => ({
  kind: (actor?.kind || 'service') as ActorFact['kind'],
  id: actor?.id ?? '',
  name: actor?.name ?? '',
});
