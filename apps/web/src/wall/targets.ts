import type { WallFigures } from '@muster/contracts/edge';

export type Stage = WallFigures['stages'][number]['stage'];

export const STAGES: readonly Stage[] = ['answer', 'process', 'acknowledge', 'turnout', 'travel', 'total'];

/** Seconds. Answer and process after NFPA 1225, roll-out within three minutes; the others are this project's own. */
const DEFAULTS: Readonly<Record<Stage, number>> = {
  answer: 10,
  process: 60,
  acknowledge: 30,
  turnout: 90,
  travel: 480,
  total: 600,
};

/** Service levels of this wall: the defaults, or as the address says, e.g. `?targets=answer:8,travel:300`. */
export function targetsFrom(query: string): Readonly<Record<Stage, number>> {
  const targets = { ...DEFAULTS };
  for (const part of (new URLSearchParams(query).get('targets') ?? '').split(',')) {
    const [name, seconds] = part.split(':');
    const stage = STAGES.find((each) => each === name);
    if (stage !== undefined && Number(seconds) > 0) targets[stage] = Number(seconds);
  }
  return targets;
}
