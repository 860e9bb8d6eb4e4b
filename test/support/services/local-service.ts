import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a path is answered with: a value is sent as JSON, a text as it is, a function does what it likes. */
export type LocalAnswer =
  | { readonly status?: number; readonly json: unknown }
  | { readonly status?: number; readonly text: string }
  | ((request: IncomingMessage, response: ServerResponse) => void);

export interface LocalService {
  readonly port: number;
  readonly origin: string;
  /** By path without the query; `/*` is the answer to all others, which is 404 where there is none. */
  readonly answers: Map<string, LocalAnswer>;
  /** Paths with their queries, in the order in which they were asked for. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A service on a free port of this machine, which says what a test tells it to say. */
export async function startLocalService(): Promise<LocalService> {
  const answers = new Map<string, LocalAnswer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const answer = answers.get(decodeURIComponent(path.replace(/\?.*/, ''))) ?? answers.get('/*');
    if (typeof answer === 'function') return answer(request, response);
    if (answer === undefined) return void response.writeHead(404).end();
    const json = 'json' in answer;
    response
      .writeHead(answer.status ?? 200, { 'content-type': json ? 'application/json' : 'text/html' })
      .end(json ? JSON.stringify(answer.json) : answer.text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    answers,
    asked,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
