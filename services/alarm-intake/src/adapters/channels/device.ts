import type { RawReport } from '../../domain/report.ts';
import type { Fields } from './fields.ts';
import { placeFrom } from './place.ts';

export const DEVICE_STATES = ['alarm', 'cleared', 'fault', 'test', 'heartbeat'] as const;
export type DeviceState = (typeof DEVICE_STATES)[number];

/** What a device, a gateway of devices or a fire panel says, over HTTP or MQTT. */
export interface DeviceSignal {
  /** The sender's number of this signal; empty when it has none. */
  readonly eventId: string;
  readonly deviceId: string;
  readonly zone: string;
  readonly state: DeviceState;
  /** A person pressed or fell: never turned away. */
  readonly byPerson: boolean;
  /** Words of the device itself, beside what we say of it. */
  readonly said: string;
  readonly report: Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'>;
}

interface DeviceType {
  readonly zh: string;
  /** Type of the taxonomy; empty: it says too little. */
  readonly type: string;
  readonly byPerson?: true;
}

/** What kinds of devices mean. Others are stored with their own word and no type. */
const TYPES: Readonly<Record<string, DeviceType>> = {
  smoke: { zh: '烟感报警', type: 'fire.alarm' },
  heat: { zh: '温感报警', type: 'fire.alarm' },
  flame: { zh: '火焰探测报警', type: 'fire.alarm' },
  'manual-call-point': { zh: '手动火灾报警按钮', type: 'fire.alarm', byPerson: true },
  sprinkler: { zh: '喷淋动作', type: 'fire.alarm' },
  gas: { zh: '可燃气体报警', type: 'fire.gas-leak' },
  co: { zh: '一氧化碳报警', type: 'medical.carbon-monoxide' },
  water: { zh: '水浸报警', type: 'disaster.waterlogging' },
  intrusion: { zh: '入侵报警', type: 'police.alarm' },
  panic: { zh: '紧急按钮报警', type: 'police.alarm', byPerson: true },
  sos: { zh: '一键求助', type: '', byPerson: true },
  fall: { zh: '跌倒报警', type: 'medical.fall', byPerson: true },
  elevator: { zh: '电梯求助', type: 'rescue.elevator', byPerson: true },
};

const SYNONYMS: Readonly<Record<string, DeviceState>> = {
  ...{ alarm: 'alarm', fire: 'alarm', alert: 'alarm', on: 'alarm', '1': 'alarm', 报警: 'alarm', 火警: 'alarm' },
  ...{
    cleared: 'cleared',
    clear: 'cleared',
    restore: 'cleared',
    restored: 'cleared',
    reset: 'cleared',
    normal: 'cleared',
  },
  ...{ off: 'cleared', '0': 'cleared', 复位: 'cleared', 恢复: 'cleared' },
  ...{
    fault: 'fault',
    trouble: 'fault',
    故障: 'fault',
    test: 'test',
    测试: 'test',
    heartbeat: 'heartbeat',
    心跳: 'heartbeat',
  },
};

const MAX_READINGS = 12;
const DEVICE_ID_CHARS = 100;

/** @param topicDevice the device's name in the MQTT topic, for a payload that has none */
export function decodeDevice(fields: Fields, topicDevice = ''): DeviceSignal {
  const stateWord = fields.text('state', 'status', 'event').trim();
  const state = SYNONYMS[stateWord.toLowerCase()] ?? 'alarm';
  if (stateWord !== '' && SYNONYMS[stateWord.toLowerCase()] === undefined) {
    fields.warnings.push('the state is unknown; it was taken as an alarm');
  }
  const kind = fields.text('deviceType', 'type').trim().toLowerCase();
  const known = TYPES[kind];
  const deviceId = (fields.text('deviceId', 'device', 'id').trim() || topicDevice).slice(0, DEVICE_ID_CHARS);
  const zone = fields.text('zone', 'loop', 'area').trim().slice(0, DEVICE_ID_CHARS);
  const said = fields.text('text', 'message', 'description').trim();
  const address = fields.text('address').trim();
  const position = placeFrom(fields.nested('position', 'place', 'location'), 'device');
  const readings = readingsOf(fields);
  const words = [
    known?.zh ?? `设备报警${kind === '' ? '' : `(${kind.slice(0, 40)})`}`,
    ...[zone === '' ? '' : `分区 ${zone}`, address === '' ? '' : `地址：${address}`, said],
    deviceId === '' ? '' : `设备 ${deviceId}`,
  ];
  const signal: DeviceSignal = {
    ...{ eventId: fields.text('eventId', 'messageId').trim(), deviceId, zone, state, said },
    byPerson: known?.byPerson === true,
    report: {
      ...{ line: '', callerNumber: fields.text('callerNumber', 'phone'), callerName: fields.text('owner', 'name') },
      text: deviceId === '' && said === '' && known === undefined ? '' : words.filter((word) => word !== '').join('，'),
      ...{ lang: '', place: position, reportedType: fields.text('reportedType') || (known?.type ?? '') },
      rangAtMs: fields.timeMs('atMs', 'at', 'time', 'timestamp'),
      deviceJson: JSON.stringify({ device: { deviceId, kind, zone, readings } }),
    },
  };
  fields.noteUnknown();
  return signal;
}

/** Numbers, words and switches; nothing nested. */
function readingsOf(fields: Fields): Record<string, unknown> {
  const readings = fields.nested('readings', 'values');
  if (readings === null) return {};
  const kept = readings.entries().filter(([, value]) => ['number', 'boolean', 'string'].includes(typeof value));
  return Object.fromEntries(
    kept.slice(0, MAX_READINGS).map(([name, value]) => [name.slice(0, 40), String(value).slice(0, 80)]),
  );
}
