import { afterEach, describe, expect, it } from 'vitest';
import { SERVICES, type ServiceContext, serviceSpec } from '../services.ts';

const context = {
  ...{ mode: 'test', homeDir: '/h', cityDir: '', natsUrl: 'nats://a:b@127.0.0.1:1', publicPort: 1, publicListen: '' },
  ...{ webDistDir: '', users: '[]' },
  secrets: {
    ...{ internalToken: 't', intakeKey: 'i', trackingKey: 'k', postgresPassword: 'p', natsPassword: 'n' },
    ...{ channelKeys: { sms: 'sms-key-1' }, demoPasswords: {} },
  },
} satisfies ServiceContext;

describe('what a service is told', () => {
  afterEach(() => {
    delete process.env.MUSTER_CHANNEL_KEYS;
    delete process.env.MUSTER_STT_KEY;
  });
  it('has the channels’ keys, also those of the administrator, for alarm-intake alone', () => {
    process.env.MUSTER_CHANNEL_KEYS = 'panel:tower-a=tower-key';
    process.env.MUSTER_STT_KEY = 'stt';
    const ports = new Map(SERVICES.map(({ name }) => [name, { http: 1, grpc: 2 }]));
    const env = Object.fromEntries(
      SERVICES.map((service) => [service.name, serviceSpec(service, context, ports, 'postgres://x').env]),
    );
    expect(env['alarm-intake']).toMatchObject({
      ...{ MUSTER_CHANNEL_KEYS: 'sms=sms-key-1,panel:tower-a=tower-key', MUSTER_STT_KEY: 'stt' },
    });
    const others = SERVICES.filter(({ name }) => name !== 'alarm-intake').map(({ name }) => env[name] ?? {});
    expect(others.flatMap((given) => Object.keys(given)).filter((name) => /CHANNEL_KEYS|STT_KEY/.test(name))).toEqual(
      [],
    );
  });
});
