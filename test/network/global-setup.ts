import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type HostedNetwork, hostNetwork } from './hosted-network.js';

/**
 * Serves one seeded network to all test files of a run: `useSeededNetwork()` asks here, and the first one to ask has it
 * started.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let network: HostedNetwork | undefined;
  const control = createServer(async (request, response) => {
    try {
      network ??= hostNetwork();
      const facts = await network.facts;
      if (request.url === '/process-all') await network.processAll();
      response.end(JSON.stringify(facts));
    } catch (error) {
      response.writeHead(500).end(error instanceof Error ? error.message : String(error));
    }
  }).listen(0, '127.0.0.1');
  await once(control, 'listening');
  const { port } = control.address() as AddressInfo;
  project.provide('seededNetworkControl', `http://127.0.0.1:${port}`);

  return async () => {
    control.closeAllConnections();
    control.close();
    await network?.stop();
  };
}
