import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { connectGrpc } from '@muster/platform/grpc/client';
import { createTestDatabase, startTestNats } from '../../../infra/local/test-backends.ts';
import { startTestService, type TestService } from '../../../infra/local/test-service.ts';

/** A key for each channel: `<channel>-key-1`. */
export const CHANNEL_KEYS = ['sms', 'app', 'ecall', 'aml', 'iot', 'panel', 'centre', 'voice']
  .map((channel) => `${channel}=${channel}-key-1`)
  .join(',');

export interface ChannelRig {
  readonly service: TestService;
  readonly databaseUrl: string;
  /** `body`: an object goes as JSON, bytes and text as they are. */
  post(path: string, key: string, body: unknown, contentType?: string): Promise<{ status: number; body: Posted }>;
  alarm(alarmId: string): Promise<Alarm>;
  client: ReturnType<typeof connect>;
  stop(): Promise<void>;
}
export interface Posted {
  readonly alarmId: string;
  readonly repeated: boolean;
  readonly grown: boolean;
  readonly warnings: string[];
  readonly state: string;
  readonly test: boolean;
  readonly error: { readonly code: string; readonly message: string; readonly messageZh: string };
  readonly [more: string]: unknown;
}

const connect = (service: TestService) =>
  connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${service.grpcPort}`, 'token');

export async function startChannelRig(env: Record<string, string> = {}): Promise<ChannelRig> {
  const [database, nats] = await Promise.all([createTestDatabase('alarm-intake'), startTestNats()]);
  const service = await startTestService('alarm-intake', {
    ...{ DATABASE_URL: database.url, NATS_URL: nats.url, MUSTER_INTAKE_KEY: 'intake-key' },
    ...{ MUSTER_CHANNEL_KEYS: CHANNEL_KEYS, ...env },
  });
  const client = connect(service);
  return {
    service,
    databaseUrl: database.url,
    client,
    async post(path, key, body, contentType = 'application/json') {
      const plain = typeof body === 'string' || body instanceof Uint8Array;
      const response = await fetch(`http://127.0.0.1:${service.httpPort}${path}`, {
        method: 'POST',
        headers: { 'content-type': contentType, authorization: `Bearer ${key}` },
        body: plain ? body : JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Posted };
    },
    async alarm(alarmId) {
      const { alarm } = await client.getAlarm({ alarmId });
      if (alarm === undefined) throw new Error(`there is no alarm ${alarmId}`);
      return alarm;
    },
    async stop() {
      await client.stop();
      await service.stop();
      await Promise.all([database.drop(), nats.stop()]);
    },
  };
}

/** Until it is so; the value. */
export async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 800; tries++) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it never came');
}
