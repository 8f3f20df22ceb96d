import type { Basis, Candidate, Need } from './recommend.ts';

/** Why a unit stands where it stands in the list, for the desk. */
export interface Reason {
  readonly code:
    | 'travel-time'
    | 'capability'
    | 'missing-capability'
    | 'own-district'
    | 'status'
    | 'workload'
    | 'no-position'
    | 'stale-position'
    | 'straight-line';
  readonly zh: string;
  readonly en: string;
}

/** Words of capability codes; a code without words is shown as it is. */
const WORDS: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  als: ['高级生命支持', 'advanced life support'],
  bls: ['基础生命支持', 'basic life support'],
  pump: ['水泵', 'pump'],
  water: ['水罐', 'water tank'],
  foam: ['泡沫', 'foam'],
  ladder: ['举高', 'ladder'],
  'ladder-24m': ['24 米举高', '24 m ladder'],
  rescue: ['抢险救援', 'rescue'],
  'water-rescue': ['水域救援', 'water rescue'],
  hazmat: ['危化处置', 'hazmat'],
  command: ['指挥', 'command'],
  patrol: ['巡逻', 'patrol'],
  traffic: ['交通', 'traffic'],
  armed: ['武装', 'armed'],
  repair: ['抢修', 'repair'],
};

/** 250 s → "4:10". */
export function clockTime(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export function reasonsFor(
  candidate: Candidate,
  need: Need,
  travelTimeS: number,
  basis: Basis,
  hasIt: boolean,
): Reason[] {
  const reasons: Reason[] = [arrival(travelTimeS)];
  if (basis === 'straight-line') {
    reasons.push({ code: 'straight-line', zh: '按直线距离估算', en: 'estimated from the straight line' });
  }
  if (need.capability !== '') {
    const [zh, en] = WORDS[need.capability] ?? [need.capability, need.capability];
    reasons.push(
      hasIt
        ? { code: 'capability', zh: `具备所需：${zh}`, en: `has what is needed: ${en}` }
        : { code: 'missing-capability', zh: `不具备：${zh}`, en: `does not have: ${en}` },
    );
  }
  if (candidate.isReturning) reasons.push({ code: 'status', zh: '返队途中，可派', en: 'returning, can be sent' });
  if (candidate.isOwnDistrict) reasons.push({ code: 'own-district', zh: '本辖区', en: 'own district' });
  if (!candidate.hasPosition) {
    reasons.push({ code: 'no-position', zh: '无实时位置，按驻地计', en: 'no live position, taken from its station' });
  }
  if (candidate.hasPosition && candidate.isPositionStale) {
    reasons.push({
      code: 'stale-position',
      zh: '位置已过时，请核实',
      en: 'its position is old: make sure where it is',
    });
  }
  return reasons;
}

function arrival(travelTimeS: number): Reason {
  if (!Number.isFinite(travelTimeS)) return { code: 'travel-time', zh: '无法到达', en: 'no way there' };
  const time = clockTime(travelTimeS);
  return { code: 'travel-time', zh: `预计 ${time} 到达`, en: `arrives in ${time}` };
}

export const workloadReason = (jobs: number): Reason | null =>
  jobs === 0
    ? null
    : { code: 'workload', zh: `已有 ${jobs} 个任务`, en: `has ${jobs} ${jobs === 1 ? 'job' : 'jobs'} already` };
