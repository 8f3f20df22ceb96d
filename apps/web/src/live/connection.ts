import type { ClientToServer, Delta, Picture, ServerToClient } from '@muster/contracts/edge';
import { io, type Socket } from 'socket.io-client';
import { comeBack } from './come-back.ts';
import { type Freshness, freshness, HEARTBEAT_MS, sameFreshness } from './freshness.ts';
import { positions, useLive } from './live-store.ts';
import { applyDelta, fromSnapshot } from './picture.ts';
import { FrameSequence, readPositions } from './position-frames.ts';

const RECONNECT_MAX_MS = 3_000;
const FRESHNESS_CHECK_MS = 1_000;

/** Keeps the live store in step with the edge until stopped. */
export function startLive(onSignedOut: () => void): { stop(): void } {
  const socket: Socket<ServerToClient, ClientToServer> = io({
    transports: ['websocket', 'polling'],
    reconnectionDelay: 300,
    reconnectionDelayMax: RECONNECT_MAX_MS,
    withCredentials: true,
  });
  const session = new LiveSession(socket);
  socket.on('connect', () => session.connected());
  socket.on('disconnect', () => session.check());
  const stayAway = comeBack(socket);
  socket.on('connect_error', (error: Error & { data?: { code?: string } }) => {
    if (error.data?.code === 'unauthenticated') onSignedOut();
  });
  socket.on('snapshot', (picture) => session.snapshot(picture));
  socket.on('delta', (delta) => session.delta(delta));
  socket.on('positions', (message) => session.positions(message));
  socket.on('signed-out', onSignedOut);
  const heartbeat = setInterval(() => session.resync(), HEARTBEAT_MS);
  const check = setInterval(() => session.check(), FRESHNESS_CHECK_MS);
  return {
    stop() {
      stayAway();
      clearInterval(heartbeat);
      clearInterval(check);
      socket.disconnect();
      // The picture stays on the screen, marked as old, until another one comes or the person leaves.
      useLive.setState({ freshness: session.lost() });
    },
  };
}

class LiveSession {
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  readonly #frames = new FrameSequence();
  #confirmedAtMs = 0;
  #keyFrameAsked = false;

  constructor(socket: Socket<ServerToClient, ClientToServer>) {
    this.#socket = socket;
  }

  connected(): void {
    this.#frames.reset();
    this.#keyFrameAsked = false;
    this.#askKeyFrame();
    // The first picture comes by itself; later ones may have gone by while the connection was down.
    if (useLive.getState().picture !== null) this.resync();
  }

  snapshot(picture: Picture): void {
    useLive.setState({ picture: fromSnapshot(picture), clockOffsetMs: picture.serverNowMs - Date.now() });
    this.#confirm();
  }

  delta(delta: Delta): void {
    const { picture } = useLive.getState();
    if (picture === null) return;
    const applied = applyDelta(picture, delta);
    if (applied.kind === 'gap') {
      this.resync();
      return;
    }
    if (applied.kind === 'applied') useLive.setState({ picture: applied.picture });
    this.#confirm();
  }

  /** Also the heartbeat: an answer without deltas says that nothing is missing. */
  resync(): void {
    const { picture } = useLive.getState();
    if (!this.#socket.connected) return;
    const have = { epoch: picture?.epoch ?? '', sequence: picture?.sequence ?? 0 };
    this.#socket.emit('resync', have, (reply) => {
      if ('snapshot' in reply) {
        this.snapshot(reply.snapshot);
        return;
      }
      for (const delta of reply.deltas) this.#catchUp(delta);
      this.#confirm();
    });
  }

  positions(message: ArrayBuffer): void {
    const read = readPositions(message);
    if (read === null) return;
    positions.apply(read.columns, performance.now());
    if (!this.#frames.follows(read.frameNumber)) this.#askKeyFrame();
  }

  check(): void {
    const next = freshness({
      connected: this.#socket.connected,
      confirmedAtMs: this.#confirmedAtMs,
      nowMs: Date.now(),
    });
    if (!sameFreshness(next, useLive.getState().freshness)) useLive.setState({ freshness: next });
  }

  lost(): Freshness {
    return this.#confirmedAtMs === 0 ? { kind: 'connecting' } : { kind: 'stale', sinceMs: this.#confirmedAtMs };
  }

  /** No resync from here: a reply that still has a gap waits for the next heartbeat instead of looping. */
  #catchUp(delta: Delta): void {
    const { picture } = useLive.getState();
    const applied = picture === null ? null : applyDelta(picture, delta);
    if (applied?.kind === 'applied') useLive.setState({ picture: applied.picture });
  }

  #confirm(): void {
    this.#confirmedAtMs = Date.now();
    this.check();
  }

  #askKeyFrame(): void {
    if (this.#keyFrameAsked) return;
    this.#keyFrameAsked = true;
    this.#socket.emit('positions', (keyFrame) => {
      this.#keyFrameAsked = false;
      const read = readPositions(keyFrame);
      if (read === null) return;
      positions.apply(read.columns, performance.now());
      this.#frames.keyFrame(read.frameNumber);
    });
  }
}
