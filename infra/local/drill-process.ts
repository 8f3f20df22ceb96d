import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessSpec } from './child-process.ts';
import { projectDir } from './project-dirs.ts';
import { addressEnv, inheritedEnv, type ServiceContext, type ServicePorts } from './services.ts';

const STOP_TIMEOUT_MS = 5_000;

/** The gentle drill that makes a demo live: `./muster gentle-drill`, told where everything is. `null` without it. */
export function drillSpec(
  context: ServiceContext,
  ports: ReadonlyMap<string, ServicePorts>,
  publicUrl: string,
): ProcessSpec | null {
  const cliDir = join(projectDir, 'apps', 'cli', 'src');
  if (!existsSync(join(cliDir, 'commands', 'gentle-drill.ts'))) return null;
  return {
    name: 'gentle-drill',
    command: process.execPath,
    args: [join(cliDir, 'main.ts'), 'gentle-drill'],
    cwd: projectDir,
    env: {
      ...inheritedEnv(),
      MUSTER_SERVICE: 'gentle-drill',
      MUSTER_MODE: context.mode,
      MUSTER_HOME: context.homeDir,
      MUSTER_CITY: context.cityDir,
      MUSTER_PUBLIC_URL: publicUrl,
      MUSTER_DEMO_USERS: context.users,
      MUSTER_INTAKE_KEY: context.secrets.intakeKey,
      MUSTER_TRACKING_KEY: context.secrets.trackingKey,
      MUSTER_INTERNAL_TOKEN: context.secrets.internalToken,
      NATS_URL: context.natsUrl,
      // Our own certificate is known to nobody else.
      ...(context.tls === undefined ? {} : { NODE_EXTRA_CA_CERTS: context.tls.certFile }),
      ...addressEnv(ports),
    },
    ports: {},
    stopSignal: 'SIGTERM',
    stopTimeoutMs: STOP_TIMEOUT_MS,
    whyNotReady: async () => null,
  };
}
