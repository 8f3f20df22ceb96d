import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { RawReport } from '../domain/report.ts';

/** Characters of the words that go along; the rest stays with the first receiver. */
const TEXT_CHARS = 8_000;
const NOTE_CHARS = 500;
const NAME_CHARS = 64;

/** What the next centre is told of a caller; `Transfer.ticketJson`, and the exchange's JSON between centres. */
export interface Ticket {
  /** The sender's own. */
  readonly alarmId: string;
  readonly line: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly text: string;
  /** WGS-84. */
  readonly place: RawReport['place'];
  readonly reportedType: string;
  /** When the very first centre took the call, by its clock: it survives every hop. */
  readonly receivedAtMs: number;
  readonly note: string;
  readonly offeredBy: string;
}

export function ticketOf(alarm: AlarmView, note: string, offeredBy: string): Ticket {
  const { alarmId, line, callerNumber, callerName, text, place, reportedType } = alarm;
  return {
    ...{ alarmId, line, callerNumber, callerName, reportedType, offeredBy },
    text: text.slice(0, TEXT_CHARS).toWellFormed(),
    place: place ?? null,
    receivedAtMs: firstReceivedAtMs(alarm),
    note: note.slice(0, NOTE_CHARS).toWellFormed(),
  };
}

/** A ticket's alarm rang at the first receiver. */
export const firstReceivedAtMs = ({ channel, rangAtMs, receivedAtMs }: AlarmView): number =>
  channel === 'centre' && rangAtMs > 0 ? rangAtMs : receivedAtMs;

/** Reads what another centre sent, believing nothing; what is missing is empty. */
export function readTicket(value: unknown): Ticket {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const text = (name: string, chars: number) =>
    typeof fields[name] === 'string' ? (fields[name] as string).slice(0, chars).toWellFormed() : '';
  return {
    ...{ alarmId: text('alarmId', NAME_CHARS), line: text('line', 8), callerNumber: text('callerNumber', NAME_CHARS) },
    ...{ callerName: text('callerName', NAME_CHARS), text: text('text', TEXT_CHARS), place: placeOf(fields.place) },
    ...{ reportedType: text('reportedType', NAME_CHARS), note: text('note', NOTE_CHARS) },
    offeredBy: text('offeredBy', NAME_CHARS),
    receivedAtMs: typeof fields.receivedAtMs === 'number' ? fields.receivedAtMs : 0,
  };
}

function placeOf(value: unknown): RawReport['place'] {
  if (typeof value !== 'object' || value === null) return null;
  const { lon, lat, accuracyM, source, text, confirmed, datum } = value as Record<string, unknown>;
  if (typeof lon !== 'number' || typeof lat !== 'number') return null;
  return {
    ...{ lon, lat, accuracyM: typeof accuracyM === 'number' ? accuracyM : 0, confirmed: confirmed === true },
    source: typeof source === 'string' ? source : 'centre',
    text: typeof text === 'string' ? text : '',
    datum: typeof datum === 'string' ? datum : 'wgs84',
  };
}
