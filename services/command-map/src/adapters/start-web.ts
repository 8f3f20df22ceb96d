import type { Stack } from '@muster/kernel/lifecycle';
import { startHttpServer } from '@muster/platform/http/server';
import type { Check } from '@muster/platform/readiness';
import { createPublicApp, type Edge } from './http/public-app.ts';
import { lineChecks } from './line-readiness.ts';
import { LiveSockets } from './live-sockets.ts';

/** The public port: pages, API, map, screens, and what is handed through for machines. */
export async function startWeb(
  stack: Stack,
  edge: Edge,
  own: Readonly<Record<'picture' | 'postgres' | 'nats' | 'city', Check>>,
): Promise<void> {
  const { config } = edge;
  const { app, upgrade } = createPublicApp(edge, lineChecks(config.services, own));
  const tls = config.tls === null ? {} : { tls: config.tls };
  const web = await startHttpServer({ app, listen: config.publicListen, port: config.publicPort, ...tls });
  stack.add('web', web);
  upgrade(web.server);
  stack.add('screens', new LiveSockets({ ...edge, server: web.server, positionsTickMs: config.positionsTickMs }));
}
