import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '../../src/atproto/client.js';
import { pull } from '../../src/jobs/pull.js';
import { openConfig } from '../../src/keep/config.js';
import type { HostedNetwork, SeededNetworkFacts } from './hosted-network.js';

/**
 * Makes the folder in which atscope keeps what is its own, as somebody's who looks at that network every day: the services are in its
 * settings, and the repository of alice was taken home twice, with a little that happened between.
 */
export async function demoFolder(
  { plc, appview, pds, nameServers, backlinks, labelers, around, folder: home }: SeededNetworkFacts,
  network: Pick<HostedNetwork, 'tend'>,
): Promise<string> {
  const folder = join(home, 'config');
  await mkdir(folder, { recursive: true });
  const streams = [`${pds.replace(/^http/, 'ws')}/xrpc/com.atproto.sync.subscribeRepos`];
  const settings = { appview, plc, streams, nameServers, backlinks, labelers };
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
  const config = openConfig({ folder });
  const client = createClient({ plc, appview });
  try {
    const identity = await client.resolve('alice.test', { fresh: true });
    await pull({ client, identity, archives: config.archives });
    await network.tend();
    await pull({ client, identity, archives: config.archives });
    // Nobody knows the keys of before, and what is new to them would cover the hints.
    config.recents.takeKeyChange();
    // What the start screen offers.
    config.recents.add({ address: `${around.thread.root.uri}/thread`, title: undefined });
    config.recents.add({ address: 'archive:alice.test', title: undefined });
  } finally {
    await client.close();
    await config.close();
  }
  return folder;
}
