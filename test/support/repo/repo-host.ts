import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a host answers to `getRepo`, and where it does it otherwise than it should. */
export type RepoAnswer = (
  response: ServerResponse,
  asked: { readonly since: string | undefined; readonly times: number },
) => void | Promise<void>;

export interface RepoHost {
  readonly origin: URL;
  /** What is answered from now on. */
  answer: RepoAnswer;
  /** What it was asked, by path and query. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A host of 127.0.0.1 that has whatever repository a test gives it. */
export async function repoHost(answer: RepoAnswer): Promise<RepoHost> {
  const asked: string[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    asked.push(request.url ?? '');
    const since = new URL(request.url ?? '', 'http://host').searchParams.get('since') ?? undefined;
    void host.answer(response, { since, times: asked.length });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host: RepoHost = {
    origin: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    answer,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return host;
}

/** A whole answer of 200. */
export const sends =
  (bytes: Uint8Array | string, type = 'application/vnd.ipld.car'): RepoAnswer =>
  (response) => {
    response.writeHead(200, { 'content-type': type }).end(bytes);
  };

/** An error as XRPC has it. */
export const refuses =
  (status: number, error: string, message = error): RepoAnswer =>
  (response) => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error, message }));
  };

/** So many bytes of the answer, and then the end of the connection. */
export const cutsAfter =
  (bytes: Uint8Array, count: number): RepoAnswer =>
  (response) => {
    response.writeHead(200, { 'content-type': 'application/vnd.ipld.car' });
    response.write(bytes.subarray(0, count), () => response.socket?.destroy());
  };
