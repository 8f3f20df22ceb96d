import type { ClassificationFact } from '@muster/contracts/events/classification';
import type { Flag } from '@muster/contracts/events/contact';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';

export interface FlagProposal {
  readonly flag: Flag;
  readonly zh: string;
  readonly en: string;
  readonly signs?: readonly string[];
}

/** From this priority on a caller is nobody else's (1 life in danger, 2 urgent). */
const DANGER_PRIORITY = 2;
/** Agencies whose matters are not handed away, whatever their priority. */
const RESPONDERS = new Set(['police', 'fire', 'medical', 'emergency']);
/** Of a call the classifier took for somebody who cannot speak: words that were written down about it, not said by it. */
const SOUNDS_ONLY = /[[(（【<][^\])）】>]*[\])）】>]|[\s.…。，,!！?？-]+/g;

/** What the classifier's answer means for the connection with the caller. Pure. */
export function flagsOf(found: ClassificationFact, text: string): FlagProposal[] {
  const type = INCIDENT_TYPES.get(found.type);
  if (found.type === 'call.silent') return [coded(found, text)];
  if (type === undefined || type.lead === 'call') return dangerByHazard(found);
  const urgent = found.priority <= DANGER_PRIORITY;
  // Somebody else's matter by the taxonomy (12345, 12369 …), or the city's: it may be handed over when nothing is urgent.
  const ours = RESPONDERS.has(type.lead) && type.handTo === '';
  if (!urgent && found.hazards.length === 0 && !ours) return [];
  return [danger(found, type)];
}

function coded(found: ClassificationFact, text: string): FlagProposal {
  const evidence = found.evidence.map(({ says }) => says).slice(0, 3);
  const because = { zh: evidence.length > 0 ? `（${evidence.join('、')}）` : '', en: evidence.join(', ') };
  if (text.replace(SOUNDS_ONLY, '') === '') {
    return { flag: 'silent', zh: `无人说话${because.zh}`, en: `nobody speaks ${because.en}`.trim() };
  }
  return {
    flag: 'duress',
    zh: `像暗语或不便说话的求助${because.zh}`,
    en: `sounds like a coded call for help ${because.en}`.trim(),
  };
}

/** A chaser, a prank or a misdial that speaks of a weapon or a fire is not handed away either. */
function dangerByHazard(found: ClassificationFact): FlagProposal[] {
  return found.hazards.length === 0 && found.priority > DANGER_PRIORITY ? [] : [danger(found, undefined)];
}

function danger(
  found: ClassificationFact,
  type: { readonly zh: string; readonly en: string } | undefined,
): FlagProposal {
  const { priority, hazards } = found;
  const zh = [type?.zh, `${priority} 级`, ...hazards].filter((word) => word !== undefined);
  const en = [type?.en, `priority ${priority}`, ...hazards].filter((word) => word !== undefined);
  return {
    flag: 'danger-said',
    zh: `有危险迹象，不得转出：${zh.join('、')}`,
    en: `signs of danger, not to be handed over: ${en.join(', ')}`,
    ...(hazards.length > 0 ? { signs: hazards } : {}),
  };
}
