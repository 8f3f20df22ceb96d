import { hasHanzi, pinyinOf } from '../gazetteer/pinyin.ts';
import type { Names } from '../pack/format.ts';
import type { Tags } from './osm-data.ts';

const ALIAS_KEYS = [
  'alt_name',
  'alt_name:zh',
  'alt_name:en',
  'old_name',
  'official_name',
  'official_name:zh',
  'official_name:en',
  'short_name',
  'short_name:zh',
  'short_name:en',
  'loc_name',
  'name_1',
  'name_2',
  'ref',
] as const;

const clean = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

/** Both names are always filled: where one language is missing the other stands in, and hanzi become pinyin words. */
export function namesOf(tags: Tags): Names | undefined {
  const local = bothNames(clean(tags.name));
  const zh = clean(tags['name:zh'] ?? tags['name:zh-Hans'] ?? tags['name:zh-CN']) || local.zh;
  const en = clean(tags['name:en']) || local.en;
  if (zh === '' && en === '') return undefined;
  return { zh: zh || en, en: en || romanised(zh) };
}

/** One field often carries both: "大运城派出所 Dayuncheng Police Station", "凤岗镇 (Fenggang)". */
function bothNames(local: string): Names {
  if (!hasHanzi(local)) return { zh: '', en: local };
  const match = /^(.*\p{Script=Han}\S*?)\s*[ (（]\s*([\p{Script=Latin}][^\p{Script=Han}]{2,}?)\s*[)）]?$/u.exec(local);
  return match === null ? { zh: local, en: '' } : { zh: match[1].trim(), en: match[2].trim() };
}

/** A road number stands in for a name: drivers and callers say "G25". */
export function roadNamesOf(tags: Tags): Names | undefined {
  const names = namesOf(tags);
  if (names !== undefined) return names;
  const ref = clean(tags.ref?.split(';')[0]);
  return ref === '' ? undefined : { zh: ref, en: ref };
}

export function aliasesOf(tags: Tags, names: Names): string[] {
  const found = new Set<string>();
  for (const key of ALIAS_KEYS) {
    for (const part of (tags[key] ?? '').split(';')) found.add(clean(part));
  }
  const local = clean(tags.name);
  if (local !== '') found.add(local);
  for (const known of ['', names.zh, names.en]) found.delete(known);
  return [...found];
}

/** 龙翔大道 → "Longxiangdadao": one word a run of hanzi, since syllables alone do not tell where words end. */
function romanised(zh: string): string {
  const words = zh.replace(/\p{Script=Han}+/gu, (run) => {
    const joined = pinyinOf(run).replaceAll(' ', '');
    return ` ${joined.slice(0, 1).toUpperCase()}${joined.slice(1)} `;
  });
  return clean(words);
}
