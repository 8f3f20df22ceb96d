import type { Server as HttpServer } from 'node:http';
import { type ClientToServer, type ServerToClient, TICK_MS } from '@muster/contracts/edge';
import type { Clock } from '@muster/kernel/clock';
import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import { Server, type Socket } from 'socket.io';
import type { Accounts, Visitor } from '../app/accounts.ts';
import type { LiveViews } from '../app/live-views.ts';
import { type Audience, audienceOf } from '../domain/views.ts';
import { isOwnOrigin, tokenOfCookie } from './http/credentials.ts';
import type { PositionFanout } from './position-fanout.ts';
import { SharedFrame } from './shared-frame.ts';

export const SOCKET_LIMITS = {
  total: 4_000,
  /** A load test signs in once for all its screens. */
  perUser: 512,
  /** What a screen may send at once. */
  messageBytes: 16_384,
  /** Packets not yet written to a screen: from here on it gets no positions, later not even a connection. */
  backlogWithoutPositions: 6,
  backlogPackets: 400,
  /** resync and positions a screen may ask for at once, and how fast it may ask again. */
  asksAtOnce: 20,
  asksPerS: 4,
  pingMs: 10_000,
  /** A crew's screen gets its few positions this often. */
  crewPositionsMs: 1_000,
} as const;

interface SocketData {
  visitor: Visitor;
  audience: Audience;
  asks: number;
  askedAtMs: number;
  /** Newest fix told to a crew, and the number of its last frame. */
  toldMs: number;
  frameNo: number;
}
interface Deps {
  readonly accounts: Accounts;
  readonly views: LiveViews;
  readonly fanout: PositionFanout;
  readonly clock: Clock;
  readonly log: Log;
  readonly server: HttpServer;
  readonly positionsTickMs: number;
}
type Live = Socket<ClientToServer, ServerToClient, Record<string, never>, SocketData>;

/** A screen joins `fresh …` first; at the next tick it gets the snapshot and goes on with the deltas after it. */
const fresh = (audience: Audience): string => `fresh ${audience}`;
const CITY_POSITIONS = 'positions';

/**
 * The live picture over socket.io. Everything is encoded once a tick and audience, never once a screen. A screen that
 * does not keep up loses positions first (it sees the gap in the frame numbers and asks for a key frame), then its
 * connection: it comes back and gets what it missed, or a snapshot. Nobody waits for it.
 */
export class LiveSockets implements Component {
  readonly #io: Server<ClientToServer, ServerToClient, Record<string, never>, SocketData>;
  readonly #deps: Deps;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#io = new Server(deps.server, {
      serveClient: false,
      perMessageDeflate: false,
      httpCompression: false,
      maxHttpBufferSize: SOCKET_LIMITS.messageBytes,
      pingInterval: SOCKET_LIMITS.pingMs,
      pingTimeout: SOCKET_LIMITS.pingMs,
      // Other upgrades on this port have their own owner (the proxy).
      destroyUpgrade: false,
      allowRequest: (request, answer) => answer(null, isOwnOrigin(request) || !tokenOfCookie(request)),
    });
    this.#io.use((socket, next) => {
      this.#admit(socket).then(() => next(), next);
    });
    this.#io.on('connection', (socket) => this.#welcome(socket));
    deps.accounts.onEnded = (hashes) => this.#signOut(hashes);
    this.#timers.push(
      setInterval(() => this.tick(), TICK_MS),
      setInterval(() => this.tickPositions(), deps.positionsTickMs),
      setInterval(() => this.#tickCrews(), SOCKET_LIMITS.crewPositionsMs),
    );
  }

  get count(): number {
    return this.#io.of('/').sockets.size;
  }

  /** Screens of desks and walls that get no positions now, because they have not taken the last ones. */
  get withoutPositions(): number {
    let count = 0;
    for (const socket of this.#io.of('/').sockets.values() as Iterable<Live>) {
      if (!socket.data.audience.startsWith('unit:') && !socket.rooms.has(CITY_POSITIONS)) count++;
    }
    return count;
  }

  /** The deltas since the last tick, then the snapshots of who is new. */
  tick(): void {
    const nowMs = this.#deps.clock.nowMs();
    const rooms = this.#io.of('/').adapter.rooms;
    const inUse = (audience: Audience): boolean => rooms.has(audience) || rooms.has(fresh(audience));
    for (const { audience, delta } of this.#deps.views.tick(nowMs, inUse)) this.#io.to(audience).emit('delta', delta);
    for (const room of [...rooms.keys()].filter((name) => name.startsWith('fresh '))) {
      const audience = room.slice('fresh '.length) as Audience;
      this.#io.to(room).emit('snapshot', this.#deps.views.of(audience, nowMs).snapshot(nowMs));
      this.#io.in(room).socketsJoin(audience);
      this.#io.in(room).socketsLeave(room);
    }
  }

  /** One frame of what moved, the same bytes for every desk and wall that keeps up. */
  tickPositions(): void {
    const screens = [...this.#io.of('/').sockets.values()] as Live[];
    for (const socket of screens) this.#shed(socket);
    const message = this.#deps.fanout.tick();
    if (message === null) return;
    const shared = new SharedFrame('positions', message);
    for (const socket of screens) if (socket.rooms.has(CITY_POSITIONS)) shared.sendTo(socket);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#io.disconnectSockets(true);
    this.#io.engine.close();
  }

  async #admit(socket: Live): Promise<void> {
    const given: unknown = (socket.handshake.auth as Record<string, unknown>).token;
    const token = typeof given === 'string' && given !== '' ? given : tokenOfCookie(socket.request);
    const visitor = token ? await this.#deps.accounts.visitorFor(token) : null;
    if (visitor === null) throw refused('unauthenticated', 'sign in first', '请先登录');
    if (this.count >= SOCKET_LIMITS.total) throw refused('limit', 'too many screens are connected', '连接数已达上限');
    if ((this.#io.of('/').adapter.rooms.get(`user ${visitor.username}`)?.size ?? 0) >= SOCKET_LIMITS.perUser) {
      throw refused('limit', 'too many screens of this user are connected', '该用户连接数已达上限');
    }
    const audience = audienceOf(visitor);
    const nowMs = this.#deps.clock.nowMs();
    socket.data = { visitor, audience, asks: 0, askedAtMs: nowMs, toldMs: 0, frameNo: 0 };
  }

  #welcome(socket: Live): void {
    const { visitor, audience } = socket.data;
    void socket.join([fresh(audience), `user ${visitor.username}`, `session ${visitor.tokenHash}`]);
    socket.on('resync', (have, answer) => {
      if (typeof answer !== 'function' || !this.#mayAsk(socket)) return;
      const view = this.#deps.views.of(audience, this.#deps.clock.nowMs());
      const known = typeof have?.epoch === 'string' && Number.isInteger(have.sequence) && have.sequence >= 0;
      const deltas = known ? view.log.since(have) : null;
      answer(deltas === null ? { snapshot: view.snapshot(this.#deps.clock.nowMs()) } : { deltas });
    });
    socket.on('positions', (answer) => {
      if (typeof answer !== 'function' || !this.#mayAsk(socket)) return;
      const unitNos = this.#deps.views.of(audience, this.#deps.clock.nowMs()).unitNos();
      const key = this.#deps.fanout.keyFrame(unitNos, unitNos === null ? undefined : socket.data.frameNo);
      answer(key as unknown as ArrayBuffer);
    });
  }

  /** A bucket of asks; a screen that empties it is wrong or hostile and starts over. */
  #mayAsk(socket: Live): boolean {
    const nowMs = this.#deps.clock.nowMs();
    const { data } = socket;
    data.asks = Math.max(0, data.asks - ((nowMs - data.askedAtMs) / 1000) * SOCKET_LIMITS.asksPerS) + 1;
    data.askedAtMs = nowMs;
    if (data.asks <= SOCKET_LIMITS.asksAtOnce) return true;
    socket.disconnect(true);
    return false;
  }

  /** Positions only for who has taken the last ones; nothing for who takes nothing at all. */
  #shed(socket: Live): void {
    const backlog = backlogOf(socket);
    if (backlog >= SOCKET_LIMITS.backlogPackets) {
      this.#deps.log.warn({ username: socket.data.visitor.username, backlog }, 'a screen takes nothing; disconnected');
      cutOff(socket);
    } else if (socket.data.audience.startsWith('unit:')) {
      return;
    } else if (backlog >= SOCKET_LIMITS.backlogWithoutPositions) {
      void socket.leave(CITY_POSITIONS);
    } else if (!socket.rooms.has(CITY_POSITIONS)) {
      void socket.join(CITY_POSITIONS);
    }
  }

  #tickCrews(): void {
    const { fanout, views, clock } = this.#deps;
    for (const socket of this.#io.of('/').sockets.values() as Iterable<Live>) {
      const { data } = socket;
      if (!data.audience?.startsWith('unit:') || backlogOf(socket) >= SOCKET_LIMITS.backlogWithoutPositions) continue;
      const unitNos = views.of(data.audience, clock.nowMs()).unitNos() ?? [];
      const newestMs = fanout.newestMs(unitNos);
      if (newestMs <= data.toldMs) continue;
      data.toldMs = newestMs;
      data.frameNo = (data.frameNo + 1) >>> 0;
      socket.emit('positions', fanout.keyFrame(unitNos, data.frameNo) as unknown as ArrayBuffer);
    }
  }

  #signOut(tokenHashes: readonly string[]): void {
    for (const hash of tokenHashes) {
      const room = `session ${hash}`;
      this.#io.to(room).emit('signed-out');
      this.#io.in(room).disconnectSockets(true);
    }
  }
}

/** engine.io's packets that its transport has not taken yet. */
const backlogOf = (socket: Live): number =>
  (socket.conn as unknown as { writeBuffer?: unknown[] }).writeBuffer?.length ?? 0;

/** At once: a polite close would wait for the very bytes the screen does not take. */
function cutOff(socket: Live): void {
  socket.conn.close(true);
  (socket.conn.transport as unknown as { socket?: { terminate?(): void } }).socket?.terminate?.();
}

const refused = (code: string, message: string, messageZh: string): Error =>
  Object.assign(new Error(message), { data: { code, message, messageZh } });
