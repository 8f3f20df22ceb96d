import type { Server } from 'node:http';
import type { Component } from '@muster/kernel/lifecycle';
import { sameSecret } from '@muster/platform/http/keys';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Fleet } from '../app/fleet.ts';
import type { Positions } from '../app/positions.ts';
import { MAX_BODY_BYTES } from './http.ts';
import { parseReports, takeReports } from './reports.ts';

export const STREAM_PATH = '/tracking/v1/stream';
export const MAX_GATEWAYS = 2_000;
const PING_MS = 20_000;
/** Answers a gateway has not read yet; beyond it there are no more until it reads. */
const MAX_UNREAD_BYTES = 256 * 1024;
const WRONG_FORMAT = 1007;

/** WS /tracking/v1/stream for vehicle gateways: binary packed frames, or text JSON like the POST. */
export function startTrackStream(server: Server, deps: { positions: Positions; fleet: Fleet }, key: string): Component {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES, perMessageDeflate: false });
  server.on('upgrade', (request, socket, head) => {
    // Node leaves the socket to us here: a reset without a listener would end the process.
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) => socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
    const [path] = (request.url ?? '').split('?');
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (path !== STREAM_PATH) return void refuse('404 Not Found');
    if (!sameSecret(given, key)) return void refuse('401 Unauthorized');
    if (sockets.clients.size >= MAX_GATEWAYS) return void refuse('503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (ws) => serve(ws, deps));
  });
  const ping = setInterval(() => pingAll(sockets), PING_MS);
  return {
    async stop() {
      clearInterval(ping);
      for (const ws of sockets.clients) ws.close(1001, 'stopping');
      await new Promise<void>((resolve) => sockets.close(() => resolve()));
    },
  };
}

/** A gateway that did not answer the last ping is gone, though its connection does not know it. */
function pingAll(sockets: WebSocketServer): void {
  for (const ws of sockets.clients) {
    if (silent.has(ws)) ws.terminate();
    silent.add(ws);
    ws.ping();
  }
}
const silent = new WeakSet<WebSocket>();

function serve(ws: WebSocket, deps: { positions: Positions; fleet: Fleet }): void {
  ws.on('message', (data, isBinary) => {
    if (isBinary) {
      if (deps.positions.takeFrame(data as Buffer) === null) ws.close(WRONG_FORMAT, 'not a packed frame');
      return;
    }
    const reports = parseJson(String(data));
    if (reports === null) ws.close(WRONG_FORMAT, 'not {"positions": [...]}');
    else {
      const answer = takeReports(deps, reports);
      if (answer.refused.length > 0 && ws.bufferedAmount < MAX_UNREAD_BYTES) ws.send(JSON.stringify(answer));
    }
  });
  ws.on('pong', () => silent.delete(ws));
  ws.on('error', () => ws.terminate());
}

function parseJson(text: string) {
  try {
    return parseReports(JSON.parse(text));
  } catch {
    return null;
  }
}
