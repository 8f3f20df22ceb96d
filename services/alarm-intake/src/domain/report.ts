import type { PlaceFact } from '@muster/contracts/events/shared';
import { ok, type Result, refuse } from '@muster/kernel/result';

/** Named limits of one report. What is longer is cut and said so: an alarm with anything usable in it is kept. */
export const LIMITS = {
  idempotencyKeyChars: 128,
  textChars: 20_000,
  callerNumberChars: 32,
  callerNameChars: 64,
  reportedTypeChars: 64,
  placeTextChars: 500,
  deviceJsonChars: 8_192,
  channelWarnings: 20,
  /** A clock this far ahead of ours is wrong; the time is dropped, the alarm kept. */
  futureMs: 5 * 60_000,
} as const;

export const CHANNELS = [
  'voice',
  'asr',
  'form',
  'note',
  'sms',
  'app',
  'ecall',
  'aml',
  'iot',
  'panel',
  'centre',
  'import',
] as const;
export type Channel = (typeof CHANNELS)[number];

/** A report as it comes in, before anything in it is believed. */
export interface RawReport {
  readonly idempotencyKey: string;
  readonly channel: string;
  readonly line: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly text: string;
  readonly lang: string;
  readonly place: {
    readonly lon: number;
    readonly lat: number;
    readonly accuracyM: number;
    readonly source: string;
    readonly text: string;
    readonly confirmed: boolean;
    readonly datum: string;
  } | null;
  readonly reportedType: string;
  readonly rangAtMs: number;
  /** What a device said, decoded, JSON. */
  readonly deviceJson?: string;
  /** What its channel had to mend already. */
  readonly warnings?: readonly string[];
}

/** A report that can be stored, and what was done to make it so. */
export interface CleanReport {
  readonly idempotencyKey: string;
  readonly channel: Channel;
  readonly line: string;
  readonly callerNumber: string;
  readonly callerName: string;
  readonly text: string;
  readonly lang: string;
  readonly place: PlaceFact | null;
  readonly reportedType: string;
  readonly rangAtMs: number;
  readonly deviceJson?: string;
  readonly warnings: readonly string[];
}

export interface PlaceContext {
  /** Degrees in another datum to WGS-84. */
  readonly toWgs84: (lon: number, lat: number, datum: string) => readonly [number, number] | null;
}
export interface ReportContext extends PlaceContext {
  readonly nowMs: number;
  readonly isKnownType: (code: string) => boolean;
}

/**
 * Takes everything usable out of a report. Only a report without a key, or with nothing in it at all (no words, no
 * number, no place), is refused; whatever else is wrong is mended and listed in `warnings`.
 */
export function cleanReport(raw: RawReport, context: ReportContext): Result<CleanReport> {
  const key = raw.idempotencyKey.trim();
  if (key === '' || key.length > LIMITS.idempotencyKeyChars) {
    return refuse(
      'invalid',
      `idempotencyKey must have 1 to ${LIMITS.idempotencyKeyChars} characters: choose one for each report and repeat it in every retry`,
      `idempotencyKey 须为 1 至 ${LIMITS.idempotencyKeyChars} 个字符：每次报警取一个，重试时不变`,
    );
  }
  const warnings: string[] = (raw.warnings ?? []).slice(0, LIMITS.channelWarnings).map((warning) => cleanLine(warning));
  const text = cut(cleanText(raw.text), LIMITS.textChars, 'text', warnings);
  const callerNumber = cut(cleanLine(raw.callerNumber), LIMITS.callerNumberChars, 'callerNumber', warnings);
  const place = cleanPlace(raw.place, context, warnings);
  const deviceJson = cleanDevice(raw.deviceJson ?? '', warnings);
  if (text === '' && callerNumber === '' && place === null && deviceJson === '') {
    return refuse(
      'invalid',
      'the report is empty: give words, a caller number or a place',
      '报警内容为空：须有文字、主叫号码或位置之一',
    );
  }
  return ok({
    idempotencyKey: key,
    channel: cleanChannel(raw.channel, warnings),
    line: /^\d{3,5}$/.test(raw.line) ? raw.line : '',
    callerNumber,
    callerName: cut(cleanLine(raw.callerName), LIMITS.callerNameChars, 'callerName', warnings),
    text,
    lang: /^[a-z]{2}$/.test(raw.lang) ? raw.lang : '',
    place,
    reportedType: cleanType(raw.reportedType, context, warnings),
    rangAtMs: cleanTime(raw.rangAtMs, context.nowMs, warnings),
    ...(deviceJson === '' ? {} : { deviceJson }),
    warnings,
  });
}

const CONTROL = /[^\P{Cc}\t\n\r]/gu;

/** Lone surrogates and control characters other than line breaks and tabs become spaces; nothing else is touched. */
export function cleanText(text: string): string {
  return text.toWellFormed().replace(CONTROL, ' ').trim();
}

export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** Cuts between code points. */
function cut(text: string, limit: number, field: string, warnings: string[]): string {
  if (text.length <= limit) return text;
  warnings.push(
    `${field} 有 ${text.length} 字，已截为 ${limit} 字 · ${field} had ${text.length} characters and was cut to ${limit}`,
  );
  return text
    .slice(0, limit)
    .toWellFormed()
    .replace(/\ufffd$/, '');
}

function cleanChannel(channel: string, warnings: string[]): Channel {
  if ((CHANNELS as readonly string[]).includes(channel)) return channel as Channel;
  if (channel !== '') {
    const name = channel.slice(0, 32);
    warnings.push(`未知渠道“${name}”，已存为 import · unknown channel "${name}" was stored as import`);
  }
  return 'import';
}

function cleanType(type: string, context: ReportContext, warnings: string[]): string {
  if (type === '' || context.isKnownType(type)) return type;
  const name = cleanLine(type).slice(0, LIMITS.reportedTypeChars);
  warnings.push(`未知警情类型“${name}”，已略去 · unknown type "${name}" was left out`);
  return '';
}

function cleanTime(rangAtMs: number, nowMs: number, warnings: string[]): number {
  if (rangAtMs === 0 || Number.isNaN(rangAtMs)) return 0;
  if (rangAtMs > 0 && rangAtMs <= nowMs + LIMITS.futureMs) return rangAtMs;
  warnings.push(
    '来电时间 rangAtMs 不是过去的时间，已略去，请检查发送方时钟 · rangAtMs is not a past time and was left out: check the clock of the sender',
  );
  return 0;
}

/** Null with a warning when the coordinates are not on this planet. */
export function cleanPlace(place: RawReport['place'], context: PlaceContext, warnings: string[]): PlaceFact | null {
  if (place === null) return null;
  const { lon, lat, datum } = place;
  const inRange = Math.abs(lon) <= 180 && Math.abs(lat) <= 90 && !(lon === 0 && lat === 0);
  const point = inRange ? context.toWgs84(lon, lat, datum || 'wgs84') : null;
  if (point === null) {
    warnings.push(
      '位置坐标不可能或坐标系未知，已略去 · the place has no possible coordinates or an unknown datum and was left out',
    );
    return null;
  }
  return {
    lon: point[0],
    lat: point[1],
    accuracyM: Number.isFinite(place.accuracyM) ? Math.max(0, place.accuracyM) : 0,
    source: cleanLine(place.source).slice(0, 32) || 'caller',
    text: cut(cleanLine(place.text), LIMITS.placeTextChars, 'place.text', warnings),
    confirmed: place.confirmed,
  };
}

/** Cut JSON is no JSON: what is too long or not JSON is left out, and said so. */
function cleanDevice(deviceJson: string, warnings: string[]): string {
  if (deviceJson === '') return '';
  if (deviceJson.length > LIMITS.deviceJsonChars) {
    warnings.push(
      `设备数据 deviceJson 有 ${deviceJson.length} 字，超过 ${LIMITS.deviceJsonChars} 字，已略去 · deviceJson had ${deviceJson.length} characters, at most ${LIMITS.deviceJsonChars}, and was left out`,
    );
    return '';
  }
  try {
    return JSON.stringify(JSON.parse(deviceJson));
  } catch {
    warnings.push('设备数据 deviceJson 不是 JSON，已略去 · deviceJson was not JSON and was left out');
    return '';
  }
}
