import type { Picture, Session } from '@muster/contracts/edge';
import exec from 'k6/execution';
import http from 'k6/http';
import type { Options } from 'k6/options';
import { report } from './caller.ts';
import { Crews } from './crews.ts';
import { Desk } from './desk.ts';
import { Edge } from './edge.ts';
import { readPlan } from './from-environment.ts';
import { note } from './ledger.ts';
import { LivePicture } from './live-picture.ts';
import { callAt, IDLE_CALLS_PER_S, type Login } from './plan.ts';
import { Screen } from './screen.ts';
import { type Vehicle, Vehicles } from './vehicles.ts';

const { plan, keys, url, summaryFile } = readPlan();
const TOTAL_S = plan.leadS + plan.idleS + plan.loadS + plan.drainS;
const MAX_WAITING_CALLERS = 200;

const persistent = (vus: number, run: string) => ({
  executor: 'per-vu-iterations' as const,
  vus,
  iterations: 1,
  exec: run,
  maxDuration: `${TOTAL_S + 30}s`,
});
const arriving = (rate: number, startS: number, forS: number, callers: number, run: string) => ({
  executor: 'constant-arrival-rate' as const,
  rate,
  timeUnit: '1s',
  startTime: `${startS}s`,
  duration: `${forS}s`,
  preAllocatedVUs: callers,
  maxVUs: MAX_WAITING_CALLERS,
  exec: run,
  gracefulStop: '30s',
});

export const options: Options = {
  scenarios: {
    desks: persistent(plan.desks, 'desk'),
    crews: persistent(plan.gateways, 'crews'),
    vehicles: persistent(1, 'vehicles'),
    screens: persistent(plan.screens, 'screen'),
    ...(plan.idleS > 0 ? { idle: arriving(IDLE_CALLS_PER_S, plan.leadS, plan.idleS, 4, 'idleCall') } : {}),
    calls: arriving(plan.callsPerS, plan.leadS + plan.idleS, plan.loadS, Math.max(20, plan.callsPerS * 4), 'call'),
  },
  thresholds: {
    calls_failed: ['count==0'],
    receipts_differ: ['count==0'],
    assignments: [`count>=${plan.leastAssignments}`],
    // Calls k6 could not make: the load must have been what it claims.
    dropped_iterations: [`count<=${(plan.callsPerS * plan.loadS) / 50}`],
  },
  summaryTrendStats: ['count', 'avg', 'med', 'p(90)', 'p(95)', 'p(99)', 'max'],
  setupTimeout: '60s',
  teardownTimeout: '60s',
  discardResponseBodies: false,
};

/** What everyone starts from; k6 gives each simulated person a copy. */
interface Begun {
  readonly startMs: number;
  readonly runKey: string;
  readonly dispatchers: readonly [string, string];
  readonly gateway: string;
  readonly wall: string;
  readonly vehicles: readonly Vehicle[];
  /** Where things happen: the stations' places. */
  readonly around: readonly (readonly [number, number])[];
}

export function setup(): Begun {
  const [first, second] = keys.dispatchers.map(signIn);
  const answer = http.get(`${url}/api/picture`, { headers: { authorization: `Bearer ${first}` }, timeout: '30s' });
  if (answer.status !== 200) throw new Error(`the picture: ${answer.status} ${String(answer.body).slice(0, 300)}`);
  const { units, stations } = answer.json() as unknown as Picture;
  if (units.length === 0) throw new Error('this system has no units');
  const placeOf = new Map(stations.map(({ stationId, lon, lat }) => [stationId, [lon, lat] as const]));
  const vehicles = units.slice(0, plan.units).flatMap(({ unit }) => {
    const place = placeOf.get(unit.stationId);
    return place === undefined ? [] : [{ unitNo: unit.unitNo, lon: place[0], lat: place[1] }];
  });
  return {
    startMs: Date.now(),
    runKey: `steady-${Date.now()}`,
    dispatchers: [first, second],
    gateway: signIn(keys.gateway),
    wall: signIn(keys.wall),
    vehicles,
    around: [...placeOf.values()],
  };
}

function signIn({ username, password }: Login): string {
  const body = JSON.stringify({ username, password });
  const answer = http.post(`${url}/api/session`, body, { headers: { 'content-type': 'application/json' } });
  const token = answer.status === 200 ? (answer.json() as unknown as Session).token : undefined;
  if (token === undefined) throw new Error(`${username} could not sign in: ${answer.status} ${answer.body}`);
  return token;
}

const sinceStart = (begun: Begun, s: number): number => begun.startMs + s * 1000;
const until = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, ms - Date.now())));
const scenarioIndex = (): number => exec.scenario.iterationInTest;

export function idleCall(begun: Begun): Promise<void> {
  return oneCall(begun, true);
}
export function call(begun: Begun): Promise<void> {
  return oneCall(begun, false);
}
function oneCall({ runKey, around }: Begun, idle: boolean): Promise<void> {
  const edge = new Edge(url, keys.intake);
  return report(edge, callAt(scenarioIndex(), idle), { key: runKey, around, idle });
}

export async function desk(begun: Begun): Promise<void> {
  const [first, second] = begun.dispatchers;
  const picture = new LivePicture(url, first);
  const loadFromMs = sinceStart(begun, plan.leadS + plan.idleS);
  const seat = new Desk({
    picture,
    people: [new Edge(url, first), new Edge(url, second)],
    index: scenarioIndex(),
    desks: plan.desks,
    isIdle: () => Date.now() < loadFromMs,
  });
  await until(sinceStart(begun, TOTAL_S));
  for (const [incidentId, why] of seat.open) note({ is: 'open-at-end', incidentId, why });
  picture.close();
}

export async function crews(begun: Begun): Promise<void> {
  const picture = new LivePicture(url, begun.gateway);
  new Crews(picture, new Edge(url, begun.gateway), scenarioIndex(), plan.gateways);
  await until(sinceStart(begun, TOTAL_S));
  picture.close();
}

export async function vehicles(begun: Begun): Promise<void> {
  const loadFromMs = sinceStart(begun, plan.leadS + plan.idleS);
  const gateway = new Vehicles(url, keys.tracking, begun.vehicles, loadFromMs);
  await until(sinceStart(begun, TOTAL_S - plan.drainS));
  gateway.close();
}

/** Most screens are desks, every fifth a wall. */
export async function screen(begun: Begun): Promise<void> {
  const client = new Screen(url, scenarioIndex() % 5 === 0 ? begun.wall : begun.dispatchers[0]);
  await until(sinceStart(begun, TOTAL_S));
  client.close();
}

export function handleSummary(data: { readonly metrics: Record<string, { readonly values: unknown }> }) {
  const metrics = Object.fromEntries(Object.entries(data.metrics).map(([name, { values }]) => [name, values]));
  return { [summaryFile]: JSON.stringify({ metrics, thresholds: failed(data.metrics) }) };
}

/** Thresholds that were not met, as k6 names them. */
function failed(metrics: Record<string, object>): string[] {
  return Object.entries(metrics).flatMap(([name, metric]) => {
    const { thresholds = {} } = metric as { thresholds?: Record<string, { ok: boolean }> };
    return Object.entries(thresholds).flatMap(([rule, { ok }]) => (ok ? [] : [`${name} ${rule}`]));
  });
}
