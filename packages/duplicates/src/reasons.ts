import type { Evidence } from './evidence.ts';

/** One piece of evidence as the desk reads it. */
export interface MatchReason {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly against: boolean;
}

/** Weaker pieces are not worth a word. */
const MIN_LOG_ODDS = 0.4;
export const MAX_REASONS = 5;

/** What spoke most for and against, the strongest first. */
export function reasonsOf(evidence: readonly Evidence[]): MatchReason[] {
  return evidence
    .filter((one) => Math.abs(one.logOdds) >= MIN_LOG_ODDS && one.code !== 'prior')
    .sort((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds))
    .flatMap((one) => {
      const words = wordsFor(one);
      return words === null ? [] : [{ code: one.code, ...words, against: one.logOdds < 0 }];
    })
    .slice(0, MAX_REASONS);
}

function wordsFor(one: Evidence): { zh: string; en: string } | null {
  const against = one.logOdds < 0;
  const [zh, en] = [(one.zh ?? []).join('、'), (one.en ?? []).join(', ')];
  switch (one.code) {
    case 'place':
      return {
        zh: `相距约 ${metresText(one.metres ?? 0, '公里', '米')}`,
        en: `about ${metresText(one.metres ?? 0, 'km', 'm')} apart`,
      };
    case 'place-name':
      return against
        ? { zh: `所说地点“${zh}”不在附近`, en: `"${en}" is not near it` }
        : { zh: `地点吻合：${zh}`, en: `the place fits: ${en}` };
    case 'other-place-name':
      return { zh: `地点不同：${zh}`, en: `another place: ${en}` };
    case 'seen-from-far':
      return { zh: '远处看到、听到', en: 'seen or heard from afar' };
    case 'time':
      return against
        ? { zh: `已过 ${one.minutes ?? 0} 分钟`, en: `${one.minutes ?? 0} min later` }
        : { zh: `时间接近（${one.minutes ?? 0} 分钟）`, en: `close in time (${one.minutes ?? 0} min)` };
    case 'type':
      return against
        ? { zh: '警情类型不符', en: 'the types do not go together' }
        : { zh: '警情类型相符', en: 'the types go together' };
    case 'words':
    case 'place-words':
      return { zh: `都说到：${zh}`, en: `both speak of: ${en}` };
    case 'details':
      return { zh: `细节一致：${zh}`, en: `agree on: ${en}` };
    case 'other-words':
      return { zh: '所述内容不同', en: 'they speak of different things' };
    case 'same-caller':
      return { zh: '同一来电', en: 'the same caller' };
    case 'follow-up':
      return { zh: '催促或补充', en: 'chases or adds' };
    case 'topic':
      return against
        ? { zh: '补充内容与此警情不符', en: 'what is added does not fit it' }
        : { zh: '补充内容与此警情相符', en: 'what is added fits it' };
    case 'refers':
      return { zh: '提到已知警情', en: 'speaks of it as known' };
    case 'other-matter':
      return { zh: '来电人说是另一件事', en: 'the caller says it is another matter' };
    case 'another':
      return { zh: '又一起', en: 'another one of its kind' };
    case 'contradiction':
      return { zh: `不一致：${zh}`, en: `contradicts: ${en}` };
    default:
      return null;
  }
}

const metresText = (m: number, km: string, metre: string): string =>
  m >= 1_000 ? `${(m / 1_000).toFixed(1)} ${km}` : `${Math.max(10, Math.round(m / 10) * 10)} ${metre}`;
