import type { Evidence } from './evidence.ts';
import type { KnownEvent } from './known-event.ts';
import type { Slot } from './read-details.ts';
import type { Sighting } from './sighting.ts';
import type { Thing } from './things.ts';
import { isOpenType, kinship } from './type-kin.ts';
import { natureOf } from './type-nature.ts';
import { isFarWitness, mainType } from './where.ts';

type Case = 'person' | 'indoors' | 'burning' | 'road' | 'other';

/** [the same, another] in log-odds, by what kind of event it is. A slot that is absent says nothing there. */
const WORTH: Readonly<Record<Case, Partial<Record<Slot, readonly [same: number, other: number]>>>> = {
  person: {
    ...{ building: [0.6, -4], floor: [0.8, -2.5], room: [2.5, -5], lane: [1.5, -4], exit: [1.2, -2], gate: [1, -2] },
    ...{ house: [2, -4], age: [2, -3.5], life: [0.5, -2.2], sex: [0.3, -2.4], colour: [1, -1.2] },
  },
  indoors: {
    ...{ building: [0.6, -4], floor: [0.7, -1.2], room: [2.5, -4], lane: [1.5, -4], exit: [1, -1.5], gate: [1, -1.5] },
    ...{ house: [2, -3.5], age: [1.5, -2.5], life: [0.2, -0.5], colour: [1, -1] },
  },
  burning: {
    ...{ building: [0.6, -3], floor: [0.6, -0.4], room: [2, -0.6], lane: [1.5, -3.5], gate: [0.5, -0.5] },
    ...{ house: [2, -2], colour: [0.8, -0.5] },
  },
  road: {
    ...{ heading: [1.2, -4], lane: [1, -3], exit: [0.8, -1.5], gate: [0.6, -1], house: [1, -2.5], colour: [0.8, -0.8] },
    ...{ life: [0.3, -0.8], sex: [0.2, -0.4], age: [1.5, -2] },
  },
  other: {
    ...{
      building: [0.6, -3.5],
      floor: [0.6, -1],
      room: [2, -3],
      lane: [1.5, -3.5],
      exit: [1, -1.5],
      gate: [0.8, -1.2],
    },
    ...{ house: [1.5, -3], colour: [0.9, -0.8], age: [1.5, -1.5], life: [0.1, -0.4], sex: [0.1, -0.3] },
  },
};
const MOST_SAME = 3;
/** One has a sprained ankle, the other does not breathe. */
const OTHER_COMPLAINT = -1.6;
/** Types as near as these are one body seen by several. */
const KIN = 0.7;
const OTHER_CAUSE = -2.5;
const SMELT_SHARE = 0.15;
const MOST_OTHER = -7;
const ZH: Readonly<Record<Slot, string>> = {
  ...{
    building: '栋',
    floor: '楼层',
    room: '房号',
    lane: '巷',
    exit: '出口',
    gate: '门',
    house: '门牌',
    heading: '方向',
  },
  ...{ age: '年龄', life: '年龄段', sex: '性别', colour: '颜色' },
};

function caseOf(sighting: Sighting, event: KnownEvent): Case {
  const types = [mainType(sighting), event.mainType];
  if (
    types.some(
      (type) => type.startsWith('traffic.crash') || type === 'traffic.hit-and-run' || type === 'traffic.obstruction',
    )
  ) {
    return 'road';
  }
  if (types.some((type) => /^fire\.(?!alarm|gas)|^disaster\.industrial/.test(type))) return 'burning';
  if (types.every((type) => natureOf(type).isOnePerson || isOpenType(type))) return 'person';
  return types.some((type) => /^rescue\.elevator|^police\.(?:domestic|burglary)|^disaster\.flood|^fire\./.test(type))
    ? 'indoors'
    : 'other';
}

/** The same house number, floor, heading, colour or age; or another one. */
export function contradictions(sighting: Sighting, event: KnownEvent): Evidence[] {
  const worth = WORTH[caseOf(sighting, event)];
  const found: Evidence[] = [];
  let same = 0;
  let other = 0;
  const sameIn: Slot[] = [];
  const otherIn: Slot[] = [];
  for (const [slot, mine] of sighting.details.slots) {
    const theirs = event.slots.get(slot);
    const [ifSame, ifOther] = worth[slot] ?? [0, 0];
    if (theirs === undefined) continue;
    if (slot === 'gate' && !isComparable(mine, theirs)) continue;
    if ([...mine].some((value) => [...theirs.keys()].some((known) => agree(slot, value, known)))) {
      same += ifSame;
      if (ifSame > 0) sameIn.push(slot);
    } else {
      other += ifOther;
      if (ifOther < 0) otherIn.push(slot);
    }
  }
  if (sameIn.length > 0) found.push(of('details', Math.min(MOST_SAME, same), sameIn));
  if (otherIn.length > 0 && !isFarWitness(sighting)) {
    // Who smells it says where they are.
    const smells = [mainType(sighting), event.mainType].includes('fire.smoke-odour') ? SMELT_SHARE : 1;
    found.push(of('contradiction', smells * Math.max(MOST_OTHER, other), otherIn));
  }
  const crashed = otherParties(sighting, event);
  if (crashed < 0) found.push({ code: 'contradiction', logOdds: crashed, zh: ['事故双方'], en: ['who crashed'] });
  if (isOtherCause(sighting, event)) {
    found.push({ code: 'contradiction', logOdds: OTHER_CAUSE, zh: ['起因'], en: ['cause'] });
  }
  if (worth === WORTH.person && isOtherComplaint(sighting, event)) {
    found.push({ code: 'contradiction', logOdds: OTHER_COMPLAINT, zh: ['症状'], en: ['complaint'] });
  }
  return found;
}

const of = (code: 'details' | 'contradiction', logOdds: number, slots: readonly Slot[]): Evidence => ({
  ...{ code, logOdds, zh: slots.map((slot) => ZH[slot]), en: slots },
});

const OTHER_PARTIES = -1.2;
const CRASH = /^traffic\.(?:crash|hit)|^medical\.(?:severe-bleeding|fall|unconscious)/;

/** "Two cars scraped" is no cyclist run over: all were named. */
function otherParties(sighting: Sighting, event: KnownEvent): number {
  if (!CRASH.test(mainType(sighting)) || !CRASH.test(event.mainType) || sighting.cues.isFollowUp) return 0;
  const mine = partiesOf(sighting);
  if (mine === null) return 0;
  const theirs = event.members.map(partiesOf).filter((parties) => parties !== null);
  return theirs.length > 0 && !theirs.includes(mine) ? OTHER_PARTIES : 0;
}

const RIDERS = new Set(['scooter', 'motorcycle', 'bicycle', 'tricycle', 'delivery-rider']);
const CARS_ONLY =
  /[两二三四]+(?:台|辆|部|个)?(?:小|轿|私家)?车[^，。]{0,3}(?:追尾|相撞|撞|剐|刮|碰|擦)|\bfender.?bender|\b(?:two|three|2|3) cars\b/i;
const ON_FOOT =
  /行人|路人|过马路|(?:撞|剐|碰)(?:了|倒|到|伤)?(?:一个|个)?(?:老|小孩|孩子|人|学生|女|男)|\bpedestrian|crossing the street/i;

function partiesOf({ report, things }: Sighting): 'cars' | 'others' | null {
  if (ON_FOOT.test(report.text) || [...things].some((thing) => RIDERS.has(thing.name))) return 'others';
  return CARS_ONLY.test(report.text) ? 'cars' : null;
}

/** What stops a road. A crash where a light was out is not the light; a car that died is not the crash before it. */
const CAUSES = new Set([
  'crash',
  'breakdown',
  'tree',
  'signal',
  'debris',
  'flood-water',
  'fight',
  'landslide',
  'flames',
]);
const ROAD = /^traffic\.(?:crash|hit|obstruction)|^disaster\.(?:storm|utility|waterlogging)|^fire\.vehicle/;

function isOtherCause(sighting: Sighting, event: KnownEvent): boolean {
  const [mine, theirs] = [mainType(sighting), event.mainType];
  if (sighting.cues.isFollowUp) return false;
  for (const [types, causes] of EXCLUSIVE) {
    if (!types.test(mine) || !types.test(theirs)) continue;
    const told = causes.findIndex((names) => names.some((name) => name === mine || has(sighting.things, name)));
    const known = causes.findIndex((names) => names.some((name) => name === theirs || has(event.things.keys(), name)));
    if (told >= 0 && known >= 0 && told !== known) return true;
  }
  if (!ROAD.test(mine) || !ROAD.test(theirs) || mine === theirs) return false;
  if (!mine.startsWith('traffic.') || !/obstruction|^disaster\./.test(`${mine} ${theirs}`)) return false;
  const told = [...sighting.things].filter((thing) => CAUSES.has(thing.name));
  const known = [...event.things.keys()].filter((thing) => CAUSES.has(thing.name));
  if (/^traffic\.(?:crash|hit)/.test(mine) && !known.some((thing) => thing.name === 'crash')) return true;
  return told.length > 0 && known.length > 0 && !told.some((thing) => event.things.has(thing));
}

const has = (things: Iterable<Thing>, name: string): boolean => {
  for (const thing of things) if (thing.name === name) return true;
  return false;
};

/** Of one family, and one excludes the other: drilling and dancing, a lawn and a house, what was eaten and what is breathed. */
const EXCLUSIVE: readonly (readonly [types: RegExp, causes: readonly (readonly string[])[]])[] = [
  [
    /^police\.(?:noise|domestic-violence|dispute)/,
    [['renovation'], ['loudspeaker'], ['fireworks'], ['fight'], ['dog']],
  ],
  [/^fire\.(?:building|outdoor|wildland)/, [['grass'], ['house', 'kitchen', 'stairs', 'roof', 'window', 'curtain']]],
  [
    /^medical\.(?:poisoning|public-health)|^fire\.(?:gas|hazmat)/,
    [['food'], ['fire.gas-leak', 'fire.hazmat', 'gas', 'ammonia', 'chlorine', 'acid', 'paint']],
  ],
];

function isOtherComplaint(sighting: Sighting, event: KnownEvent): boolean {
  if (sighting.cues.isFollowUp || kinship(mainType(sighting), event.mainType) >= KIN) return false;
  const mine = [...sighting.things].filter(isComplaint);
  const theirs = [...event.things.keys()].filter(isComplaint);
  if (mine.length === 0 || theirs.length === 0 || mine.some((thing) => event.things.has(thing))) return false;
  // Fainting, fits, no breath are what different callers see of one body; injuries are each their own.
  return !(mine.some(isCollapse) && theirs.some(isCollapse));
}

const isCollapse = (thing: Thing): boolean => thing.group === 'state';
const isComplaint = (thing: Thing): boolean => thing.group === 'body' || thing.group === 'state';

/** Part of an age by which two guesses differ. */
const AGE_SLIP = 0.12;

function agree(slot: Slot, a: string, b: string): boolean {
  if (a === b) return true;
  if (slot === 'age') return Math.abs(Number(a) - Number(b)) <= Math.max(1, AGE_SLIP * Number(a));
  if (slot === 'house') {
    const [block, number] = a.endsWith('xx') ? [a, b] : [b, a];
    return block.endsWith('xx') && block === `${Math.floor(Number(number) / 100)}xx`;
  }
  if (slot === 'life') return NEAR_LIVES.has(`${a} ${b}`) || NEAR_LIVES.has(`${b} ${a}`);
  if (slot === 'heading') return a.startsWith(b) || b.startsWith(a);
  return false;
}

/** Gates have names or numbers: the one does not speak against the other. */
const isComparable = (mine: ReadonlySet<string>, theirs: ReadonlyMap<string, number>): boolean =>
  [...mine].some((a) => [...theirs.keys()].some((b) => /\d/.test(a) === /\d/.test(b)));

/** What one caller takes for a student another takes for a child or a grown-up. */
const NEAR_LIVES = new Set(['baby child', 'child young', 'young adult', 'adult elder']);
