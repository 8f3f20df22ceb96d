import { expect, it } from 'vitest';
import { OTHER_SERVICES, readConfig } from './config.ts';

const env = {
  MUSTER_MODE: 'test',
  MUSTER_PORT: '0',
  MUSTER_HTTP_PORT: '0',
  MUSTER_GRPC_PORT: '0',
  DATABASE_URL: 'postgres://127.0.0.1/x',
  NATS_URL: 'nats://127.0.0.1:4222',
  MUSTER_INTERNAL_TOKEN: 'a token that is long enough to be one',
  ...Object.fromEntries(
    OTHER_SERVICES.flatMap((name) => {
      const prefix = `MUSTER_${name.toUpperCase().replaceAll('-', '_')}`;
      return [
        [`${prefix}_HTTP`, '127.0.0.1:1'],
        [`${prefix}_GRPC`, '127.0.0.1:2'],
      ];
    }),
  ),
};

it('half a certificate is a mistake, not an edge without encryption', () => {
  expect(readConfig(env).tls).toBe(null);
  expect(readConfig({ ...env, MUSTER_TLS_CERT: 'c', MUSTER_TLS_KEY: 'k' }).tls).toEqual({
    certFile: 'c',
    keyFile: 'k',
  });
  expect(() => readConfig({ ...env, MUSTER_TLS_CERT: 'c' })).toThrow(/MUSTER_TLS_CERT and MUSTER_TLS_KEY/);
  expect(() => readConfig({ ...env, MUSTER_TLS_KEY: 'k' })).toThrow(/MUSTER_TLS_CERT and MUSTER_TLS_KEY/);
});
