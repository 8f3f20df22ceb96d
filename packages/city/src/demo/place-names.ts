import { pick, type Random } from '@muster/kernel/random';
import type { Names } from '../pack/format.ts';
import type { Block } from './blocks.ts';
import { wordOf } from './romanise.ts';
import {
  BUSINESS,
  CITY_NAME,
  COMPOUND_FIRST,
  COMPOUND_LAST,
  INDUSTRIES,
  STREET_FIRST,
  STREET_SECOND,
  VILLAGE_FAMILIES,
  VILLAGE_LAST,
} from './vocabulary.ts';

/** Gives every place a name that no other place has. */
export class PlaceNames {
  readonly #random: Random;
  readonly #taken = new Set<string>();
  readonly #counters = new Map<string, number>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** Draws until a name is free; at last the draw is numbered. */
  #free(draw: () => Names): Names {
    for (let i = 0; i < 12; i++) {
      const names = draw();
      if (!this.#taken.has(names.zh)) return this.#take(names);
    }
    const { zh, en } = draw();
    for (let n = 2; ; n++) {
      const names = { zh: `${zh}${chineseNumber(n)}期`, en: `${en} Phase ${n}` };
      if (!this.#taken.has(names.zh)) return this.#take(names);
    }
  }

  #take(names: Names): Names {
    this.#taken.add(names.zh);
    return names;
  }

  #next(series: string): number {
    const n = (this.#counters.get(series) ?? 0) + 1;
    this.#counters.set(series, n);
    return n;
  }

  compound(block: Block, street: string): Names {
    const old = block.use === 'houses' || (block.use === 'compound' && this.#random.next() < 0.4);
    const base = street.replace(/[东西南北中]?(大道|路|街|巷|弄)$/u, '');
    return this.#free(() => {
      if (old && base !== '' && this.#random.next() < 0.75) {
        const [zh, en] = pick(this.#random, block.use === 'houses' ? OLD_LAST : NEWER_LAST);
        return { zh: base + zh, en: `${wordOf(base)} ${en}` };
      }
      const first = pick(this.#random, COMPOUND_FIRST);
      const second =
        this.#random.next() < 0.35 ? pick(this.#random, STREET_FIRST) + pick(this.#random, STREET_SECOND) : '';
      const [zh, en] = pick(this.#random, COMPOUND_LAST);
      return { zh: first + second + zh, en: `${[first, second].map(wordOf).join(' ').trim()} ${en}` };
    });
  }

  business(last: readonly (readonly [string, string])[]): Names {
    return this.#free(() => {
      const first = pick(this.#random, BUSINESS);
      const second =
        this.#random.next() < 0.4 ? pick(this.#random, STREET_FIRST) + pick(this.#random, STREET_SECOND) : '';
      const [zh, en] = pick(this.#random, last);
      return { zh: first + second + zh, en: `${[first, second].map(wordOf).join(' ').trim()} ${en}` };
    });
  }

  factory(): Names {
    return this.business(INDUSTRIES);
  }

  village(): Names {
    return this.#free(() => {
      const front =
        this.#random.next() < 0.3 ? pick(this.#random, ['上', '下', '前', '后', '东', '西', '大', '小']) : '';
      const zh = `${front}${pick(this.#random, VILLAGE_FAMILIES)}${pick(this.#random, VILLAGE_LAST)}`;
      return zh.endsWith('村')
        ? { zh, en: `${wordOf(zh.slice(0, -1))} Village` }
        : { zh: `${zh}村`, en: `${wordOf(zh)} Village` };
    });
  }

  school(district: string, street: string): Names {
    const base = street.replace(/[东西南北中]?(大道|路|街|巷|弄)$/u, '');
    return this.#free(() => {
      const draw = this.#random.next();
      if (draw < 0.42) {
        const n = this.#next('middle school');
        return { zh: `${CITY_NAME.zh}第${chineseNumber(n)}中学`, en: `${CITY_NAME.en} No. ${n} Middle School` };
      }
      if (draw < 0.85 && base !== '') return { zh: `${base}小学`, en: `${wordOf(base)} Primary School` };
      const short = district.replace(/区$/u, '');
      const n = this.#next(`experimental ${district}`);
      return { zh: `${short}第${chineseNumber(n)}实验学校`, en: `${wordOf(short)} No. ${n} Experimental School` };
    });
  }

  /** The district's government first, then offices named after their street. */
  office(short: string, street: string): Names {
    const first = this.#next(`government ${short}`) === 1;
    if (first) return this.#free(() => ({ zh: `${short}区人民政府`, en: `${wordOf(short)} District Government` }));
    const base = street.replace(/[东西南北中]?(大道|路|街|巷|弄)$/u, '') || short;
    return this.#free(() => {
      const [zh, en] = pick(this.#random, OFFICES);
      return { zh: base + zh, en: `${wordOf(base)} ${en}` };
    });
  }

  market(base: string): Names {
    return this.#free(() => {
      const [zh, en] = pick(this.#random, MARKETS);
      return { zh: base + zh, en: `${wordOf(base)} ${en}` };
    });
  }

  terminal(): Names {
    const n = this.#next('terminal');
    return this.#free(() => ({ zh: `澜湾港${n}号码头`, en: `${CITY_NAME.en} Port Terminal ${n}` }));
  }

  /** One railway station, then coach stations by the side of the city they are on. */
  station(north: boolean): Names {
    if (this.#next('station') === 1) return this.#free(() => ({ zh: '澜湾站', en: 'Lanwan Railway Station' }));
    const [zh, en] = north ? ['北', 'North'] : ['南', 'South'];
    return this.#free(() => ({ zh: `澜湾客运${zh}站`, en: `${CITY_NAME.en} ${en} Coach Station` }));
  }

  park(): Names {
    return this.#free(() => {
      const base = pick(this.#random, STREET_FIRST) + pick(this.#random, STREET_SECOND);
      return { zh: `${base}公园`, en: `${wordOf(base)} Park` };
    });
  }

  /** A fixed name, e.g. of the only one of its kind; numbered where it is not. */
  exactly(zh: string, en: string): Names {
    return this.#free(() => ({ zh, en }));
  }
}

const OFFICES = [
  ['街道办事处', 'Subdistrict Office'],
  ['政务服务中心', 'Government Service Centre'],
  ['税务所', 'Tax Office'],
  ['法庭', 'Court'],
  ['行政服务中心', 'Administrative Service Centre'],
] as const;
const MARKETS = [
  ['农贸市场', 'Farmers’ Market'],
  ['农贸市场', 'Farmers’ Market'],
  ['菜市场', 'Food Market'],
  ['水产市场', 'Seafood Market'],
  ['综合市场', 'Market'],
  ['便民市场', 'Neighbourhood Market'],
] as const;
const OLD_LAST: readonly (readonly [string, string])[] = [
  ['里', 'Li'],
  ['坊', 'Fang'],
  ['老街', 'Old Street'],
  ['社区', 'Community'],
];
const NEWER_LAST: readonly (readonly [string, string])[] = [
  ['小区', 'Residential Quarter'],
  ['新村', 'New Village'],
  ['社区', 'Community'],
];

const DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/** 1 … 999 as it is written in names: 一, 十二, 一百零三. */
export function chineseNumber(n: number): string {
  if (n < 10) return DIGITS[n]!;
  if (n < 20) return `十${DIGITS[n % 10]}`;
  if (n < 100) return `${DIGITS[Math.floor(n / 10)]}十${DIGITS[n % 10]}`;
  const rest = n % 100;
  const tail =
    rest === 0 ? '' : rest < 10 ? `零${DIGITS[rest]}` : rest < 20 ? `一${chineseNumber(rest)}` : chineseNumber(rest);
  return `${DIGITS[Math.floor(n / 100)]}百${tail}`;
}
