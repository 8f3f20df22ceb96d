import { type Random, seededRandom } from '@muster/kernel/random';
import type { Names } from '../pack/format.ts';
import type { GazetteerWriter } from './gazetteer-writer.ts';
import { angleOf, distance, lerp, move, type Point } from './geometry.ts';
import type { CityPlan } from './plan.ts';
import type { DrawnWay } from './raw-roads.ts';
import { pinyinOf } from './romanise.ts';
import type { StreetNames } from './street-names.ts';

/** Streets, crossings, house numbers, bridges and kilometre posts. */
export function addStreetEntries(
  plan: CityPlan,
  names: StreetNames,
  drawn: readonly DrawnWay[],
  out: GazetteerWriter,
): void {
  addStreets(plan, names, out);
  addCrossings(plan, names, out);
  addHouseNumbers(plan, drawn, out);
  addBridges(plan, names, out);
  addKmPosts(plan, out);
}

function addStreets(plan: CityPlan, names: StreetNames, out: GazetteerWriter): void {
  const { roads } = plan;
  const middles = new Map<string, { names: Names; points: Point[] }>();
  for (let edge = 0; edge < roads.edgeA.length; edge++) {
    if (!roads.isAlive(edge)) continue;
    const street = names.ofEdge(edge);
    if (street.zh === '') continue;
    const at = lerp(roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!, 0.5);
    const known = middles.get(street.zh);
    if (known === undefined) middles.set(street.zh, { names: street, points: [at] });
    else known.points.push(at);
  }
  for (const { names: street, points } of middles.values()) {
    const mean = { x: sum(points, 'x') / points.length, y: sum(points, 'y') / points.length };
    const at = points.reduce((best, p) => (distance(p, mean) < distance(best, mean) ? p : best));
    out.add('street', street, at);
  }
}

const sum = (points: readonly Point[], axis: 'x' | 'y'): number => points.reduce((total, p) => total + p[axis], 0);

function addCrossings(plan: CityPlan, names: StreetNames, out: GazetteerWriter): void {
  const { roads } = plan;
  const seen = new Set<string>();
  roads.around.forEach((edges, node) => {
    if (edges.length < 3) return;
    const streets = [...new Map(edges.map((edge) => [names.ofEdge(edge).zh, names.ofEdge(edge)])).values()]
      .filter((street) => street.zh !== '')
      .sort((a, b) => (a.zh < b.zh ? -1 : 1));
    const [first, second] = streets;
    if (first === undefined || second === undefined || seen.has(first.zh + second.zh)) return;
    seen.add(first.zh + second.zh);
    const crossing = { zh: `${first.zh}与${second.zh}交叉口`, en: `${first.en} & ${second.en}` };
    const pinyin = `${pinyinOf(first.zh)} yu ${pinyinOf(second.zh)} jiao cha kou`;
    out.add('crossing', crossing, roads.nodes[node]!, { street: first.zh, crossStreet: second.zh }, pinyin);
  });
}

const HOUSE_GAP_M: Readonly<Record<string, number>> = { primary: 66, secondary: 56, tertiary: 46, residential: 34 };

/** Numbers grow along a street, odd on its left and even on its right, as far as there is something built. */
function addHouseNumbers(plan: CityPlan, drawn: readonly DrawnWay[], out: GazetteerWriter): void {
  const random = seededRandom(plan.terrain.seed * 53 + 3);
  const byStreet = new Map<string, DrawnWay[]>();
  for (const item of drawn) {
    const { way } = item;
    if (way.names.zh === '' || way.flags !== 0 || HOUSE_GAP_M[way.roadClass] === undefined) continue;
    const list = byStreet.get(way.names.zh);
    if (list === undefined) byStreet.set(way.names.zh, [item]);
    else list.push(item);
  }
  for (const ways of byStreet.values()) {
    const next = { odd: 1, even: 2 };
    const start = (item: DrawnWay): number => Math.min(rank(item.points[0]!), rank(item.points.at(-1)!));
    ways.sort((a, b) => start(a) - start(b));
    for (const item of ways) numberWay(plan, item, next, random, out);
  }
}

const rank = (p: Point): number => p.x + p.y;

function numberWay(
  plan: CityPlan,
  { way, points }: DrawnWay,
  next: { odd: number; even: number },
  random: Random,
  out: GazetteerWriter,
): void {
  const line = rank(points[0]!) <= rank(points.at(-1)!) ? points : [...points].reverse();
  const gap = HOUSE_GAP_M[way.roadClass]!;
  const offset = 7 + (way.roadClass === 'primary' ? 14 : way.roadClass === 'secondary' ? 10 : 6);
  const pinyin = pinyinOf(way.names.zh);
  let left = gap / 2;
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!];
    const length = distance(a, b);
    for (; left < length; left += gap * (0.8 + 0.4 * random.next())) {
      for (const side of [1, -1] as const) {
        const at = move(lerp(a, b, left / length), angleOf(a, b), 0, side * offset);
        const number = side === 1 ? next.odd : next.even;
        const built = plan.terrain.waterM(at) > 15 && plan.terrain.urban(at) > 0.3 && plan.terrain.hill(at) < 0.4;
        if (!built || random.next() < 0.35) continue;
        if (side === 1) next.odd += 2;
        else next.even += 2;
        const names = { zh: `${way.names.zh}${number}号`, en: `${number} ${way.names.en}` };
        const extra = { street: way.names.zh, houseNumber: String(number) };
        out.add('house-number', names, at, extra, `${pinyin} ${number} hao`);
      }
    }
    left -= length;
  }
}

function addBridges(plan: CityPlan, names: StreetNames, out: GazetteerWriter): void {
  const { roads, terrain } = plan;
  const seen = new Set<string>();
  roads.edgeFlags.forEach((flags, edge) => {
    if (!roads.isAlive(edge) || (flags & 1) === 0) return;
    const at = lerp(roads.nodes[roads.edgeA[edge]!]!, roads.nodes[roads.edgeB[edge]!]!, 0.5);
    const street = names.ofEdge(edge);
    if (street.zh === '' || seen.has(street.zh) || terrain.waterM(at) > 0) return;
    seen.add(street.zh);
    const wide = terrain.waterM(at) < -40;
    const base = street.zh.replace(/(大道|路|街|巷|弄)$/u, '');
    const en = street.en.replace(/ (Avenue|Road|Street|Lane|Alley)$/u, '');
    out.add('bridge', { zh: base + (wide ? '大桥' : '桥'), en: `${en} Bridge` }, at);
  });
}

/** One a kilometre on each expressway, as callers read them off the post. */
function addKmPosts(plan: CityPlan, out: GazetteerWriter): void {
  for (const { names, line } of plan.expressways.routes) {
    let [alongM, nextKm] = [0, 1];
    for (let i = 1; i < line.length; i++) {
      const length = distance(line[i - 1]!, line[i]!);
      while (alongM + length >= nextKm * 1_000) {
        const at = lerp(line[i - 1]!, line[i]!, (nextKm * 1_000 - alongM) / length);
        const post = `K${nextKm}+000`;
        out.add('km-post', { zh: `${names.zh}${post}`, en: `${names.en} ${post}` }, at, { street: names.zh });
        nextKm++;
      }
      alongM += length;
    }
  }
}
