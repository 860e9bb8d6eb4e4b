import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';

/**
 * A service on a real socket that misbehaves as a test tells it to, and is a proxy of a real one for the rest:
 *
 *     const pds = await startFaultyService(
 *       {
 *         'com.atproto.repo.listRecords': inTurn(error(500), error(500), upstream()),
 *         'com.atproto.repo.describeRepo': hang(),
 *       },
 *       { upstream: network.pds },
 *     );
 *     const plc = await startFaultyService({ '/did:*': upstream(withPds(pds.url)) }, { upstream: network.plc });
 *     …
 *     expect(pds.count('com.atproto.repo.listRecords')).toBe(3);
 *     await pds.close();
 */
export interface FaultyService {
  /** `http://127.0.0.1:…` */
  readonly url: string;
  /** All that was asked, in order. */
  readonly requests: readonly Request[];
  /** How often an NSID or path (see `Routes`) was asked for. */
  count(route: string): number;
  /** Changes the answer of a route from now on; `undefined` takes it away. */
  answer(route: string, answer: Answer | undefined): void;
  /** Cuts all connections and ends it. */
  close(): Promise<void>;
}

export interface Request {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  /** Path without the query, percent-decoded. */
  readonly path: string;
  /** What follows `/xrpc/`, if it does. */
  readonly nsid: string | undefined;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What a request is answered with: one of the makers below, or a function that writes to the response itself. */
export type Answer = (request: Request, response: ServerResponse, origin: Origin) => void | Promise<void>;

/**
 * Answers by NSID (`com.atproto.repo.getRecord`) or by path (`/.well-known/atproto-did`, `/did:plc:…`). A `*` at the end
 * stands for any rest; the longest route that fits is taken. What no route fits goes to the upstream, or gets 404.
 */
export type Routes = Readonly<Record<string, Answer>>;

/** The real service behind, if there is one. */
export interface Origin {
  readonly upstream: string | undefined;
}

export async function startFaultyService(
  routes: Routes | Answer = {},
  origin: Partial<Origin> = {},
): Promise<FaultyService> {
  const answers = new Map(Object.entries(typeof routes === 'function' ? { '*': routes } : routes));
  const requests: Request[] = [];
  const real: Origin = { upstream: origin.upstream };

  const server = createServer(async (incoming, response) => {
    const request = await note(incoming);
    requests.push(request);
    // A client that has gone away is none of its errors.
    response.on('error', () => {});
    const route = [...answers.keys()]
      .filter((route) => fits(route, request))
      .toSorted((a, b) => b.length - a.length)[0];
    const answer = (route !== undefined && answers.get(route)) || upstream();
    try {
      await answer(request, response, real);
    } catch (problem) {
      if (response.headersSent) response.destroy();
      else await error(502, 'UpstreamFailure', String(problem))(request, response, real);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    count: (route) => requests.filter((request) => fits(route, request)).length,
    answer(route, answer) {
      if (answer) answers.set(route, answer);
      else answers.delete(route);
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** An origin of this machine where nobody listens: connections to it are refused. */
export async function deadOrigin(): Promise<string> {
  const service = await startFaultyService();
  await service.close();
  return service.url;
}

/** JSON, with status 200 unless another is given. */
export function json(
  value: unknown,
  options: { status?: number; headers?: OutgoingHttpHeaders } = {},
): Answer {
  return text(JSON.stringify(value), { type: 'application/json', ...options });
}

/** Any body, of any type: HTML unless another is given. `content-length` is that of the body. */
export function text(
  body: string,
  {
    status = 200,
    type = 'text/html',
    headers = {},
  }: { status?: number; type?: string; headers?: OutgoingHttpHeaders } = {},
): Answer {
  return (_, response) => {
    response.writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      ...headers,
    });
    response.end(body);
  };
}

/** An XRPC error: `{error, message}` under a status. */
export function error(
  status: number,
  name = 'InternalServerError',
  message = 'Internal Server Error',
  headers: OutgoingHttpHeaders = {},
): Answer {
  return json({ error: name, message }, { status, headers });
}

/** 429. Without arguments it does not say how long to wait. */
export function rateLimited({
  retryAfter,
  resetAt,
}: {
  retryAfter?: number | string;
  resetAt?: number;
} = {}): Answer {
  return error(429, 'RateLimitExceeded', 'Rate Limit Exceeded', {
    // Seconds, or an HTTP date.
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    // Seconds since 1970.
    ...(resetAt !== undefined && {
      'ratelimit-limit': '3000',
      'ratelimit-remaining': '0',
      'ratelimit-reset': String(resetAt),
      'ratelimit-policy': '3000;w=300',
    }),
  });
}

/** A page such as a proxy or a captive portal sends, under 200 unless another status is given. */
export function html(status = 200): Answer {
  return text('<!doctype html><title>Welcome</title><h1>Please sign in to the network</h1>', { status });
}

/** One answer after another, a request each; the last one stays. */
export function inTurn(...answers: readonly [Answer, ...Answer[]]): Answer {
  let asked = 0;
  return (...exchange) => {
    const answer = answers[Math.min(asked++, answers.length - 1)]!;
    return answer(...exchange);
  };
}

/** Takes the request and never says anything. */
export function hang(): Answer {
  return () => {};
}

/** Sends the head and half of the body, and then nothing more: the connection stays open. */
export function stall(value: unknown): Answer {
  return (_, response) => {
    const body = halfOf(value, response);
    response.write(body);
  };
}

/** Sends the head and half of the body, and cuts the connection. */
export function cutOff(value: unknown): Answer {
  return (_, response) => {
    const body = halfOf(value, response);
    response.write(body, () => response.destroy());
  };
}

/** Cuts the connection before anything is said. */
export function drop(): Answer {
  return (_, response) => {
    response.destroy();
  };
}

/** A whole HTTP answer, its `content-length` true, whose JSON ends in the middle. */
export function truncatedJson(value: unknown): Answer {
  const whole = JSON.stringify(value);
  return text(whole.slice(0, Math.floor(whole.length / 2)), { type: 'application/json' });
}

/** JSON of that many million bytes, streamed without a `content-length`: `{"records": [], "padding": "…"}`. */
export function huge(megabytes = 60): Answer {
  return async (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const body = function* () {
      yield '{"records":[],"padding":"';
      for (let sent = 0; sent < megabytes; sent++) yield 'x'.repeat(1_000_000);
      yield '"}';
    };
    // Ends with an error when the client has had enough.
    await pipeline(Readable.from(body(), { objectMode: false }), response).catch(() => {});
  };
}

/** Lets that many milliseconds go by before the answer. */
export function delayed(milliseconds: number, answer: Answer): Answer {
  return async (request, response, origin) => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      response.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    if (!response.destroyed) await answer(request, response, origin);
  };
}

/** A redirect to that URL, 302 unless another status is given. */
export function redirect(location: string, status = 302): Answer {
  return text('', { status, headers: { location } });
}

/** JSON, compressed by gzip. */
export function gzipped(value: unknown): Answer {
  return (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
    response.end(gzipSync(JSON.stringify(value)));
  };
}

/** A gzip body so small, and so large once it is unpacked: of that many million bytes. */
export function gzipBomb(megabytes = 60): Answer {
  return gzipped({ records: [], padding: 'x'.repeat(megabytes * 1_000_000) });
}

/**
 * The answer of the real service, whole; or, if `change` is given, its JSON as that makes it. Without an upstream it is
 * 404.
 */
export function upstream(change?: (value: unknown, request: Request) => unknown): Answer {
  return async (request, response, origin) => {
    if (!origin.upstream) return await error(404, 'NotFound', 'Not Found')(request, response, origin);
    const { host, connection, ...headers } = request.headers;
    // What is to be changed must not come compressed.
    if (change) delete headers['accept-encoding'];
    const outgoing = send(new URL(request.url, origin.upstream), { method: request.method, headers });
    response.once('close', () => outgoing.destroy());
    outgoing.end(request.body);
    const [incoming]: IncomingMessage[] = await once(outgoing, 'response');
    const body = await buffer(incoming!);
    if (change && incoming!.statusCode === 200) {
      return await json(change(JSON.parse(body.toString()), request))(request, response, origin);
    }
    const { connection: _, 'transfer-encoding': __, ...answered } = incoming!.headers;
    response.writeHead(incoming!.statusCode!, { ...answered, 'content-length': body.length });
    response.end(body);
  };
}

/** For `upstream`: a DID document whose PDS is at that URL, or that has no PDS. */
export function withPds(endpoint: string | undefined): (document: unknown) => unknown {
  return (document) => ({
    ...(document as object),
    service: endpoint
      ? [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: endpoint }]
      : [],
  });
}

/** For `upstream`: a DID document that names that handle, or none. */
export function withHandle(handle: string | undefined): (document: unknown) => unknown {
  return (document) => ({ ...(document as object), alsoKnownAs: handle ? [`at://${handle}`] : [] });
}

async function note(incoming: IncomingMessage): Promise<Request> {
  const url = incoming.url ?? '/';
  const { pathname, searchParams: query } = new URL(url, 'http://localhost');
  const path = decodeURIComponent(pathname);
  return {
    method: incoming.method ?? 'GET',
    url,
    path,
    nsid: path.startsWith('/xrpc/') ? path.slice('/xrpc/'.length) : undefined,
    query,
    headers: incoming.headers,
    body: (await buffer(incoming)).toString(),
  };
}

function fits(route: string, { path, nsid }: Request): boolean {
  const asked = route.startsWith('/') || route === '*' ? path : nsid;
  if (!route.endsWith('*')) return asked === route;
  return asked?.startsWith(route.slice(0, -1)) ?? false;
}

/** Writes the head of the whole answer, and gives back the first half of its body. */
function halfOf(value: unknown, response: ServerResponse): Buffer {
  const whole = Buffer.from(JSON.stringify(value));
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': whole.length });
  return whole.subarray(0, Math.floor(whole.length / 2));
}
