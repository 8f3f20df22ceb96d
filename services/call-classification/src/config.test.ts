import { expect, it } from 'vitest';
import { readConfig } from './config.ts';

const base = {
  ...{ MUSTER_HTTP_PORT: '1', MUSTER_GRPC_PORT: '2', DATABASE_URL: 'postgres://x', NATS_URL: 'nats://x' },
  MUSTER_INTERNAL_TOKEN: 't',
};

it('asks no model unless one is named', () => {
  expect(readConfig(base).llm).toBeNull();
});

it('reads a model, places masked unless it is said otherwise', () => {
  const env = { ...base, MUSTER_LLM_URL: 'http://127.0.0.1:11434/v1', MUSTER_LLM_MODEL: 'qwen' };
  expect(readConfig(env).llm).toMatchObject({ model: 'qwen', maskPlaces: true, atOnce: 2 });
  expect(readConfig({ ...env, MUSTER_LLM_PLACES: 'sent' }).llm?.maskPlaces).toBe(false);
});

it('lists what is wrong with a model', () => {
  expect(() => readConfig({ ...base, MUSTER_LLM_URL: 'localhost:11434' })).toThrow(
    /MUSTER_LLM_URL must be an http[\s\S]*MUSTER_LLM_MODEL is not set/,
  );
});
