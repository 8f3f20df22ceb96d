import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Component } from '@muster/kernel/lifecycle';
import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Log } from '../log.ts';
import { type Check, checkParts } from '../readiness.ts';
import { asRefusal, httpStatus } from '../refusal-status.ts';

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const MAX_CONNECTIONS = 10_000;
const DRAIN_TIMEOUT_MS = 3_000;

export interface HttpServer extends Component {
  readonly port: number;
  readonly server: Server;
}

/**
 * An express app with `/healthz` (the process lives) and `/readyz` (it can do its work, with every part's state).
 * Add routes, then `finishApp`, which turns refusals into answers.
 */
export function createApp(checks: Readonly<Record<string, Check>>): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.get('/healthz', (_request, response) => void response.json({ ok: true }));
  app.get('/readyz', async (_request, response) => {
    const readiness = await checkParts(checks);
    response.status(readiness.ready ? 200 : 503).json(readiness);
  });
  return app;
}

/** Last in line: unknown paths and every error, as {error: {code, message, messageZh, details?}}. */
export function finishApp(app: Express, log: Log): void {
  app.use((request, response) => {
    response.status(404).json({
      error: { code: 'not-found', message: `there is nothing at ${request.path}`, messageZh: '没有这个地址' },
    });
  });
  const onError: ErrorRequestHandler = (error, request, response, _next) => {
    if (response.headersSent) return void response.destroy();
    const refusal = asRefusal(error);
    if (refusal !== null) return void response.status(httpStatus(refusal.code)).json({ error: refusal });
    const status = (error as { status?: number }).status;
    if (status !== undefined && status >= 400 && status < 500) {
      const message = `the request could not be read: ${(error as Error).message}`;
      return void response.status(status).json({ error: { code: 'invalid', message, messageZh: '请求无法解析' } });
    }
    log.error({ err: error, path: request.path }, 'a request failed');
    response.status(500).json({
      error: { code: 'internal', message: 'internal error; the log has the details', messageZh: '内部错误，详见日志' },
    });
  };
  app.use(onError);
}

export async function startHttpServer(deps: {
  app: Express;
  listen: string;
  port: number;
  tls?: { certFile: string; keyFile: string };
}): Promise<HttpServer> {
  const server = deps.tls
    ? (createTlsServer(
        { cert: readFileSync(deps.tls.certFile), key: readFileSync(deps.tls.keyFile) },
        deps.app,
      ) as unknown as Server)
    : createServer(deps.app);
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.maxConnections = MAX_CONNECTIONS;
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new Error(`HTTP cannot listen on ${deps.listen}:${deps.port}: ${cause.message}`, { cause })),
    );
    server.listen(deps.port, deps.listen, resolve);
  });
  return {
    server,
    port: (server.address() as AddressInfo).port,
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, DRAIN_TIMEOUT_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}
