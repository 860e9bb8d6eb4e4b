import { defineConfig } from 'vitest/config';

const NETWORK = ['test/**/*.network.test.ts'];
const TERMINAL = ['test/{e2e,package}/**/*.test.ts'];

/** The three lanes of CONTRIBUTING. Unit tests run first, the others together. Time limits are guards against hanging: a wait says by itself what it waited for, and sooner. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...NETWORK, ...TERMINAL],
          setupFiles: ['test/support/no-network.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'network',
          sequence: { groupOrder: 1 },
          include: NETWORK,
          globalSetup: ['test/network/global-setup.ts'],
          testTimeout: 120_000,
          // On a busy machine the seeded network takes minutes to start.
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          name: 'terminal',
          sequence: { groupOrder: 1 },
          include: TERMINAL,
          globalSetup: ['test/network/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
