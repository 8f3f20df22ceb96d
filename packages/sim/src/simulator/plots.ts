import { zonesOf } from './demand.ts';
import type { CityModel } from './model.ts';
import type { RunOutcome } from './simulate.ts';
import { travelBetween } from './street-net.ts';

const WIDTH = 900;
const HEIGHT = 520;
const MARGIN = 60;
/** Response times are counted in bins of half a minute, up to half an hour. */
const BIN_S = 30;
const BINS = 60;
const COLOURS = ['#7f7f7f', '#1f77b4', '#2ca02c', '#d62728', '#9467bd', '#ff7f0e', '#17becf'];

const escaped = (text: string): string => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

const svg = (width: number, height: number, title: string, inner: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" role="img">
<title>${escaped(title)}</title>
<rect width="100%" height="100%" fill="#ffffff"/>\n${inner}\n</svg>\n`;

/** Share of the calls of one class reached by each time, a line for each policy; the target as a dashed line. */
export function plotResponse(model: CityModel, k: number, runs: ReadonlyMap<string, readonly RunOutcome[]>): string {
  const x = (s: number): number => MARGIN + (s / (BINS * BIN_S)) * (WIDTH - 2 * MARGIN);
  const y = (share: number): number => HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
  const parts: string[] = [];
  for (let share = 0; share <= 1.001; share += 0.2) {
    parts.push(`<line x1="${MARGIN}" x2="${WIDTH - MARGIN}" y1="${y(share)}" y2="${y(share)}" stroke="#e0e0e0"/>`);
    parts.push(`<text x="${MARGIN - 8}" y="${y(share) + 4}" text-anchor="end">${Math.round(share * 100)} %</text>`);
  }
  for (let minutes = 0; minutes <= 30; minutes += 5) {
    parts.push(`<text x="${x(minutes * 60)}" y="${HEIGHT - MARGIN + 20}" text-anchor="middle">${minutes}</text>`);
  }
  const target = x(model.classes[k].targetS);
  parts.push(`<line x1="${target}" x2="${target}" y1="${y(1)}" y2="${y(0)}" stroke="#000000" stroke-dasharray="4 4"/>`);
  [...runs].forEach(([name, own], i) => {
    const counts = new Float64Array(BINS + 1);
    let all = 0;
    for (const run of own) {
      for (const s of run.responseS[k]) {
        counts[Math.min(BINS, Math.floor(s / BIN_S))]++;
        all++;
      }
    }
    let below = 0;
    const points = Array.from({ length: BINS + 1 }, (_, b) => {
      const point = `${x(b * BIN_S).toFixed(1)},${y(all === 0 ? 0 : below / all).toFixed(1)}`;
      below += counts[b];
      return point;
    });
    const colour = COLOURS[i % COLOURS.length];
    parts.push(`<polyline points="${points.join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>`);
    parts.push(`<text x="${WIDTH - MARGIN - 150}" y="${y(0.3) + 20 * i}" fill="${colour}">${escaped(name)}</text>`);
  });
  const title = `${model.name}, ${model.classes[k].name}: 到达时间分布 · arrivals within minutes of the call`;
  parts.push(`<text x="${WIDTH / 2}" y="28" text-anchor="middle" font-size="16">${escaped(title)}</text>`);
  return svg(WIDTH, HEIGHT, title, parts.join('\n'));
}

const MAP_SIDE = 900;
const ZONE_KM = 0.8;
const REACHED = '#2c7fb8';
const NOT_REACHED = '#d7301f';

/** Zones by demand: blue within the first class' reach of a station with units at home, red beyond it; stations as squares. */
export function plotCoverage(model: CityModel): string {
  const zones = zonesOf(model, ZONE_KM);
  const { coverS, slowness } = model.classes[0];
  const [west, east] = [Math.min(...zones.lon), Math.max(...zones.lon)];
  const [south, north] = [Math.min(...zones.lat), Math.max(...zones.lat)];
  const km = Math.max((east - west) * model.kmPerLon, (north - south) * model.kmPerLat);
  const scale = (MAP_SIDE - 2 * MARGIN) / km;
  const x = (lon: number): number => MARGIN + (lon - west) * model.kmPerLon * scale;
  const y = (lat: number): number => MARGIN + (north - lat) * model.kmPerLat * scale;
  const most = Math.max(...zones.share);
  const manned = new Set(model.unitStation);
  const side = Math.max(2, ZONE_KM * scale);
  let reached = 0;
  const cells = Array.from(zones.share, (share, z) => {
    const place = model.placeAt(zones.lon[z], zones.lat[z]);
    let bestS = Infinity;
    model.stations.forEach((station, s) => {
      if (!manned.has(s)) return;
      const onRoadS = travelBetween(model.net, station.node, place.node);
      bestS = Math.min(bestS, (station.offRoadS + onRoadS + place.offRoadS) * slowness);
    });
    if (bestS <= coverS) reached += share;
    const fill = bestS <= coverS ? REACHED : NOT_REACHED;
    const at = `x="${(x(zones.lon[z]) - side / 2).toFixed(1)}" y="${(y(zones.lat[z]) - side / 2).toFixed(1)}"`;
    const opacity = (0.15 + 0.85 * Math.sqrt(share / most)).toFixed(2);
    return `<rect ${at} width="${side.toFixed(1)}" height="${side.toFixed(1)}" fill="${fill}" opacity="${opacity}"/>`;
  });
  const stations = model.stations.map(
    (station, s) =>
      `<rect x="${x(station.lon) - 5}" y="${y(station.lat) - 5}" width="10" height="10" fill="${manned.has(s) ? '#000000' : '#ffffff'}" stroke="#000000"><title>${escaped(station.name)}</title></rect>`,
  );
  const title = `${model.name}: ${(reached * 100).toFixed(0)} % 的需求在驻点可及范围内 · of demand within reach of a manned station`;
  return svg(
    MAP_SIDE,
    MAP_SIDE,
    title,
    [
      ...cells,
      ...stations,
      `<text x="${MAP_SIDE / 2}" y="30" text-anchor="middle" font-size="16">${escaped(title)}</text>`,
    ].join('\n'),
  );
}
