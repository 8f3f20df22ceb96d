import type { TypeGuess } from './report.ts';
import { natureOf } from './type-nature.ts';

/**
 * Types that callers give to one and the same event. Log-odds: how much likelier the second type is when the first was
 * reported of this event than in any call. `a b c` are all kin of each other; `a > b c` only a with each.
 */
const KIN: readonly (readonly [logOdds: number, types: string])[] = [
  // What burns is reported as smoke, bang, alarm, and by those inside.
  [1.6, 'fire.building > fire.smoke-odour fire.explosion fire.alarm fire.electric-bike fire.electrical rescue.trapped'],
  [1.2, 'fire.smoke-odour fire.vehicle fire.outdoor fire.electric-bike fire.electrical fire.alarm'],
  [1.2, 'fire.smoke-odour > fire.explosion fire.wildland fire.gas-leak fire.hazmat disaster.industrial'],
  [1.2, 'fire.outdoor > fire.wildland fire.building fire.electric-bike fire.vehicle'],
  [1.2, 'fire.explosion > fire.gas-leak fire.vehicle fire.hazmat disaster.industrial fire.electrical disaster.utility'],
  [0.6, 'fire.explosion > rescue.collapse police.bomb-threat medical.burn medical.mass-casualty'],
  [1.2, 'fire.gas-leak > fire.hazmat disaster.utility medical.carbon-monoxide'],
  [1.2, 'fire.hazmat > medical.breathing disaster.pollution medical.poisoning'],
  [0.1, 'fire.hazmat > disaster.industrial'],
  [0.3, 'fire.building > medical.burn medical.breathing medical.severe-bleeding'],
  [0.9, 'fire.building > rescue.height'],
  [0.3, 'fire.smoke-odour > medical.breathing medical.unconscious medical.burn rescue.height'],
  [0.6, 'fire.building > medical.fall-height disaster.pollution'],
  [0.3, 'fire.building > medical.mass-casualty rescue.collapse medical.unconscious fire.gas-leak fire.vehicle'],
  [0, 'fire.gas-leak > medical.poisoning medical.unconscious medical.burn fire.building'],
  [0.3, 'fire.vehicle > traffic.obstruction'],
  [0, 'fire.vehicle > medical.burn rescue.trapped fire.hazmat fire.building'],
  [1.3, 'fire.electrical > disaster.utility'],
  [0.6, 'fire.electrical > rescue.elevator'],
  [0.6, 'fire.electrical > fire.electric-bike'],
  [0.3, 'fire.electrical > medical.electrocution'],
  [0.6, 'fire.electric-bike > medical.burn rescue.trapped medical.breathing'],
  [1.0, 'fire.electric-bike > fire.explosion'],
  // A crash, its injured, its fire, its jam.
  [1.6, 'traffic.crash-injury traffic.crash-trapped'],
  [1.2, 'traffic.crash-injury > traffic.crash-property traffic.hit-and-run'],
  [1.0, 'traffic.crash-trapped > traffic.crash-property rescue.trapped fire.vehicle fire.hazmat'],
  [0.8, 'traffic.crash-injury > traffic.obstruction fire.vehicle medical.severe-bleeding'],
  [0.5, 'traffic.crash-injury > traffic.impaired-driving'],
  [0.8, 'traffic.crash-trapped > traffic.obstruction medical.severe-bleeding'],
  [0.3, 'fire.smoke-odour > traffic.crash-trapped traffic.crash-injury'],
  [1.0, 'traffic.crash-property > traffic.hit-and-run traffic.obstruction traffic.impaired-driving fire.vehicle'],
  [0.6, 'traffic.crash-property > police.dispute'],
  [0.3, 'traffic.crash-injury > medical.fall medical.unconscious medical.cardiac-arrest medical.mass-casualty'],
  [0.3, 'traffic.crash-injury > police.dispute police.attack rescue.trapped fire.explosion fire.hazmat'],
  [0.3, 'traffic.hit-and-run > traffic.impaired-driving medical.severe-bleeding traffic.crash-trapped'],
  [0.3, 'traffic.crash-property > police.assault traffic.parking'],
  [0.8, 'traffic.obstruction > disaster.storm disaster.landslide disaster.road-collapse disaster.waterlogging'],
  [0.3, 'traffic.parking > police.dispute traffic.obstruction'],
  [1.2, 'traffic.rail-metro > police.suicide-threat medical.severe-bleeding rescue.trapped'],
  // One body, seen by several.
  [1.6, 'medical.cardiac-arrest medical.unconscious'],
  [1.0, 'medical.unconscious > medical.seizure medical.poisoning medical.stroke medical.diabetic medical.heat-cold'],
  [0.8, 'medical.unconscious > medical.sick-person medical.breathing medical.chest-pain medical.carbon-monoxide'],
  [0.8, 'medical.cardiac-arrest > medical.chest-pain medical.breathing medical.choking rescue.water medical.poisoning'],
  [0.6, 'medical.sick-person > medical.diabetic medical.heat-cold medical.abdominal-pain medical.stroke'],
  [0.6, 'medical.sick-person > medical.breathing medical.allergy medical.chest-pain medical.poisoning'],
  [1.0, 'medical.poisoning > medical.mass-casualty medical.public-health medical.psychiatric police.suicide-threat'],
  [0.6, 'medical.seizure > medical.stroke medical.poisoning medical.diabetic medical.heat-cold'],
  [1.0, 'medical.allergy > medical.breathing'],
  [1.0, 'medical.choking > medical.breathing medical.unconscious'],
  [0.6, 'medical.chest-pain > medical.breathing'],
  [1.2, 'medical.severe-bleeding > police.attack police.weapon rescue.trapped'],
  [0.7, 'medical.severe-bleeding > police.assault medical.fall'],
  [0.8, 'medical.severe-bleeding > disaster.industrial medical.fall-height medical.bite-sting police.school-safety'],
  [0.6, 'medical.severe-bleeding > police.domestic-violence police.robbery police.dispute traffic.crash-property'],
  [1.2, 'medical.fall-height > police.suicide-threat medical.unconscious disaster.industrial medical.fall'],
  [0.8, 'medical.fall > medical.unconscious medical.stroke medical.sick-person'],
  [1.0, 'medical.heat-cold > rescue.trapped medical.breathing'],
  [0.6, 'medical.electrocution > disaster.industrial medical.unconscious medical.cardiac-arrest disaster.utility'],
  [1.0, 'medical.psychiatric > police.drunk-disorder police.suicide-threat police.assist police.suspicious'],
  [0.6, 'medical.burn > disaster.industrial fire.smoke-odour'],
  [0.3, 'medical.bite-sting > rescue.animal'],
  [
    0.8,
    'medical.mass-casualty > traffic.rail-metro traffic.crash-injury disaster.industrial rescue.collapse police.attack',
  ],
  [
    0.8,
    'medical.mass-casualty > medical.public-health fire.hazmat medical.carbon-monoxide police.mass-incident medical.fall',
  ],
  [0.6, 'police.crowd-crush > traffic.rail-metro'],
  [0.4, 'traffic.rail-metro > medical.fall medical.unconscious traffic.obstruction'],
  // People against people.
  [1.1, 'police.assault > police.dispute'],
  [1.4, 'police.assault > police.weapon police.drunk-disorder police.domestic-violence'],
  [1.0, 'police.assault > police.attack police.mass-incident police.school-safety police.robbery'],
  [1.4, 'police.weapon > police.attack police.school-safety police.robbery police.domestic-violence'],
  [1.0, 'police.attack > police.school-safety police.homicide police.crowd-crush medical.mass-casualty'],
  [0.8, 'police.dispute > police.drunk-disorder police.trespass-damage police.mass-incident'],
  [0.2, 'police.dispute > police.theft'],
  [0.6, 'police.dispute > police.noise police.domestic-violence police.fraud police.kidnapping'],
  [1.0, 'police.drunk-disorder > police.trespass-damage police.noise'],
  [0.6, 'police.assault > police.trespass-damage police.theft medical.fall medical.unconscious'],
  [0.7, 'police.theft > police.robbery police.burglary police.suspicious police.fraud'],
  [1.0, 'police.burglary > police.alarm police.suspicious police.trespass-damage'],
  [1.0, 'police.robbery > police.alarm police.suspicious police.kidnapping'],
  [0.8, 'police.alarm > police.suspicious police.weapon'],
  [0.6, 'police.suspicious > police.missing-person police.weapon police.trespass-damage police.burglary'],
  [0.8, 'police.missing-person > police.lost-found police.assist rescue.water police.kidnapping'],
  [0.4, 'police.missing-person > rescue.height'],
  [0.8, 'police.suicide-threat > rescue.height medical.psychiatric rescue.water police.suspicious'],
  [1.4, 'police.crowd-crush > medical.mass-casualty medical.sick-person police.mass-incident medical.severe-bleeding'],
  [0.3, 'police.crowd-crush > medical.breathing medical.unconscious medical.fall'],
  [0.6, 'police.bomb-threat > police.suspicious'],
  [0.6, 'police.homicide > rescue.water medical.fall-height police.suspicious'],
  [0.6, 'police.homicide > medical.cardiac-arrest medical.unconscious police.weapon'],
  [0.6, 'police.noise > police.drunk-disorder'],
  [0.9, 'police.noise > police.domestic-violence'],
  [0.4, 'police.noise > police.assault police.dispute'],
  [0.3, 'medical.fall > traffic.hit-and-run disaster.road-collapse'],
  [0.6, 'disaster.pollution > medical.breathing medical.mass-casualty medical.public-health'],
  // Water, earth, wind.
  [1.4, 'disaster.flood > rescue.water rescue.trapped'],
  [0.8, 'disaster.flood > disaster.waterlogging'],
  [1.2, 'rescue.water > rescue.maritime'],
  [1.2, 'disaster.waterlogging > disaster.utility'],
  [0.8, 'disaster.utility > traffic.obstruction disaster.flood'],
  [0.6, 'police.suicide-threat > traffic.obstruction'],
  [1.0, 'medical.public-health > medical.sick-person medical.poisoning'],
  [0.8, 'disaster.waterlogging > disaster.flood'],
  [0.6, 'disaster.road-collapse > traffic.crash-property disaster.waterlogging'],
  [0.4, 'fire.wildland > rescue.height rescue.trapped'],
  [0.4, 'police.dispute > traffic.obstruction'],
  [1.2, 'disaster.landslide > rescue.trapped rescue.collapse disaster.road-collapse'],
  [1.2, 'disaster.road-collapse > rescue.trapped rescue.collapse disaster.utility traffic.crash-injury'],
  [1.0, 'disaster.storm > disaster.utility rescue.collapse rescue.trapped fire.electrical'],
  [1.2, 'disaster.industrial > rescue.trapped rescue.collapse medical.unconscious'],
  [1.2, 'rescue.collapse > rescue.trapped disaster.industrial'],
  [1.0, 'rescue.trapped > rescue.elevator rescue.height police.assist'],
  [0.6, 'rescue.trapped > medical.severe-bleeding medical.breathing'],
];

/** Sharing a type is worth more where the type is rare. */
const SAME = 1.5;
const SAME_RARE = 2.2;
/** Each victim, each patient, each rescue is an event of its own: two of a kind next door mean little. */
const SAME_OF_MANY = 0.8;
const SAME_PATIENT = 1.3;
const OF_MANY =
  /^(?:police\.(?:theft|robbery|fraud|lost-found|burglary|domestic-violence|missing-person|assist|complaint)|traffic\.parking|medical\.(?:fall|sick-person|abdominal-pain|transfer|bite-sting|heat-cold)|disaster\.flood)$/;
const COMMON =
  /^(?:traffic\.(?:crash-injury|crash-property|obstruction)|police\.(?:dispute|noise|assault|drunk-disorder|suspicious)|medical\.(?:unconscious|breathing|chest-pain|stroke|poisoning|severe-bleeding|burn)|rescue\.elevator|fire\.smoke-odour|service\.|call\.)/;
const SAME_FAMILY = -1.6;
const STRANGERS = -3.5;
/** Nothing of these is ever the same event as something else, unless the same caller goes on. */
const ALONE = /^(?:service\.|call\.(?:prank|misdial|silent))/;
const ALONE_LOG_ODDS = -5;

/** Why somebody could not speak: place, time and caller say whether it was this. */
const MAKES_SILENT = /^police\.(?:domestic-violence|kidnapping|assault|weapon|sexual-assault|robbery|burglary)$/;
const SILENT_KIN = 0.2;
const isSilent = (type: string): boolean => type === 'call.silent';
const SAME_PRANK = -1;

const table = new Map<string, number>();
for (const [logOdds, row] of KIN) {
  const [head = '', tail] = row.split(' > ');
  const [left, right] = tail === undefined ? [head.split(' '), head.split(' ')] : [[head], tail.split(' ')];
  for (const a of left) for (const b of right) if (a !== b) put(a, b, logOdds);
}
function put(a: string, b: string, logOdds: number): void {
  for (const key of [`${a} ${b}`, `${b} ${a}`]) table.set(key, Math.max(table.get(key) ?? -9, logOdds));
}

/** What is seen, heard or smelt from a building is not in it. */
const SENSED = /^fire\.(?:smoke-odour|explosion|wildland)|^disaster\.(?:utility|storm)|^police\.(?:noise|missing)/;
export const isSensed = (type: string): boolean => SENSED.test(type);
export const isOfMany = (type: string): boolean => OF_MANY.test(type);
/** Types that say nothing of what it is about. */
export const isOpenType = (type: string): boolean => type === '' || type === 'call.follow-up';
export const isAlone = (type: string): boolean => ALONE.test(type);

const MAX_PAIRS = 40_000;
const pairs = new Map<string, Map<string, number>>();
let pairsKept = 0;

/** Log-odds of one event reported as both types. */
export function kinship(a: string, b: string): number {
  let ofA = pairs.get(a);
  const found = ofA?.get(b);
  if (found !== undefined) return found;
  const logOdds = kinshipAnew(a, b);
  if (pairsKept < MAX_PAIRS) {
    if (ofA === undefined) {
      ofA = new Map();
      pairs.set(a, ofA);
    }
    ofA.set(b, logOdds);
    pairsKept++;
  }
  return logOdds;
}

function kinshipAnew(a: string, b: string): number {
  if (isOpenType(a) || isOpenType(b)) return 0;
  if (isSilent(a) || isSilent(b))
    return a === b || MAKES_SILENT.test(isSilent(a) ? b : a) ? SILENT_KIN : ALONE_LOG_ODDS;
  if (isAlone(a) || isAlone(b)) return a === b && a === 'call.prank' ? SAME_PRANK : ALONE_LOG_ODDS;
  if (a === b)
    return OF_MANY.test(a) ? SAME_OF_MANY : natureOf(a).isOnePerson ? SAME_PATIENT : COMMON.test(a) ? SAME : SAME_RARE;
  const known = table.get(`${a} ${b}`);
  if (known !== undefined) return known;
  return a.slice(0, a.indexOf('.')) === b.slice(0, b.indexOf('.')) ? SAME_FAMILY : STRANGERS;
}

/** The same over guesses: the log of the mean odds, so that one likely pair of types is enough. */
export function kinshipOf(a: readonly TypeGuess[], b: readonly TypeGuess[]): number {
  if (a.length === 0 || b.length === 0) return 0;
  let sum = 0;
  let mass = 0;
  for (const x of a) {
    for (const y of b) {
      sum += x.p * y.p * Math.exp(kinship(x.type, y.type));
      mass += x.p * y.p;
    }
  }
  return mass === 0 ? 0 : Math.log(sum / mass);
}
