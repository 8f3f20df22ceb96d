import type { RawReport } from '../../domain/report.ts';
import type { Fields } from './fields.ts';
import { decodeMsd, MAS_PER_DEGREE, MSD_MAX_BYTES, type Msd, PROPULSIONS, VEHICLE_TYPES } from './msd.ts';

export interface Ecall {
  readonly msd: Msd | null;
  /** Of the vehicle, to call it back. */
  readonly callerNumber: string;
  /** The phone system's, when it gives one. */
  readonly callId: string;
  /** What could not be read, as hexadecimal digits. */
  readonly unreadHex: string;
  readonly warnings: readonly string[];
}

/** A vehicle's position is within some tens of metres when it can be trusted (EN 16072: 150 m). */
const TRUSTED_M = 150;
const UNTRUSTED_M = 1_000;
const UNREAD_SHOWN_CHARS = 512;

/** JSON `{msd: hexadecimal or base64, callerNumber, callId}`. What is no MSD stays readable for a human. */
export function decodeEcall(fields: Fields): Ecall {
  const text = fields.text('msd', 'MSD', 'minimumSetOfData').replace(/\s+/g, '');
  const callerNumber = fields.text('callerNumber', 'number', 'msisdn', 'from');
  const callId = fields.text('callId', 'callID');
  fields.noteUnknown();
  return ecallOf(bytesOf(text), callerNumber, callId, fields.warnings, text);
}

/** The message itself as the body (RFC 8147: application/EmergencyCallData.eCall.MSD). */
export const isMsdType = (contentType: string): boolean =>
  /emergencycalldata\.ecall\.msd|octet-stream/i.test(contentType);

export function ecallOf(
  bytes: Uint8Array,
  callerNumber: string,
  callId: string,
  warnings: readonly string[],
  text = '',
): Ecall {
  const msd = decodeMsd(bytes);
  if (msd !== null) return { msd, callerNumber, callId, unreadHex: '', warnings };
  const shown = bytes.length > 0 ? Buffer.from(bytes).toString('hex') : text;
  const unreadHex = shown.slice(0, UNREAD_SHOWN_CHARS);
  return { msd, callerNumber, callId, unreadHex, warnings: [...warnings, 'the MSD could not be decoded'] };
}

function bytesOf(text: string): Uint8Array {
  if (text.length > MSD_MAX_BYTES * 2) return new Uint8Array();
  if (/^([0-9a-f]{2})+$/i.test(text)) return Buffer.from(text, 'hex');
  return /^[\w+/-]+=*$/.test(text) ? Buffer.from(text, 'base64') : new Uint8Array();
}

const TYPE_ZH = [
  '乘用车(M1)',
  '客车(M2)',
  '大客车(M3)',
  '轻型货车(N1)',
  '货车(N2)',
  '重型货车(N3)',
  ...Array.from({ length: 7 }, (_, i) => `摩托车(L${i + 1}e)`),
];
const FUEL_ZH = ['汽油', '柴油', '天然气(CNG)', '液化石油气(LPG)', '动力电池', '氢', '其他能源'];

/** What rescuers read first: how it was raised, how many, and what burns or shocks. */
export function wordsOf(msd: Msd): string {
  const fuels = FUEL_ZH.filter((_, i) => msd.propulsion[i]);
  const parts = [
    msd.automaticActivation ? '车辆 eCall 自动求救：碰撞传感器触发' : '车辆 eCall 手动求救：车内人员按键',
    TYPE_ZH[msd.vehicleType] ?? '其他车辆',
    fuels.length === 0 ? '' : `能源：${fuels.join('、')}`,
    msd.passengers === null ? '' : `车内 ${msd.passengers} 人(系安全带)`,
    msd.directionDeg === null ? '' : `车头方向 ${msd.directionDeg}°`,
    msd.positionCanBeTrusted ? '' : '位置不可靠',
    `VIN ${msd.vin}`,
  ];
  return parts.filter((part) => part !== '').join('，');
}

/** An automatic call is a crash in which somebody may be hurt; a button may be pressed for anything. */
export function reportOf(ecall: Ecall): Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'> {
  const { msd, callerNumber, unreadHex } = ecall;
  const base = { line: '', callerNumber, callerName: '', lang: '' };
  if (msd === null) {
    const deviceJson = JSON.stringify({ unreadMsdHex: unreadHex });
    const text = '车辆 eCall 求救：数据(MSD)无法解码，请与车辆通话核实';
    return { ...base, text, place: null, reportedType: '', rangAtMs: 0, deviceJson };
  }
  return {
    ...base,
    text: wordsOf(msd),
    place: placeOf(msd),
    reportedType: msd.automaticActivation ? 'traffic.crash-injury' : '',
    rangAtMs: msd.timestampS * 1_000,
    deviceJson: JSON.stringify({ ecall: shown(msd) }),
  };
}

function placeOf({ position, positionCanBeTrusted }: Msd): RawReport['place'] {
  if (position === null) return null;
  return {
    lon: position.lonMas / MAS_PER_DEGREE,
    lat: position.latMas / MAS_PER_DEGREE,
    accuracyM: positionCanBeTrusted ? TRUSTED_M : UNTRUSTED_M,
    ...{ source: 'ecall', text: '', confirmed: false, datum: 'wgs84' },
  };
}

const shown = ({ propulsion, vehicleType, additionalData, ...msd }: Msd): object => ({
  ...msd,
  vehicleType: VEHICLE_TYPES[vehicleType] ?? 'other',
  propulsion: PROPULSIONS.filter((_, i) => propulsion[i]),
  ...(additionalData === null
    ? {}
    : { additionalData: { oid: additionalData.oid, hex: Buffer.from(additionalData.data).toString('hex') } }),
});
