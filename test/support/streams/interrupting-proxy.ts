import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Stands between a client and a service and spoils their connections when told to. */
export interface InterruptingProxy extends AsyncDisposable {
  /** `127.0.0.1:port`, in place of the service's own host. */
  readonly host: string;
  /** Connections that came so far. */
  readonly connections: number;
  /** Breaks every connection off. */
  cut(): void;
  /** Passes nothing on any more, over the connections that there are; new ones work. */
  stall(): void;
}

export async function startInterruptingProxy(service: URL): Promise<InterruptingProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let connections = 0;
  const server = createServer((client) => {
    connections++;
    const upstream = connect(Number(service.port), service.hostname);
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.pipe(upstream);
    upstream.pipe(client);
    for (const socket of pair) {
      socket.on('error', () => {});
      socket.on('close', () => end(pair));
    }
  });

  function end(pair: readonly [Socket, Socket]): void {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return connections;
    },
    cut() {
      for (const pair of pairs) end(pair);
    },
    stall() {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream);
        upstream.unpipe(client);
        // So that their ends are still noticed.
        client.resume();
        upstream.resume();
      }
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const pair of pairs) end(pair);
      await once(server, 'close');
    },
  };
}
