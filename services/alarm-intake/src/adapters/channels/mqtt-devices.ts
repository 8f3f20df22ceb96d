import type { Component } from '@muster/kernel/lifecycle';
import type { Result } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import { asRefusal } from '@muster/platform/refusal-status';
import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import type { DeviceAnswer, DeviceDesk } from '../../app/device-desk.ts';
import { readBody } from './body.ts';
import { decodeDevice } from './device.ts';
import { Fields } from './fields.ts';
import type { RateLimit } from './rate-limit.ts';

export interface MqttConfig {
  /** `mqtt://host:1883` or `mqtts://host:8883`. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** Names the session that the broker keeps while we are away. */
  readonly clientId: string;
  /** Filters whose last two levels are the channel and the device. */
  readonly topics: readonly string[];
}

export const MQTT_LIMITS = { payloadBytes: 65_536, connectMs: 10_000, reconnectMs: 2_000, retryMs: 1_000 } as const;

/**
 * Listens with QoS 1 in a session that the broker keeps. A message is acknowledged to the broker only when its alarm
 * is committed: what arrives while the database or this service is away comes again. One answer a message goes to
 * `<topic>/receipt`.
 */
export function startMqttDevices(config: MqttConfig, desk: DeviceDesk, limit: RateLimit, log: Log): Component {
  const { url, username, password, clientId } = config;
  const client = connect(url, {
    ...{ clientId, clean: false, protocolVersion: 4, resubscribe: false, queueQoSZero: false },
    ...{ connectTimeout: MQTT_LIMITS.connectMs, reconnectPeriod: MQTT_LIMITS.reconnectMs },
    ...(username === '' ? {} : { username, password }),
  });
  const listener = new Listener(client, desk, limit, log);
  client.on('connect', () => {
    client.subscribe([...config.topics], { qos: 1 }, (error) => {
      if (error) log.error({ err: error, topics: config.topics }, 'cannot listen to the topics of devices');
    });
  });
  client.on('error', (err) => log.warn({ err }, 'the MQTT broker'));
  client.on('offline', () => log.warn({}, 'the MQTT broker is away; trying again'));
  return { stop: () => listener.stop() };
}

class Listener implements Component {
  readonly #client: MqttClient;
  readonly #desk: DeviceDesk;
  readonly #limit: RateLimit;
  readonly #log: Log;
  #stopping = false;

  constructor(client: MqttClient, desk: DeviceDesk, limit: RateLimit, log: Log) {
    this.#client = client;
    this.#desk = desk;
    this.#limit = limit;
    this.#log = log;
    // The client acknowledges when we call back, and gives us nothing more before.
    client.handleMessage = (packet, callback) => {
      this.#handle(packet).then(
        (handled) => (handled ? callback() : undefined),
        (error: Error) => callback(error),
      );
    };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#client.endAsync(true);
  }

  /** False: not handled, and not to be acknowledged. */
  async #handle(packet: IPublishPacket): Promise<boolean> {
    for (;;) {
      if (this.#stopping) return false;
      try {
        const waitMs = await this.#try(packet);
        if (waitMs === 0) return true;
        await sleep(waitMs);
      } catch (error) {
        const refusal = asRefusal(error);
        if (refusal !== null && refusal.code !== 'unavailable') {
          this.#log.warn({ refusal, topic: packet.topic }, 'a device message was refused');
          this.#answer(packet, { error: refusal });
          return true;
        }
        this.#log.warn({ err: error }, 'a device message could not be stored yet; trying again');
        await sleep(MQTT_LIMITS.retryMs);
      }
    }
  }

  /** Milliseconds to wait; 0 is done. */
  async #try(packet: IPublishPacket): Promise<number> {
    const levels = packet.topic.split('/');
    const [channel, device = ''] = [levels.at(-2) === 'panel' ? ('panel' as const) : ('iot' as const), levels.at(-1)];
    const payload = Buffer.isBuffer(packet.payload) ? packet.payload : Buffer.from(packet.payload);
    // Of a payload that is no JSON at least the device is known, and that it said something.
    const body = payload.length <= MQTT_LIMITS.payloadBytes ? readBody(payload, 'application/json') : null;
    const warnings = body?.ok ? [...body.value.warnings] : ['the payload could not be read'];
    const fields = new Fields(body?.ok ? body.value.bag : {}, warnings);
    const signal = decodeDevice(fields, device);
    const waitMs = signal.byPerson ? 0 : this.#limit.waitMs(`mqtt ${channel}`, this.#desk.now());
    if (waitMs > 0) return waitMs;
    const by = { kind: 'device', id: `${channel}:mqtt`, name: device } as const;
    const taken: Result<DeviceAnswer> = await this.#desk.take({ ...signal, channel, warnings }, by);
    if (!taken.ok) this.#log.warn({ refusal: taken.refusal, topic: packet.topic }, 'a device message was refused');
    this.#answer(packet, taken.ok ? taken.value : { error: taken.refusal });
    return 0;
  }

  #answer({ topic }: IPublishPacket, answer: object): void {
    this.#client.publish(`${topic}/receipt`, JSON.stringify(answer), { qos: 0 }, () => {});
  }
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
