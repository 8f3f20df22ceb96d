import { timingSafeEqual } from 'node:crypto';
import {
  type handleUnaryCall,
  Metadata,
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type ServiceDefinition,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { Component } from '@muster/kernel/lifecycle';
import { HealthImplementation } from 'grpc-health-check';
import type { Log } from '../log.ts';
import { asRefusal, encodeRefusal, grpcStatus, REFUSAL_METADATA } from '../refusal-status.ts';
import { addReflection } from './reflection.ts';

/** Largest message either way. */
export const MAX_MESSAGE_BYTES = 16 * 1024 * 1024;
const DRAIN_TIMEOUT_MS = 5_000;
const MAX_DETAILS_CHARS = 1_000;
export const AUTH_METADATA = 'authorization';

// biome-ignore lint/suspicious/noExplicitAny: the generated definitions are only assignable to any
export type Method = MethodDefinition<any, any>;
export type Definition = Readonly<Record<string, Method>>;
export type RequestOf<M> = M extends { requestSerialize: (value: infer Q) => Buffer } ? Q : never;
export type ResponseOf<M> = M extends { responseDeserialize: (value: Buffer) => infer R } ? R : never;

/** The service as plain async functions: a request gives an answer, a stream gives an async iterable. */
export type Handlers<D> = {
  [K in keyof D]: D[K] extends { responseStream: true }
    ? (request: RequestOf<D[K]>) => AsyncIterable<ResponseOf<D[K]>>
    : (request: RequestOf<D[K]>) => Promise<ResponseOf<D[K]>>;
};

export interface GrpcService {
  readonly definition: ServiceDefinition;
  readonly handlers: Readonly<Record<string, (request: never) => unknown>>;
}

/** Ties a generated definition to its handlers with their types checked. */
export const grpcService = <D extends Definition>(definition: D, handlers: Handlers<D>): GrpcService => ({
  definition: definition as unknown as ServiceDefinition,
  handlers: handlers as unknown as GrpcService['handlers'],
});

export interface GrpcServer extends Component {
  readonly port: number;
}

/** Serves on listen:port with health and reflection; only callers with the internal token get in. */
export async function startGrpcServer(deps: {
  listen: string;
  port: number;
  internalToken: string;
  services: readonly GrpcService[];
  log: Log;
}): Promise<GrpcServer> {
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  });
  const expected = Buffer.from(`Bearer ${deps.internalToken}`);
  for (const { definition, handlers } of deps.services) {
    const implementation: UntypedServiceImplementation = {};
    for (const [name, method] of Object.entries(definition)) {
      const handler = handlers[name];
      if (handler === undefined) throw new Error(`${method.path} has no handler`);
      implementation[name] = method.responseStream
        ? streaming(handler as (q: unknown) => AsyncIterable<unknown>, expected, deps.log, method.path)
        : unary(handler as (q: unknown) => Promise<unknown>, expected, deps.log, method.path);
    }
    server.addService(definition, implementation);
  }
  new HealthImplementation({ '': 'SERVING' }).addToServer(server);
  addReflection(
    server,
    deps.services.map((service) => service.definition),
  );
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(`${deps.listen}:${deps.port}`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(new Error(`gRPC cannot listen on ${deps.listen}:${deps.port}`, { cause: error })) : resolve(bound),
    ),
  );
  return {
    port,
    async stop() {
      const timer = setTimeout(() => server.forceShutdown(), DRAIN_TIMEOUT_MS);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(timer);
    },
  };
}

const denied = { code: status.UNAUTHENTICATED, details: 'the internal token is missing or wrong' };
/** Takes as long for a wrong token as for a right one; a digest for each call would cost more than it gives. */
function isOurs(metadata: Metadata, expected: Buffer): boolean {
  const given = Buffer.from(metadata.get(AUTH_METADATA)[0] ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function unary(handler: (q: unknown) => Promise<unknown>, expected: Buffer, log: Log, path: string) {
  const call: handleUnaryCall<unknown, unknown> = (c: ServerUnaryCall<unknown, unknown>, respond) => {
    if (!isOurs(c.metadata, expected)) return respond(denied);
    handler(c.request).then(
      (answer) => respond(null, answer),
      (error: unknown) => respond(toStatus(error, log, path)),
    );
  };
  return call;
}

function streaming(handler: (q: unknown) => AsyncIterable<unknown>, expected: Buffer, log: Log, path: string) {
  return async (call: ServerWritableStream<unknown, unknown>): Promise<void> => {
    if (!isOurs(call.metadata, expected)) return void call.destroy(Object.assign(new Error(denied.details), denied));
    try {
      for await (const answer of handler(call.request)) {
        if (call.cancelled) return;
        if (!call.write(answer)) await untilDrained(call);
      }
      call.end();
    } catch (error) {
      call.destroy(Object.assign(new Error('failed'), toStatus(error, log, path)));
    }
  };
}

/** A reader that went away drains nothing any more. */
function untilDrained(call: ServerWritableStream<unknown, unknown>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      for (const event of ['drain', 'cancelled', 'close']) call.off(event, done);
      resolve();
    };
    for (const event of ['drain', 'cancelled', 'close']) call.on(event, done);
    if (call.cancelled) done();
  });
}

/** Refusals go over whole; anything else is a bug or a lost part: logged here, hidden from the caller. */
function toStatus(error: unknown, log: Log, path: string) {
  const refusal = asRefusal(error);
  const metadata = new Metadata();
  if (refusal === null) {
    log.error({ err: error, path }, 'a call failed');
    return { code: status.INTERNAL, details: 'internal error; the log of this service has the details', metadata };
  }
  metadata.set(REFUSAL_METADATA, encodeRefusal(refusal));
  return { code: grpcStatus(refusal.code), details: refusal.message.slice(0, MAX_DETAILS_CHARS), metadata };
}
