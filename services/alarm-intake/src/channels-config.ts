import type { EnvReader } from '@muster/platform/env';
import { type ChannelKey, parseChannelKeys } from './adapters/channels/keys.ts';
import type { MqttConfig } from './adapters/channels/mqtt-devices.ts';
import { httpTextSender } from './adapters/channels/text-sender.ts';
import type { RealtimeConfig } from './adapters/speech/realtime.ts';
import type { TranscriptionsConfig } from './adapters/speech/transcriptions.ts';
import { AML_LIMITS } from './app/aml-desk.ts';
import type { TextSender } from './app/sms-desk.ts';

/** What the channels are told; docs/operations/channels.md has the table. */
export interface ChannelsConfig {
  readonly keys: readonly ChannelKey[];
  readonly texts: TextSender | null;
  /** Whoever reports by SMS is sent a text that it has arrived; off unless it is asked for. */
  readonly confirmsTexts: boolean;
  /** How long a phone's position waits for its call before it becomes an alarm of its own. */
  readonly amlWaitsMs: number;
  /** Null: devices come over HTTP alone. */
  readonly mqtt: MqttConfig | null;
  /** Null: recordings are refused. */
  readonly speechFiles: TranscriptionsConfig | null;
  /** Null: live audio is refused. */
  readonly speechStreams: RealtimeConfig | null;
}

export function readChannelsConfig(reader: EnvReader): ChannelsConfig {
  const { keys, mistakes } = parseChannelKeys(reader.string('MUSTER_CHANNEL_KEYS', ''));
  for (const mistake of mistakes) reader.mistake(`MUSTER_CHANNEL_KEYS: ${mistake}`);
  const sendUrl = reader.string('MUSTER_SMS_SEND_URL', '');
  const texts = sendUrl === '' ? null : httpTextSender(sendUrl, reader.string('MUSTER_SMS_SEND_KEY'));
  const amlWaitsS = reader.integer('MUSTER_AML_WAITS_S', { min: 1, max: 3_600 }, AML_LIMITS.waitsMs / 1_000);
  const confirm = reader.integer('MUSTER_SMS_CONFIRM', { min: 0, max: 1 }, 0);
  if (confirm === 1 && texts === null) reader.mistake('MUSTER_SMS_CONFIRM needs MUSTER_SMS_SEND_URL');
  return {
    keys,
    texts,
    confirmsTexts: confirm === 1,
    amlWaitsMs: amlWaitsS * 1_000,
    mqtt: mqttOf(reader),
    ...speechOf(reader),
  };
}

function speechOf(reader: EnvReader): Pick<ChannelsConfig, 'speechFiles' | 'speechStreams'> {
  const [files, streams] = [reader.string('MUSTER_STT_URL', ''), reader.string('MUSTER_STT_STREAM_URL', '')];
  const [key, model] = [reader.string('MUSTER_STT_KEY', ''), reader.string('MUSTER_STT_MODEL', 'whisper-1')];
  if (files !== '' && !/^https?:\/\//.test(files)) reader.mistake('MUSTER_STT_URL must begin with http:// or https://');
  if (streams !== '' && !/^wss?:\/\//.test(streams))
    reader.mistake('MUSTER_STT_STREAM_URL must begin with ws:// or wss://');
  return {
    speechFiles: files === '' ? null : { url: files.replace(/\/+$/, ''), key, model },
    speechStreams:
      streams === '' ? null : { url: streams, key, model: reader.string('MUSTER_STT_STREAM_MODEL', model) },
  };
}

function mqttOf(reader: EnvReader): MqttConfig | null {
  const url = reader.string('MUSTER_MQTT_URL', '');
  if (url === '') return null;
  if (!/^(mqtts?|wss?):\/\//.test(url))
    reader.mistake('MUSTER_MQTT_URL must begin with mqtt://, mqtts://, ws:// or wss://');
  const topics = reader.string('MUSTER_MQTT_TOPICS', 'muster/v1/iot/+,muster/v1/panel/+');
  return {
    url,
    username: reader.string('MUSTER_MQTT_USER', ''),
    password: reader.string('MUSTER_MQTT_PASSWORD', ''),
    clientId: reader.string('MUSTER_MQTT_CLIENT_ID', 'muster-alarm-intake'),
    topics: topics.split(',').map((topic) => topic.trim()),
  };
}
