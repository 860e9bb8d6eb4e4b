import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service of a few lines on a free port of this machine, for what no real one can be brought to do. */
export interface Service extends AsyncDisposable {
  readonly origin: string;
  readonly host: string;
  /** Method and path of each request so far. */
  readonly requests: readonly string[];
  /** Requests as they came, for their headers. */
  readonly incoming: readonly IncomingMessage[];
}

export async function startService(answer: RequestListener): Promise<Service> {
  const requests: string[] = [];
  const incoming: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    incoming.push(request);
    answer(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `http://${host}`,
    host,
    requests,
    incoming,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Answers with JSON, of status 200 where not said otherwise. */
export function sendJson(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Gives the answers one after another, and the last one again and again. */
export function inTurn(...answers: readonly RequestListener[]): RequestListener {
  let next = 0;
  return (request, response) => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next++;
    answer?.(request, response);
  };
}
