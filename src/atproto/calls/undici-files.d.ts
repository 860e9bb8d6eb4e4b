/**
 * undici's Agent by its own file: the package's index also loads fetch, WebSocket, caches and mocks, which costs the
 * start of the program more than the agent itself (96 ms against 62 ms, bundled, where a bare node takes 83 ms).
 */
declare module 'undici/lib/dispatcher/agent.js' {
  import { Agent } from 'undici';
  export default Agent;
}

declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici';
  export default Client;
}

/** `Client.connect`, which the package's index puts on its classes. */
declare module 'undici/lib/api/api-connect.js' {
  import { Client, Dispatcher } from 'undici';
  export default function connect(
    this: Client,
    options: Dispatcher.ConnectOptions,
  ): Promise<Dispatcher.ConnectData>;
}

declare module 'undici/lib/core/connect.js' {
  import { buildConnector } from 'undici';
  export default buildConnector;
}

/** What undici's own SOCKS 5 agent speaks with; the agent itself offers no HTTP/2 and warns on standard error that it is new. */
declare module 'undici/lib/core/socks5-client.js' {
  import type { EventEmitter } from 'node:events';
  import type { Socket } from 'node:net';
  class Socks5Client extends EventEmitter {
    constructor(socket: Socket, user: { username: string | undefined; password: string | undefined });
    handshake(): void;
    connect(hostname: string, port: number): void;
  }
  const socks5: { readonly Socks5Client: typeof Socks5Client };
  export default socks5;
}
