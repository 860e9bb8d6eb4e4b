import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { HostAnswer, HostRequest, SeededNetworkFacts } from './seeded-network.js';

export interface SeededControl {
  /** Origin of the control service that `useSeededNetwork()` asks. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Serves one seeded network to all who ask: the first one to ask has it started. It runs in a process of its own, so
 * that its work does not hold up the test runner.
 */
export async function startSeededControl(): Promise<SeededControl> {
  let host: Host | undefined;
  const control = createServer(async (request, response) => {
    try {
      host ??= startHost();
      const facts = await host.facts;
      if (request.url === '/process-all') await host.processAll();
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
      await host?.stop();
    },
  };
}

interface Host {
  readonly facts: Promise<SeededNetworkFacts>;
  processAll(): Promise<void>;
  stop(): Promise<void>;
}

function startHost(): Host {
  const child: ChildProcess = fork(fileURLToPath(new URL('./seeded-host.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4000);
  });
  const gone = once(child, 'exit');
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let asked = 0;

  const facts = new Promise<SeededNetworkFacts>((resolve, reject) => {
    child.on('message', (answer: HostAnswer) => {
      if ('started' in answer) return resolve(answer.started);
      if (!('processed' in answer)) return reject(new Error(answer.failed));
      const waiter = waiting.get(answer.processed);
      waiting.delete(answer.processed);
      if (answer.failed === undefined) waiter?.resolve();
      else waiter?.reject(new Error(answer.failed));
    });
    child.on('exit', (code, signal) => {
      const error = new Error(`its process ended with ${signal ?? code}: ${complaints}`);
      reject(error);
      for (const waiter of waiting.values()) waiter.reject(error);
    });
  });

  return {
    facts,
    processAll: () =>
      new Promise((resolve, reject) => {
        waiting.set(++asked, { resolve, reject });
        child.send({ processAll: asked } satisfies HostRequest);
      }),
    async stop() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
