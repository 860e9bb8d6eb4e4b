import type { TestProject } from 'vitest/node';
import { startSeededControl } from './seeded-control.js';

/**
 * Gives one seeded network to all test files of a run: the first that calls `useSeededNetwork()` has it started. A network
 * that `npm run network` keeps up is taken instead where ATSCOPE_TEST_NETWORK names it.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const kept = process.env.ATSCOPE_TEST_NETWORK;
  if (kept) {
    project.provide('seededNetworkControl', kept);
    return undefined;
  }
  const control = await startSeededControl();
  project.provide('seededNetworkControl', control.url);
  return () => control.stop();
}
