import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { afterEach, describe, expect, it } from 'vitest';
import { llmClient, MAX_ANSWER_BYTES } from './llm-client.ts';

const TIMEOUT_MS = 300;
let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that speaks the protocol, and what it was asked. */
async function startModel(answer: RequestListener) {
  const asked: { body: Record<string, unknown>; authorization: string; path: string }[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      asked.push({
        body: JSON.parse(body),
        authorization: request.headers.authorization ?? '',
        path: request.url ?? '',
      });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  const client = llmClient({ url, model: 'tiny', key: 'secret', timeoutMs: TIMEOUT_MS, types: INCIDENT_TYPES });
  return { client, asked };
}
const says = (content: unknown): RequestListener => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return (_, response) => response.end(JSON.stringify({ choices: [{ message: { content: text } }] }));
};
const good = { type: 'fire.building', priority: 1, confidence: 0.8, because: '冒\u0007烟' };

describe('a model behind an OpenAI-compatible address', () => {
  it('is asked with a JSON schema of the taxonomy, its key, and the words of the call as the user', async () => {
    const { client, asked } = await startModel(says(good));
    expect(await client.ask('烟很大')).toEqual({ ...good, because: '冒 烟' });
    expect(asked[0]).toMatchObject({
      path: '/v1/chat/completions',
      authorization: 'Bearer secret',
      body: { model: 'tiny', response_format: { type: 'json_schema', json_schema: { strict: true } } },
    });
    expect(asked[0]?.body).toMatchObject({
      messages: [{ role: 'system' }, { role: 'user', content: '烟很大' }],
      response_format: { json_schema: { schema: { properties: { type: { enum: [...INCIDENT_TYPES.keys()] } } } } },
    });
  });

  it.each<[string, RequestListener, RegExp]>([
    ['never answers', () => {}, /timeout|aborted/i],
    [
      'drips its answer',
      (_, response) => {
        const timer = setInterval(() => response.write(' '), 50);
        response.on('close', () => clearInterval(timer));
      },
      /timeout|aborted|terminated/i,
    ],
    ['has an error', (_, response) => response.writeHead(500).end('oops'), /answered 500/],
    ['is too busy', (_, response) => response.writeHead(429).end('{}'), /answered 429/],
    [
      'sends us elsewhere',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
      /fetch/,
    ],
    ['speaks no JSON', (_, response) => response.end('<html>'), /not JSON/],
    ['has no choices', (_, response) => response.end('{"choices":[]}'), /no content/],
    ['is null', (_, response) => response.end('null'), /no content/],
    ['chats', says('I think it is a fire.'), /content is not JSON/],
    ['answers a list', says('[]'), /not in the taxonomy/],
    ['invents a type', says({ ...good, type: 'fire.dragon' }), /not in the taxonomy/],
    ['invents a priority', says({ ...good, priority: 0 }), /priority/],
    ['gives half a priority', says({ ...good, priority: 1.5 }), /priority/],
    ['is more than sure', says({ ...good, confidence: 7 }), /confidence/],
    ['is cut off', says('{"type":"fire.building","prio'), /content is not JSON/],
    ['floods', (_, response) => response.end(' '.repeat(MAX_ANSWER_BYTES + 1)), /more than 65536 bytes/],
    ['hangs up', (request) => request.socket.destroy(), /fetch failed/],
  ])('gives no opinion when it %s', async (_, answer, why) => {
    const { client } = await startModel(answer);
    await expect(client.ask('烟很大')).rejects.toThrow(why);
  });

  it('gives none when nobody listens', async () => {
    const nobody = { url: 'http://127.0.0.1:9/v1', model: 'm', key: '', timeoutMs: TIMEOUT_MS, types: INCIDENT_TYPES };
    await expect(llmClient(nobody).ask('烟很大')).rejects.toThrow();
  });
});
