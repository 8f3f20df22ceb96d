import type { ActorFact } from '@muster/contracts/events/shared';
import type { Alarm as AlarmView } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { RawReport } from '../domain/report.ts';
import { alarmIdFor, type Receipt } from './alarms.ts';
import { type ChannelDesk, keyFrom } from './channel-desk.ts';

export interface DeviceIn {
  readonly channel: 'iot' | 'panel';
  readonly eventId: string;
  readonly deviceId: string;
  readonly zone: string;
  readonly state: 'alarm' | 'cleared' | 'fault' | 'test' | 'heartbeat';
  readonly said: string;
  readonly report: Omit<RawReport, 'idempotencyKey' | 'channel' | 'warnings'>;
  readonly warnings: readonly string[];
}

/** Since when a device has been in alarm; the adapter is a table, one row a device. */
export interface EpisodesPort {
  /** Goes on with the device's episode or begins a new one; gives when it began. */
  inAlarm(device: string, eventId: string, nowMs: number, anew: boolean): Promise<number>;
  /** The begin of the last episode; null when there was none. */
  last(device: string): Promise<number | null>;
}

export const DEVICE_LIMITS = {
  /** A device that says nothing for so long and then alarms again means something new. */
  quietMs: 15 * 60_000,
  /** A device that goes on and on raises a new alarm after so long: the first one may have been dealt with. */
  episodeMs: 60 * 60_000,
  /** Words added to one alarm by its device; a flapping contact must not fill it. */
  notes: 50,
} as const;

export interface DeviceAnswer extends Receipt {
  /** `noted`: words were added; `ignored`: nothing that an alarm needs (a fault, a test, a restore of nothing). */
  readonly outcome: 'alarm' | 'repeated' | 'noted' | 'ignored';
}

const CLEARED = '设备恢复正常（未经人工核实，警情不自动关闭）';
const AGAIN = '设备再次报警';

export class DeviceDesk {
  readonly #desk: ChannelDesk;
  readonly #episodes: EpisodesPort;
  constructor(desk: ChannelDesk, episodes: EpisodesPort) {
    this.#desk = desk;
    this.#episodes = episodes;
  }

  now(): number {
    return this.#desk.now();
  }

  async take(signal: DeviceIn, by: ActorFact): Promise<Result<DeviceAnswer>> {
    if (signal.deviceId === '') {
      return refuse('invalid', 'a signal needs its deviceId (or an MQTT topic that names it)', '设备信号须带 deviceId');
    }
    const device = keyFrom(by.id, signal.deviceId, signal.zone);
    if (signal.state === 'cleared') return this.#cleared(signal, device);
    if (signal.state !== 'alarm') return ok(this.#nothing());
    for (const anew of [false, true]) {
      const startedAtMs = await this.#episodes.inAlarm(device, signal.eventId, this.now(), anew);
      const idempotencyKey = keyFrom(device, String(startedAtMs));
      const found = await this.#desk.get(alarmIdFor(signal.channel, idempotencyKey));
      if (!found.ok) return this.#open(signal, idempotencyKey, by);
      // Somebody has closed it, and the device alarms again: that is news.
      if (found.value.closedAtMs === 0) return this.#again(signal, found.value);
    }
    return refuse('conflict', 'the alarm was closed while it was raised again; send it again', '警情刚被关闭，请重发');
  }

  async #open(signal: DeviceIn, idempotencyKey: string, by: ActorFact): Promise<Result<DeviceAnswer>> {
    const { report, channel, warnings } = signal;
    const taken = await this.#desk.take({ ...report, idempotencyKey, channel, warnings }, by);
    return taken.ok ? ok({ ...taken.value, outcome: taken.value.repeated ? 'repeated' : 'alarm' }) : taken;
  }

  /** The same device says it again: only what is new is added. */
  async #again({ said, report }: DeviceIn, alarm: AlarmView): Promise<Result<DeviceAnswer>> {
    await this.#desk.locate(alarm, report.place, report.rangAtMs);
    const last = alarm.segments.at(-1)?.text ?? '';
    const news = [last === CLEARED ? AGAIN : '', said !== '' && !alarm.text.includes(said) ? said : ''];
    return this.#note(alarm, news.filter((part) => part !== '').join('：'));
  }

  async #cleared({ channel }: DeviceIn, device: string): Promise<Result<DeviceAnswer>> {
    const startedAtMs = await this.#episodes.last(device);
    if (startedAtMs === null) return ok(this.#nothing());
    const found = await this.#desk.get(alarmIdFor(channel, keyFrom(device, String(startedAtMs))));
    if (!found.ok || found.value.closedAtMs > 0) return ok(this.#nothing());
    return this.#note(found.value, CLEARED);
  }

  async #note(alarm: AlarmView, text: string): Promise<Result<DeviceAnswer>> {
    const { alarmId, receivedAtMs, warnings, version } = alarm;
    const answer = { alarmId, receivedAtMs, warnings, repeated: true };
    if (text === '' || alarm.segments.length >= DEVICE_LIMITS.notes) return ok({ ...answer, outcome: 'repeated' });
    const added = await this.#desk.add(alarmId, text, 'device');
    return added.ok ? ok({ ...answer, outcome: added.value.version > version ? 'noted' : 'repeated' }) : added;
  }

  #nothing(): DeviceAnswer {
    return { alarmId: '', receivedAtMs: this.now(), repeated: false, warnings: [], outcome: 'ignored' };
  }
}
