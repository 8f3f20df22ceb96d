import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { RefusalError, refuse } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import type { Express, RequestHandler } from 'express';
import { createProxyServer, type ProxyServer } from 'http-proxy-3';

export const PROXY_LIMITS = {
  answerMs: 10_000,
  /** The largest packed frame of positions fits; the services have their own, narrower limits. */
  bodyBytes: 2_000_000,
  atOnce: 512,
  webSockets: 4_000,
} as const;

const STREAM_PATH = '/tracking/v1/stream';
const SOCKET_IO_PATH = '/socket.io/';

/** Hands /intake/* and /tracking/* through to their services, which check the keys. Cookies stay here. */
export function proxyMachines(app: Express, addresses: { intake: string; tracking: string }, log: Log) {
  const intake = proxyTo(addresses.intake, log);
  const tracking = proxyTo(addresses.tracking, log);
  app.use(handThrough('/intake/', intake));
  app.use(handThrough('/tracking/', tracking));
  return { upgrade: (server: Server) => upgrades(server, tracking) };
}

function proxyTo(address: string, log: Log): ProxyServer {
  const proxy = createProxyServer({
    target: `http://${address}`,
    proxyTimeout: PROXY_LIMITS.answerMs,
    timeout: PROXY_LIMITS.answerMs * 3,
    xfwd: true,
  });
  proxy.on('error', (error, _request, response) => {
    log.warn({ err: error, address }, 'could not hand a request through');
    if (!('writeHead' in response)) return void response.destroy();
    answerDown(response as ServerResponse);
  });
  return proxy;
}

function answerDown(response: ServerResponse): void {
  if (response.headersSent) return void response.destroy();
  const error = {
    code: 'unavailable',
    message: 'the service behind this address is not answering; try again',
    messageZh: '该地址背后的服务暂时无应答，请重试',
  };
  response.writeHead(503, { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' });
  response.end(JSON.stringify({ error }));
}

function handThrough(prefix: string, proxy: ProxyServer): RequestHandler {
  let atOnce = 0;
  return (request, response, next) => {
    if (!request.url.startsWith(prefix)) return next();
    if (Number(request.headers['content-length'] ?? 0) > PROXY_LIMITS.bodyBytes) {
      throw Object.assign(new Error(`more than ${PROXY_LIMITS.bodyBytes} bytes`), { status: 413 });
    }
    if (atOnce >= PROXY_LIMITS.atOnce) {
      throw new RefusalError(refuse('limit', 'too many requests at once; try again', '请求过多，请重试').refusal);
    }
    atOnce++;
    response.once('close', () => atOnce--);
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      // Sent in chunks without a length: too much is cut off.
      if (bytes > PROXY_LIMITS.bodyBytes) request.destroy();
    });
    delete request.headers.cookie;
    proxy.web(request, response);
  };
}

function upgrades(server: Server, tracking: ProxyServer): void {
  let open = 0;
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith(SOCKET_IO_PATH)) return;
    socket.on('error', () => socket.destroy());
    if (path !== STREAM_PATH || open >= PROXY_LIMITS.webSockets) {
      const status = path === STREAM_PATH ? '503 Service Unavailable' : '404 Not Found';
      return void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
    open++;
    socket.once('close', () => open--);
    delete request.headers.cookie;
    tracking.ws(request, socket as never, head);
  });
}
