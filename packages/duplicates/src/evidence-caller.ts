import type { Evidence } from './evidence.ts';
import type { KnownEvent } from './known-event.ts';
import type { Sighting } from './sighting.ts';
import { isAlone, isOpenType, kinshipOf } from './type-kin.ts';
import { mainType } from './where.ts';

const SAME_CALLER_CHASES = 3.6;
const SAME_CALLER_KIN = 2;
const SAME_CALLER = 0.6;
const OTHER_MATTER_SAME_CALLER = -6;
const OTHER_MATTER = -2;
/** "又有两台车追尾": like the first, and not it. */
const ANOTHER = -2.6;
const AFTERMATH = -5;
const SAME_CALLER_GOES_ON = /^call\.(?:prank|silent)$/;
const SAME_AGAIN = 6;

export function callerEvidence(sighting: Sighting, event: KnownEvent): Evidence[] {
  const { callerId, types } = sighting.report;
  const { cues } = sighting;
  const isSame = callerId !== '' && event.callers.has(callerId);
  if (cues.isOtherMatter) return [{ code: 'other-matter', logOdds: isSame ? OTHER_MATTER_SAME_CALLER : OTHER_MATTER }];
  const found: Evidence[] = [];
  const chases = isOpenType(mainType(sighting)) || (cues.isFollowUp && !isAlone(mainType(sighting)));
  if (cues.isAnother && !chases && mainType(sighting) !== 'police.noise')
    found.push({ code: 'another', logOdds: ANOTHER });
  if (cues.isAftermath && !chases) found.push({ code: 'another', logOdds: AFTERMATH });
  if (!isSame) return found;
  if (SAME_CALLER_GOES_ON.test(mainType(sighting)) && event.types.has(mainType(sighting))) {
    return [{ code: 'same-caller', logOdds: SAME_AGAIN }];
  }
  // Could not speak, and now can.
  if (event.mainType === 'call.silent') return [{ code: 'same-caller', logOdds: SAME_AGAIN }];
  const kin = [...event.types.keys()].some((type) => !isOpenType(type) && kinshipOf(types, [{ type, p: 1 }]) >= 0);
  const isOpen = isOpenType(mainType(sighting));
  const logOdds = chases && (kin || isOpen) ? SAME_CALLER_CHASES : kin ? SAME_CALLER_KIN : SAME_CALLER;
  return [...found, { code: 'same-caller', logOdds }];
}
