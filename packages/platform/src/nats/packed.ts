import type { Component } from '@muster/kernel/lifecycle';
import type { NatsConnection } from '@nats-io/transport-node';

/**
 * Packed frames over core NATS: at most once, newest wins, nothing stored. What is published is counted by the caller;
 * what arrives is handed on as bytes without a copy.
 */
export const publishPacked = (nats: NatsConnection, subject: string, frame: Uint8Array): void => {
  nats.publish(subject, frame);
};

export function subscribePacked(
  nats: NatsConnection,
  subject: string,
  onFrame: (frame: Uint8Array, subject: string) => void,
): Component {
  const subscription = nats.subscribe(subject, {
    callback: (error, message) => {
      if (error !== null) return;
      try {
        onFrame(message.data, message.subject);
      } catch (bug) {
        // Thrown in here it would close the connection's reader without a word; out there it ends the process.
        queueMicrotask(() => {
          throw bug;
        });
      }
    },
  });
  return {
    async stop() {
      await subscription.drain();
    },
  };
}
