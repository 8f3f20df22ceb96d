import { useSettings } from '../settings/settings-store.ts';
import { named } from './translate.ts';

type Names = Readonly<Record<string, readonly [zh: string, en: string]>>;

/** Kinds of unit, as the registry writes them. */
const KINDS: Names = {
  ambulance: ['救护车', 'ambulance'],
  engine: ['水罐消防车', 'engine'],
  ladder: ['云梯车', 'ladder'],
  rescue: ['抢险救援车', 'rescue'],
  hazmat: ['防化车', 'hazmat'],
  patrol: ['巡逻车', 'patrol'],
  traffic: ['交警车', 'traffic'],
  command: ['指挥车', 'command'],
  repair: ['抢修车', 'repair'],
  armed: ['特警车', 'armed'],
  team: ['应急队', 'team'],
};

/** Capabilities of docs/glossary.md; other codes are shown as they are. */
const CAPABILITIES: Names = {
  als: ['高级生命支持', 'ALS'],
  bls: ['基础生命支持', 'BLS'],
  ambulance: ['救护', 'ambulance'],
  pump: ['泵', 'pump'],
  ladder: ['云梯', 'ladder'],
  'ladder-24m': ['24 米云梯', 'ladder 24 m'],
  rescue: ['救援', 'rescue'],
  hazmat: ['防化', 'hazmat'],
  water: ['载水', 'water'],
  patrol: ['巡逻', 'patrol'],
  traffic: ['交通', 'traffic'],
  armed: ['武装', 'armed'],
  extrication: ['破拆', 'extrication'],
  repair: ['抢修', 'repair'],
  team: ['队伍', 'team'],
};

/** Hazards the classifier names. */
const HAZARDS: Names = {
  weapon: ['持有凶器', 'weapon'],
  fire: ['明火', 'fire'],
  smoke: ['浓烟', 'smoke'],
  gas: ['燃气/一氧化碳', 'gas'],
  electricity: ['带电', 'electricity'],
  chemicals: ['危化品', 'chemicals'],
  explosion: ['爆炸', 'explosion'],
  collapse: ['坍塌', 'collapse'],
  water: ['水域', 'water'],
  battery: ['锂电池', 'battery'],
  violence: ['暴力', 'violence'],
  infection: ['传染', 'infection'],
  crowd: ['人群聚集', 'crowd'],
};

function useNames(names: Names): (code: string) => string {
  const language = useSettings((settings) => settings.language);
  return (code) => {
    const found = names[code];
    return found === undefined ? code : named(language, found[0], found[1]);
  };
}

export const useKindName = () => useNames(KINDS);
export const useCapabilityName = () => useNames(CAPABILITIES);
export const useHazardName = () => useNames(HAZARDS);
