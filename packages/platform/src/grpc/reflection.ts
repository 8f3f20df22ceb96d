import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Server, ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

const PROTO_DIR = fileURLToPath(new URL('../../../../proto', import.meta.url));

/** So that `grpcurl list` works: the files of a service are found by its package, muster.x.v1 → muster/x/v1/*.proto. */
export function addReflection(server: Server, definitions: readonly ServiceDefinition[]): void {
  const names = definitions.map((definition) => Object.values(definition)[0]?.path.split('/')[1] ?? '');
  const files = names.flatMap((name) => {
    const dir = name.split('.').slice(0, -1).join('/');
    return readdirSync(`${PROTO_DIR}/${dir}`)
      .filter((file) => file.endsWith('.proto'))
      .map((file) => `${dir}/${file}`);
  });
  const definition = loadSync(files, { includeDirs: [PROTO_DIR] });
  new ReflectionService(definition, { services: names }).addToServer(server);
}
