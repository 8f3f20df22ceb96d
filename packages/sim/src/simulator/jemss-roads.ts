import { column, numbers, readTables, type Table } from './jemss-tables.ts';
import type { Place } from './model.ts';
import { nodeFinder } from './node-finder.ts';
import { buildStreetNet, type StreetNet } from './street-net.ts';

const DAY_S = 86_400;
/** Modes whose ratio differs more than this between roads would need a table each. */
const RATIO_SPREAD = 0.02;

export interface JemssRoads {
  readonly net: StreetNet;
  readonly offRoadSPerKm: number;
  readonly notes: readonly string[];
  /** Seconds of travel for each base second, for calls of this priority. */
  slownessOf(priority: string): number;
  placeAt(lon: number, lat: number): Place;
  readonly raw: {
    readonly lon: Float64Array;
    readonly lat: Float64Array;
    readonly isAccess: Uint8Array;
    readonly from: Int32Array;
    readonly to: Int32Array;
    readonly kmPerLon: number;
    readonly kmPerLat: number;
  };
}

/** `nodes.csv`, `arcs.csv` and the travel modes: the base second is one of the mode that high-priority calls are driven at. */
export function readRoads(
  files: ReadonlyMap<string, () => Buffer>,
  kmPerLon: number,
  kmPerLat: number,
  travel: Map<string, Table>,
): JemssRoads {
  const table = (file: string, name: string): Table => {
    const bytes = files.get(file)?.();
    const found = bytes && readTables(bytes.toString('utf8')).get(name);
    if (!found) throw new Error(`the roads have no ${file}`);
    return found;
  };
  const nodes = table('nodes.csv', 'nodes');
  const arcs = table('arcs.csv', 'arcs');
  const lon = Float64Array.from(numbers(nodes, 'x'));
  const lat = Float64Array.from(numbers(nodes, 'y'));
  const isAccess = Uint8Array.from(numbers(nodes, 'offRoadAccess'));
  const isOneWay = column(table('arcs.csv', 'miscData'), 'arcForm')[0] !== 'undirected';
  const both = (there: readonly number[], back: readonly number[]): number[] =>
    isOneWay ? [...there] : [...there, ...back];
  const [tails, heads] = [numbers(arcs, 'fromNode'), numbers(arcs, 'toNode')];
  const from = Int32Array.from(both(tails, heads), (v) => v - 1);
  const to = Int32Array.from(both(heads, tails), (v) => v - 1);
  const modes = travelModes(travel);
  const daysOf = (mode: number): number[] => both(numbers(arcs, `mode_${mode}`), numbers(arcs, `mode_${mode}`));
  const baseS = Float64Array.from(daysOf(modes.base), (days) => days * DAY_S);
  const notes: string[] = [];
  const ratios = new Map<number, number>([[modes.base, 1]]);
  for (const mode of new Set(modes.ofPriority.values())) {
    if (mode !== modes.base) ratios.set(mode, ratioOf(daysOf(mode), baseS, mode, notes));
  }
  const net = buildStreetNet({ nodeCount: lon.length, from, to, baseS });
  const usable = [...lon.keys()].filter((v) => isAccess[v] === 1 && net.usable[v] === 1);
  const finder = nodeFinder(lon, lat, usable, kmPerLon, kmPerLat);
  const offRoadSPerKm = DAY_S / modes.offRoadKmPerDay;
  return {
    ...{ net, offRoadSPerKm, notes, raw: { lon, lat, isAccess, from, to, kmPerLon, kmPerLat } },
    slownessOf: (priority) => ratios.get(modes.ofPriority.get(priority) ?? modes.base) ?? 1,
    placeAt(x, y) {
      const { node, km } = finder.nearest(x, y);
      return { node, offRoadS: km * offRoadSPerKm, lon: x, lat: y };
    },
  };
}

function travelModes(travel: Map<string, Table>) {
  const modes = travel.get('travelModes');
  const sets = travel.get('travelSets');
  if (modes === undefined || sets === undefined) throw new Error('no travel modes');
  const ofPriority = new Map<string, number>();
  column(sets, 'priority').forEach((priority, i) => {
    // Sets change over the day in some models; the first is taken.
    if (numbers(sets, 'travelSetIndex')[i] === 1) ofPriority.set(priority, numbers(sets, 'travelModeIndex')[i]);
  });
  const base = ofPriority.get('highPriority') ?? 1;
  const offRoadKmPerDay = numbers(modes, 'offRoadSpeed')[numbers(modes, 'travelModeIndex').indexOf(base)];
  return { base, ofPriority, offRoadKmPerDay };
}

/** Modes differ by one factor in the models known (1.42 ± 0.1 %): one table serves all. Elsewhere it is said. */
function ratioOf(days: readonly number[], baseS: Float64Array, mode: number, notes: string[]): number {
  let total = 0;
  let baseTotal = 0;
  let [low, high] = [Infinity, 0];
  days.forEach((d, i) => {
    if (!(baseS[i] > 0.01)) return;
    const ratio = (d * DAY_S) / baseS[i];
    low = Math.min(low, ratio);
    high = Math.max(high, ratio);
    total += d * DAY_S;
    baseTotal += baseS[i];
  });
  const ratio = total / baseTotal;
  if (high - low > RATIO_SPREAD * ratio) {
    notes.push(
      `travel mode ${mode} takes ${low.toFixed(2)} to ${high.toFixed(2)} times the base mode; ${ratio.toFixed(2)} is used`,
    );
  }
  return ratio;
}
