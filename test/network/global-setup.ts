import type { TestProject } from 'vitest/node';
import { startSeededControl } from './seeded-control.js';

/**
 * Gives one seeded network to all test files of a run, of whatever lane: the first that calls `useSeededNetwork()` has it
 * started. A network that `npm run network` keeps up is taken instead where ATSCOPE_TEST_NETWORK names it.
 */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  const running = process.env.ATSCOPE_TEST_NETWORK;
  if (running) {
    project.provide('seededNetworkControl', running);
    return undefined;
  }
  const control = await startSeededControl();
  project.provide('seededNetworkControl', control.url);
  // Each lane that needs it calls this, one after the other, and the later ones take what the first one started.
  process.env.ATSCOPE_TEST_NETWORK = control.url;
  return () => control.stop();
}
