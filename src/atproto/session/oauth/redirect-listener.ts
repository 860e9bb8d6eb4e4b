import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type ComingBack, PAGE_HEADERS, redirectPage } from './redirect-page.js';

/** Where the browser comes back to. */
export interface RedirectListener {
  /** The address without a query. */
  readonly url: string;
  /** Listens no more; what is being answered is answered first. */
  close(): void;
}

/**
 * Listens on a free port of 127.0.0.1, and nowhere else, for a browser that comes back. `comeBack` says what becomes of it, which
 * the page tells then; other paths are not there.
 */
export async function openRedirectListener(
  comeBack: (params: URLSearchParams) => Promise<ComingBack>,
): Promise<RedirectListener> {
  let host = '';

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = URL.parse(request.url ?? '', `http://${host}`);
    // By another name it may be a page of somebody else's that asks (DNS rebinding).
    const isHere = request.headers.host === host && url?.pathname === PATH;
    if (!isHere || request.method !== 'GET') {
      response.writeHead(404, { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' });
      response.end('There is nothing here.\n');
      return;
    }
    const became = await comeBack(url.searchParams);
    response.writeHead(became === 'another' ? 400 : 200, PAGE_HEADERS);
    response.end(redirectPage(became));
  }

  const silent = new Set<Socket>();
  const server = createServer((request, response) => {
    silent.delete(request.socket);
    answer(request, response).catch(() => response.destroy());
  });
  server.on('connection', (socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Of a connection that cannot be taken; the next one may.
  server.on('error', () => {});
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}${PATH}`,
    close() {
      server.close();
      server.closeIdleConnections();
      // A browser opens connections ahead; those that nothing was asked on would keep the program from its end.
      for (const socket of silent) socket.destroy();
    },
  };
}

const PATH = '/callback';
