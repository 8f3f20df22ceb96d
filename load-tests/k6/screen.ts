import { figures } from './figures.ts';
import { note } from './ledger.ts';
import { SocketIo } from './socket-io.ts';

const DELTA_HEAD = /"epoch":"([^"]+)","sequence":(\d+)/;
/** Enough for the name, the epoch and the sequence. */
const HEAD_CHARS = 160;
/** Frame number and filling, before the packed frame (contracts/edge). */
const PREFIX_BYTES = 16;

/**
 * A map client: checks that no delta and no frame of positions is missing and asks for what is. It reads the heads
 * only, so that twenty of them do not take the CPU from what is measured.
 */
export class Screen {
  readonly #socket: SocketIo;
  #epoch = '';
  #sequence = -1;
  #frame = -1;
  #resyncing = false;

  constructor(url: string, token: string) {
    this.#socket = new SocketIo(url, token, {
      onEvent: (json) => this.#hear(json),
      onAnswer: () => {
        // The answer brings the picture up to some sequence; the next delta says which.
        this.#sequence = -1;
        this.#resyncing = false;
      },
      onBytes: (bytes) => this.#positions(bytes),
      onLost: (why) => {
        figures.socketsLost.add(1);
        note({ is: 'trouble', what: `screen: ${why}` });
      },
    });
  }

  close(): void {
    this.#socket.close();
  }

  #hear(json: string): void {
    const isSnapshot = json.startsWith('["snapshot"');
    if (!isSnapshot && !json.startsWith('["delta"')) return;
    const head = DELTA_HEAD.exec(json.slice(0, HEAD_CHARS));
    if (head === null) {
      note({ is: 'trouble', what: `screen: unknown head ${json.slice(0, HEAD_CHARS)}` });
      return;
    }
    const sequence = Number(head[2]);
    if (isSnapshot) figures.snapshots.add(1);
    else figures.deltasAtScreens.add(1);
    const isNext = isSnapshot || this.#sequence < 0 || (head[1] === this.#epoch && sequence === this.#sequence + 1);
    if (!isNext && !this.#resyncing) {
      this.#resyncing = true;
      figures.deltasMissed.add(1);
      this.#socket.ask('resync', { epoch: this.#epoch, sequence: this.#sequence });
    }
    this.#epoch = head[1];
    this.#sequence = sequence;
  }

  #positions(bytes: ArrayBuffer): void {
    const view = new DataView(bytes);
    if (view.byteLength < PREFIX_BYTES + 16) return;
    const frame = view.getUint32(0, true);
    if (this.#frame >= 0 && frame !== this.#frame + 1) figures.positionFramesMissed.add(1);
    this.#frame = frame;
    const n = view.getUint32(PREFIX_BYTES + 4, true);
    if (n === 0) return;
    figures.positionsAtScreens.add(n);
    const baseMs = view.getFloat64(PREFIX_BYTES + 8, true);
    const nowMs = Date.now();
    // The first and the last of a frame: every position would cost more than it tells.
    for (const i of n === 1 ? [0] : [0, n - 1]) {
      figures.positionMs.add(nowMs - baseMs - view.getInt32(PREFIX_BYTES + 16 + 12 * n + 4 * i, true));
    }
  }
}
