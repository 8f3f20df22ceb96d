/** What a type says of how far and how long one event of it is reported. */
export interface TypeNature {
  /** How far from the event those stand who are at it, metres. */
  readonly extentM: number;
  /** How far it is seen or heard, metres; 0: not beyond its extent. */
  readonly witnessM: number;
  /** Calls about it come for about so long, minutes. */
  readonly durationMin: number;
  /** One person is meant: another person next door is another event. */
  readonly isOnePerson: boolean;
}

const n = (extentM: number, durationMin: number, witnessM = 0, isOnePerson = false): TypeNature => ({
  ...{ extentM, witnessM, durationMin, isOnePerson },
});
const person = (durationMin: number): TypeNature => n(15, durationMin, 0, true);

const NATURE: Readonly<Record<string, TypeNature>> = {
  'medical.mass-casualty': n(60, 60),
  'medical.public-health': n(100, 90),
  'medical.carbon-monoxide': n(25, 40),
  'medical.poisoning': n(30, 40),
  'medical.childbirth': person(60),
  'medical.*': person(35),
  'fire.building': n(50, 75, 1000),
  'fire.vehicle': n(45, 60, 800),
  'fire.wildland': n(350, 120, 1500),
  'fire.outdoor': n(60, 40, 400),
  'fire.explosion': n(70, 60, 1000),
  'fire.smoke-odour': n(80, 60, 1000),
  'fire.hazmat': n(80, 75, 300),
  'fire.gas-leak': n(50, 60),
  'fire.*': n(30, 45),
  'rescue.elevator': n(15, 60),
  'rescue.height': n(200, 120),
  'rescue.water': n(80, 60, 300),
  'rescue.maritime': n(250, 90),
  'rescue.collapse': n(70, 90, 300),
  'rescue.animal': n(60, 60),
  'rescue.trapped': n(20, 60),
  'traffic.crash-*': n(40, 45),
  'traffic.hit-and-run': n(50, 45),
  'traffic.obstruction': n(130, 75),
  'traffic.impaired-driving': n(400, 20),
  'traffic.rail-metro': n(60, 60),
  'traffic.parking': n(30, 60),
  'police.missing-person': { ...n(200, 90), isOnePerson: true },
  'police.robbery': n(55, 45),
  'police.suicide-threat': n(50, 60),
  'police.mass-incident': n(100, 120),
  'police.crowd-crush': n(100, 60),
  'police.attack': n(100, 60, 200),
  'police.weapon': n(80, 45),
  'police.noise': n(80, 120, 100),
  'police.*': n(30, 45),
  'disaster.earthquake': n(3000, 120),
  'disaster.flood': n(25, 90),
  'disaster.waterlogging': n(150, 120),
  'disaster.landslide': n(100, 120),
  'disaster.storm': n(50, 90),
  'disaster.utility': n(150, 90),
  'disaster.industrial': n(60, 60),
  'disaster.road-collapse': n(60, 90),
  'disaster.pollution': n(200, 180, 1000),
  'call.*': n(50, 90),
  'service.*': n(30, 20),
};
const UNKNOWN: TypeNature = n(60, 45);

/** Types come from a taxonomy of some hundred; more than these come from strangers, and are not kept. */
const MAX_KNOWN = 1_000;
const known = new Map<string, TypeNature>();

export function natureOf(type: string): TypeNature {
  let nature = known.get(type);
  if (nature === undefined) {
    const family = type.slice(0, type.indexOf('.'));
    nature = NATURE[type] ?? NATURE[type.replace(/-.*$/, '-*')] ?? NATURE[`${family}.*`] ?? UNKNOWN;
    if (known.size < MAX_KNOWN) known.set(type, nature);
  }
  return nature;
}
