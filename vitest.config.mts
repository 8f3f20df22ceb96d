import { defineConfig } from 'vitest/config';

const UNIT_TIMEOUT_MS = 60_000;
const BACKEND_TIMEOUT_MS = 60_000;
const E2E_TIMEOUT_MS = 300_000;
const exclude = ['**/node_modules/**', '**/dist/**', '**/.muster/**'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // Generous: a slow machine is no failure, and no test asserts wall time.
          testTimeout: UNIT_TIMEOUT_MS,
          include: ['packages/**/src/**/*.test.ts', 'services/**/src/**/*.test.ts', 'apps/**/src/**/*.test.ts'],
          exclude,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/test/**/*.test.ts'],
          exclude: [...exclude, 'e2e/**'],
          globalSetup: ['infra/local/test-setup.ts'],
          testTimeout: BACKEND_TIMEOUT_MS,
          hookTimeout: BACKEND_TIMEOUT_MS,
          // Child processes and signals: threads share one process.
          pool: 'forks',
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          exclude,
          testTimeout: E2E_TIMEOUT_MS,
          hookTimeout: E2E_TIMEOUT_MS,
          pool: 'forks',
          fileParallelism: false,
        },
      },
    ],
  },
});
