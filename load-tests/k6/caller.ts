import type { AlarmReceipt } from '@muster/contracts/edge';
import { NEEDING_NONE, NEEDING_UNIT, type Words } from './calls.ts';
import type { Edge } from './edge.ts';
import { figures } from './figures.ts';
import { note } from './ledger.ts';
import { chance, numberOf, type PlannedCall } from './plan.ts';

/** One report in so many is sent twice, as over a bad line. */
const TWICE_EVERY = 50;
/** How far from a station it happens, degrees of latitude: about two kilometres. */
const SPREAD_DEG = 0.018;

/** Reports one call through the machines' door, as a telephone system or an app would. */
export async function report(
  edge: Edge,
  call: PlannedCall,
  run: { readonly key: string; readonly around: readonly (readonly [number, number])[]; readonly idle: boolean },
): Promise<void> {
  figures.calls.add(1);
  const words = wordsOf(call);
  const callerNumber = numberOf(call);
  const body = {
    idempotencyKey: `${run.key}-${callerNumber}`,
    channel: 'voice',
    line: words.line,
    callerNumber,
    text: call.kind === 'repeat' ? words.again : words.text,
    lang: words.line === '' ? '' : /[一-鿿]/.test(words.text) ? 'zh' : 'en',
    place: placeOf(call.group, run.around),
    rangAtMs: Date.now(),
    mode: 'drill',
  };
  const answer = await edge.post<AlarmReceipt>('/intake/v1/alarms', body, 'report');
  if (!answer.ok) {
    figures.callsFailed.add(1);
    note({ is: 'trouble', what: `report: ${answer.status} ${answer.code} ${answer.message}` });
    return;
  }
  figures.receipts.add(1);
  (run.idle ? figures.idleReceiptMs : figures.receiptMs).add(answer.tookMs);
  const { alarmId, receivedAtMs } = answer.body;
  note({ is: 'receipt', alarmId, callerNumber, receivedAtMs });
  if (call.group % TWICE_EVERY !== 0) return;
  const again = await edge.post<AlarmReceipt>('/intake/v1/alarms', body, 'report');
  if (again.body.alarmId !== alarmId || !again.body.repeated) figures.receiptsDiffer.add(1);
}

function wordsOf({ kind, group }: PlannedCall): Words {
  const list = kind === 'no-unit' ? NEEDING_NONE : NEEDING_UNIT;
  // The two new calls of a round have the same words: their dispatchers want the same units.
  return list[Math.floor(group / 4) % list.length];
}

function placeOf(group: number, around: readonly (readonly [number, number])[]) {
  const [lon, lat] = around[Math.floor(chance(group) * around.length)];
  return {
    lon: lon + (chance(group + 1e6) - 0.5) * SPREAD_DEG,
    lat: lat + (chance(group + 2e6) - 0.5) * SPREAD_DEG,
    datum: 'wgs84',
    accuracyM: 20,
    source: 'aml',
    text: '',
    confirmed: false,
    observedAtMs: Date.now(),
  };
}
