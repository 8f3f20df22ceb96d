import type { Server } from 'node:http';
import type { Component, Stack } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import type { Pool } from '@muster/platform/postgres/pool';
import type { Express } from 'express';
import type { Alarms } from '../../app/alarms.ts';
import { AmlDesk } from '../../app/aml-desk.ts';
import { AppDesk } from '../../app/app-desk.ts';
import { CentreDesk } from '../../app/centre-desk.ts';
import { ChannelDesk } from '../../app/channel-desk.ts';
import type { Contacts } from '../../app/contacts.ts';
import { DeviceDesk } from '../../app/device-desk.ts';
import { EcallDesk } from '../../app/ecall-desk.ts';
import { SmsDesk } from '../../app/sms-desk.ts';
import { VoiceDesk } from '../../app/voice-desk.ts';
import type { ChannelsConfig } from '../../channels-config.ts';
import { DeviceEpisodes } from '../device-episodes.ts';
import { OpenAlarms } from '../open-alarms.ts';
import { realtime } from '../speech/realtime.ts';
import { transcriptions } from '../speech/transcriptions.ts';
import { WaitingPositions, watchWaitingPositions } from '../waiting-positions.ts';
import { centreRoutes } from './centre-routes.ts';
import { deviceRoutes } from './device-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { startMqttDevices } from './mqtt-devices.ts';
import { phoneRoutes } from './phone-routes.ts';
import { RATE_LIMITS, RateLimit } from './rate-limit.ts';
import { voiceRoutes } from './voice-routes.ts';
import { startVoiceStream } from './voice-stream.ts';

export interface ChannelDeps {
  readonly app: Express;
  readonly alarms: Alarms;
  readonly contacts: Contacts;
  readonly pool: Pool;
  readonly config: ChannelsConfig;
  readonly stack: Stack;
  readonly log: Log;
}

export interface Channels {
  /** Live speech comes over WebSocket: called once the HTTP server is there. */
  listen(server: Server): Component;
}

/** Every way in but the telephone and the desk's own form; docs/operations/channels.md. */
export function startChannels({ app, alarms, contacts, pool, config, stack, log }: ChannelDeps): Channels {
  const { keys } = config;
  const desk = new ChannelDesk(alarms, new OpenAlarms(pool), contacts);
  const aml = new AmlDesk(desk, new WaitingPositions(pool), config.amlWaitsMs);
  stack.add('waiting positions', watchWaitingPositions(aml, log));
  const texts = config.confirmsTexts ? config.texts : null;
  messageRoutes(app, keys, { desk, sms: new SmsDesk(desk), app: new AppDesk(desk), aml, texts, log });
  const devices = new DeviceDesk(desk, new DeviceEpisodes(pool));
  const limit = new RateLimit(RATE_LIMITS.devicesPerS, RATE_LIMITS.devicesBurst);
  deviceRoutes(app, keys, devices, limit);
  if (config.mqtt !== null) stack.add('devices', startMqttDevices(config.mqtt, devices, limit, log));
  centreRoutes(app, keys, new CentreDesk(desk));
  phoneRoutes(app, keys, { ecall: new EcallDesk(desk), aml, nowMs: () => desk.now(), log });
  const voice = new VoiceDesk(desk, (ms) => new Promise((resolve) => setTimeout(resolve, ms)));
  voiceRoutes(app, keys, {
    desk: voice,
    files: config.speechFiles === null ? null : transcriptions(config.speechFiles),
  });
  const transcriber = config.speechStreams === null ? null : realtime(config.speechStreams, log);
  return { listen: (server) => startVoiceStream(server, keys, { desk: voice, transcriber, log }) };
}
