/** After a goodbye or a refusal of the edge; a lost connection socket.io takes up by itself. */
export const COME_BACK_MS = 3_000;

interface Connection {
  /** Whether it is connected, or will try again by itself. */
  readonly active: boolean;
  connect(): unknown;
  on(event: 'disconnect' | 'connect_error', listener: () => void): unknown;
}

/**
 * Tries again where socket.io gives up: when the edge said goodbye (it was stopped, or this screen did not keep up) and
 * when it refused (too many screens, its database away). Gives the function that ends the trying.
 */
export function comeBack(connection: Connection): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const tryLater = () => {
    clearTimeout(timer);
    if (!connection.active && !ended) timer = setTimeout(() => connection.connect(), COME_BACK_MS);
  };
  connection.on('disconnect', tryLater);
  connection.on('connect_error', tryLater);
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}
