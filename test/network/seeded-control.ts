import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type HostedNetwork, hostNetwork } from './hosted-network.js';

export interface SeededControl {
  /** Origin of the control service that `useSeededNetwork()` asks. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves one seeded network to all who ask: the first one to ask has it started. */
export async function startSeededControl(): Promise<SeededControl> {
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
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      control.closeAllConnections();
      control.close();
      await network?.stop();
    },
  };
}
