/**
 * The process that runs the seeded network which all tests of one run share. It tells its parent where the services are
 * and what is in them, waits for indexing when asked to, and ends with its parent.
 */
import { startNetwork } from './network.js';
import { seed } from './seed.js';
import type { HostAnswer, HostRequest, SeededNetworkFacts } from './seeded-network.js';

const tell = (answer: HostAnswer) => process.send?.(answer);
process.on('disconnect', () => process.exit());

try {
  const network = await startNetwork();
  const { seed: facts } = await seed(network);
  const { plc, pds, appview } = network;
  process.on('message', ({ processAll: number }: HostRequest) => {
    network.processAll().then(
      () => tell({ processed: number }),
      (error: unknown) => tell({ processed: number, failed: String(error) }),
    );
  });
  tell({ started: { plc, pds, appview, seed: facts } satisfies SeededNetworkFacts });
} catch (error) {
  tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
