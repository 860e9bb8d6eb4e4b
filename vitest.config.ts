import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { PATCHED_PACKAGES, patched } from './test/tools/build/patches.ts';

const PATCHED = new RegExp(`/node_modules/(?:${PATCHED_PACKAGES.join('|')})/.*\\.js$`);

const NETWORK = ['test/**/*.network.test.ts'];
const TERMINAL = ['test/{e2e,package}/**/*.test.ts'];

/** What `scratchFolder` makes lies here, and goes with the run. Each project loads this file. */
if (process.env.ATSCOPE_TESTS_FOLDER === undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'atscope-tests-'));
  process.env.ATSCOPE_TESTS_FOLDER = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
}

/** Has the tests run packages as the bundle has them. */
const patchedPackages: Plugin = {
  name: 'patched-packages',
  async load(id) {
    const path = id.replace(/\?.*$/, '');
    if (!PATCHED.test(path)) return undefined;
    // The maps are of sources that the packages do not bring.
    return patched(path, await readFile(path, 'utf8')).replace(/\n\/\/# sourceMappingURL=.*/, '');
  },
};
/** More than there are cores: most of the time these tests wait for services and for frames. */
const WAITING_WORKERS = 3;
const server = { deps: { inline: [PATCHED] } };

/** The three lanes of CONTRIBUTING. Unit tests run first, the others together. Time limits are guards against hanging: a wait says by itself what it waited for, and sooner. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        plugins: [patchedPackages],
        test: {
          server,
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...NETWORK, ...TERMINAL],
          // What a file loads serves the next one: most of the time would go into loading the same modules again.
          isolate: false,
          setupFiles: ['test/support/no-network.ts'],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        plugins: [patchedPackages],
        test: {
          server,
          name: 'network',
          sequence: { groupOrder: 1 },
          include: NETWORK,
          globalSetup: ['test/network/global-setup.ts'],
          maxWorkers: WAITING_WORKERS,
          testTimeout: 120_000,
          // On a busy machine the seeded network takes minutes to start.
          hookTimeout: 600_000,
        },
      },
      {
        plugins: [patchedPackages],
        test: {
          server,
          name: 'terminal',
          sequence: { groupOrder: 1 },
          include: TERMINAL,
          globalSetup: ['test/network/global-setup.ts'],
          maxWorkers: WAITING_WORKERS,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
