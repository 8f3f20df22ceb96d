import { Client, credentials, Metadata, type ServiceError } from '@grpc/grpc-js';
import type { Component } from '@muster/kernel/lifecycle';
import { RefusalError } from '@muster/kernel/result';
import { decodeRefusal, REFUSAL_METADATA } from '../refusal-status.ts';
import {
  AUTH_METADATA,
  type Definition,
  MAX_MESSAGE_BYTES,
  type Method,
  type RequestOf,
  type ResponseOf,
} from './server.ts';

/** Every call has a deadline; this one when the caller names none. */
export const DEFAULT_DEADLINE_MS = 3_000;
const RECONNECT_MAX_MS = 1_000;

export interface CallOptions {
  readonly deadlineMs?: number;
}

/** Calls as plain async functions: a refusal of the far side is thrown as the same `RefusalError`. */
export type GrpcClient<D> = {
  [K in keyof D]: D[K] extends { responseStream: true }
    ? (request: RequestOf<D[K]>, options?: CallOptions) => AsyncIterable<ResponseOf<D[K]>>
    : (request: RequestOf<D[K]>, options?: CallOptions) => Promise<ResponseOf<D[K]>>;
};

/** @param address host:port; connects when first used and again after a loss. */
export function connectGrpc<D extends Definition>(
  definition: D,
  address: string,
  internalToken: string,
): GrpcClient<D> & Component {
  const channel = new Client(address, credentials.createInsecure(), {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_reconnect_backoff_ms': RECONNECT_MAX_MS,
    'grpc.initial_reconnect_backoff_ms': 100,
    'grpc.enable_http_proxy': 0,
  });
  const metadata = new Metadata();
  metadata.set(AUTH_METADATA, `Bearer ${internalToken}`);
  const client: Record<string, unknown> = {
    async stop() {
      channel.close();
    },
  };
  for (const [name, method] of Object.entries(definition)) {
    client[name] = method.responseStream ? streaming(channel, method, metadata) : unary(channel, method, metadata);
  }
  return client as GrpcClient<D> & Component;
}

const deadline = (options: CallOptions | undefined): number =>
  Date.now() + (options?.deadlineMs ?? DEFAULT_DEADLINE_MS);

function unary(channel: Client, method: Method, metadata: Metadata) {
  return (request: unknown, options?: CallOptions): Promise<unknown> =>
    new Promise((resolve, reject) => {
      channel.makeUnaryRequest(
        method.path,
        method.requestSerialize,
        method.responseDeserialize,
        request,
        metadata,
        { deadline: deadline(options) },
        (error, answer) => (error ? reject(asError(error, method.path)) : resolve(answer)),
      );
    });
}

function streaming(channel: Client, method: Method, metadata: Metadata) {
  return async function* (request: unknown, options?: CallOptions): AsyncGenerator<unknown> {
    const call = channel.makeServerStreamRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      metadata,
      { deadline: deadline(options) },
    );
    try {
      yield* call;
    } catch (error) {
      throw asError(error as ServiceError, method.path);
    } finally {
      call.cancel();
    }
  };
}

function asError(error: ServiceError, path: string): Error {
  const refusal = decodeRefusal(error.metadata?.get(REFUSAL_METADATA)[0]);
  if (refusal !== null) return new RefusalError(refusal);
  return Object.assign(new Error(`${path} failed: ${error.details || error.message}`, { cause: error }), {
    code: error.code,
  });
}
