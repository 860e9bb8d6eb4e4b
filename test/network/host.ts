/**
 * The process that runs a seeded network for another one (see `hosted-network.ts`). It says how far it is, where the
 * services are and what is in them, does what it is asked to, and ends with its parent.
 */
import { keepBusy, tendGarden } from './activity.js';
import { startBacklinks } from './backlinks-server.js';
import { GARDEN_AUTHORITY } from './garden-lexicons.js';
import type { HostAnswer, HostRequest } from './hosted-network.js';
import { startNameServer } from './name-server.js';
import { startNetwork } from './network.js';
import { seed } from './seed.js';
import { seedAround } from './seed-around.js';
import { seedMoved } from './seed-moved.js';

const tell = (answer: HostAnswer) => process.send?.(answer);
process.on('disconnect', () => process.exit());

try {
  const network = await startNetwork({ onStep: (step) => tell({ progress: { step } }) });
  const { seed: facts, authors } = await seed(network, {
    onProgress: (step, done, total) => tell({ progress: { step, done, total } }),
  });
  const { url: secondPds } = await network.addPds();
  const { did, handle } = await seedMoved(network, secondPds);
  tell({ progress: { step: 'around' } });
  const around = await seedAround(network);
  await network.processAll();
  process.on('message', (request: HostRequest) => {
    if ('keepBusy' in request) return void keepBusy(facts, authors);
    const number = 'tend' in request ? request.tend : request.processAll;
    const work = 'tend' in request ? tendGarden(network.pds, authors) : network.processAll();
    work.then(
      () => tell({ processed: number }),
      (error: unknown) => tell({ processed: number, failed: String(error) }),
    );
  });
  const { plc, pds, appview, folder } = network;
  const nameServer = await startNameServer({ [GARDEN_AUTHORITY]: `did=${facts.accounts.gardener!.did}` });
  const nameServers = [nameServer.address];
  const { origin: backlinks } = await startBacklinks([pds, secondPds]);
  const accounts = { ...facts.accounts, ...around.accounts, moved: { did, handle } };
  const labelers = [around.around.labeler.did];
  tell({
    started: {
      plc,
      pds,
      secondPds,
      appview,
      nameServers,
      backlinks,
      labelers,
      folder,
      seed: { ...facts, accounts },
      around: around.around,
    },
  });
} catch (error) {
  tell({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
