import { connect, type NatsConnection } from '@nats-io/transport-node';

const CONNECT_TIMEOUT_MS = 5_000;
const RECONNECT_WAIT_MS = 250;
const PING_INTERVAL_MS = 5_000;

/** Credentials ride in the URL (nats://user:password@host:port). Reconnects for ever; the log says when. */
export async function connectNats(url: string, name: string): Promise<NatsConnection> {
  const { protocol, hostname, port, username, password } = new URL(url);
  try {
    const connection = await connect({
      servers: `${protocol === 'tls:' ? 'tls' : 'nats'}://${hostname}:${port || 4222}`,
      ...(username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : {}),
      name,
      timeout: CONNECT_TIMEOUT_MS,
      reconnectTimeWait: RECONNECT_WAIT_MS,
      maxReconnectAttempts: -1,
      pingInterval: PING_INTERVAL_MS,
    });
    // Given up for good (the password is refused, say): thrown here it ends the process, and the supervisor tries anew.
    void connection.closed().then((error) => {
      if (error) throw new Error('the bus has closed this connection for good', { cause: error });
    });
    return connection;
  } catch (cause) {
    throw new Error(`NATS at ${hostname}:${port || 4222} cannot be reached: is it running, is NATS_URL right?`, {
      cause,
    });
  }
}
