import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const shared = {
  testTimeout: 30_000,
  hookTimeout: 30_000,
  env: { NO_PROXY: '127.0.0.1,localhost' },
};

/** The SDK keeps the managed identity's source for the whole process: each of these needs a process of its own. */
const alone = ['test/azure/credentials.test.ts', 'test/sandbox/arm/identity.test.ts'];

export default defineConfig({
  test: {
    // Left to itself the runner keeps one core idle, and half the tests mostly wait.
    maxWorkers: Math.max(2, availableParallelism()),
    projects: [
      // Files share their workers' modules: loading Bolt and the Azure SDK once for each file would take a minute.
      {
        test: {
          ...shared,
          name: 'all',
          include: ['test/**/*.test.ts'],
          exclude: [...alone, 'test/store/**'],
          isolate: false,
        },
      },
      // One PostgreSQL for all of them, started only when one of them runs.
      {
        test: {
          ...shared,
          name: 'store',
          include: ['test/store/**/*.test.ts'],
          globalSetup: 'test/store/provide-postgres.ts',
          isolate: false,
        },
      },
      { test: { ...shared, name: 'alone', include: alone } },
    ],
  },
});
