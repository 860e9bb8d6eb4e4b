import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Agent, request } from 'undici';

/** One answer that went through: milliseconds on the clock of `performance.now()`. */
export interface Answer {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface DelayingProxy {
  readonly origin: string;
  readonly answers: readonly Answer[];
  close(): Promise<void>;
}

/**
 * Stands before a service and lets each answer go `delayMs` milliseconds after it was asked for, or later where the service
 * itself took longer. `rewrite` may change the body on its way, so that a DID document leads to another proxy.
 */
export async function startDelayingProxy(
  target: string,
  { delayMs, rewrite = (body) => body }: { delayMs: number; rewrite?: (body: string) => string },
): Promise<DelayingProxy> {
  const agent = new Agent();
  const answers: Answer[] = [];

  const server = createServer(async (incoming, outgoing) => {
    const start = performance.now();
    const path = incoming.url ?? '/';
    try {
      const [answer] = await Promise.all([forward(path), pause(delayMs)]);
      outgoing.writeHead(answer.status, { 'content-type': answer.type });
      outgoing.end(answer.body, () => answers.push({ path, start, end: performance.now() }));
    } catch (error) {
      outgoing.writeHead(502).end(String(error));
    }
  });

  async function forward(path: string): Promise<{ status: number; type: string; body: string }> {
    const { statusCode, headers, body } = await request(target + path, { dispatcher: agent });
    return {
      status: statusCode,
      type: String(headers['content-type'] ?? 'application/json'),
      body: rewrite(await body.text()),
    };
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    answers,
    async close() {
      server.closeAllConnections();
      server.close();
      await agent.close();
    },
  };
}
