import { once } from 'node:events';
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
  request as send,
} from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';

/** A request as it came, its body read. */
export interface Request extends IncomingMessage {
  readonly method: string;
  /** Path and query, as they came. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Path without the query, percent-decoded. */
  readonly path: string;
  /** What follows `/xrpc/`, if it does. */
  readonly nsid: string | undefined;
  readonly query: URLSearchParams;
  readonly body: string;
}

/**
 * What a request is answered with: data, answers one after another of which the last one stays, or a function that
 * writes to the response itself or gives back one of these.
 */
export type Answer = ToldAnswer | readonly Answer[] | AnswerFunction;

export type AnswerFunction = (
  request: Request,
  response: ServerResponse,
  // biome-ignore lint/suspicious/noConfusingVoidType: a listener of node:http is one, too.
) => Answer | void | Promise<Answer | void>;

/** An answer as data: what is said, and what goes wrong with it. The body is one of `json`, `text` and `stream`. */
export interface ToldAnswer {
  /** 200 where not given. */
  readonly status?: number;
  /** Beside the content type, which these may change. */
  readonly headers?: OutgoingHttpHeaders;
  readonly json?: unknown;
  /** As it is: a web page, unless the headers say otherwise. */
  readonly text?: string | Buffer;
  /** Parts that are made as they are taken, without a `content-length`. */
  readonly stream?: () => Iterable<string | Buffer>;
  readonly packed?: 'gzip' | 'br' | 'deflate';
  /** Milliseconds before anything is said. */
  readonly afterMs?: number;
  /**
   * How it ends, if not well: `silent` and `dropped` say nothing, and the latter cuts the connection; `stalled` and `cut`
   * send the head and the first half of the body; `short` is a whole answer of half the body, its length told truly.
   */
  readonly ends?: 'silent' | 'dropped' | 'stalled' | 'cut' | 'short';
  /** Written to the socket instead of any answer, which is then closed: what listens does not speak HTTP. */
  readonly bare?: string;
  /** The answer of the real service behind; or, where it is a function, its JSON as that makes it. */
  readonly upstream?: true | ((value: unknown, request: Request) => unknown);
}

/** Where an answer is given: what is behind the service, and how far its answers in turn are. */
export interface Origin {
  readonly upstream: string | undefined;
  readonly turns: Map<readonly Answer[], number>;
}

/** Gives that answer to that request. */
export async function give(
  answer: Answer,
  request: Request,
  response: ServerResponse,
  origin: Origin,
): Promise<void> {
  if (typeof answer === 'function') {
    const next = await answer(request, response);
    if (next) await give(next, request, response, origin);
  } else if (isInTurn(answer)) {
    const turn = origin.turns.get(answer) ?? 0;
    origin.turns.set(answer, turn + 1);
    const next = answer[Math.min(turn, answer.length - 1)];
    if (next) await give(next, request, response, origin);
  } else {
    if (answer.afterMs !== undefined) await wait(answer.afterMs, response);
    if (!response.destroyed) await tell(answer, request, response, origin);
  }
}

const isInTurn = (answer: ToldAnswer | readonly Answer[]): answer is readonly Answer[] =>
  Array.isArray(answer);

async function tell(
  answer: ToldAnswer,
  request: Request,
  response: ServerResponse,
  origin: Origin,
): Promise<void> {
  if (answer.ends === 'silent') return;
  if (answer.ends === 'dropped') return void response.destroy();
  if (answer.bare !== undefined) return void response.socket?.end(answer.bare);
  if (answer.upstream) return await tellUpstream(answer, request, response, origin);
  const { status = 200 } = answer;
  const headers = { ...headersOf(answer), ...answer.headers };
  if (answer.stream) {
    response.writeHead(status, headers);
    // Ends with an error when the client has had enough.
    return await pipeline(Readable.from(answer.stream(), { objectMode: false }), response).catch(() => {});
  }
  const whole = bodyOf(answer);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  const length = answer.ends === 'short' ? half.length : whole.length;
  response.writeHead(status, { 'content-length': length, ...headers });
  if (answer.ends === 'stalled') response.write(half);
  else if (answer.ends === 'cut') response.write(half, () => response.destroy());
  else response.end(answer.ends === 'short' ? half : whole);
}

function headersOf({ json, text, stream, packed }: ToldAnswer): OutgoingHttpHeaders {
  const type =
    text !== undefined ? 'text/html' : json !== undefined || stream ? 'application/json' : undefined;
  return { ...(type && { 'content-type': type }), ...(packed && { 'content-encoding': packed }) };
}

const PACKERS = { gzip: gzipSync, br: brotliCompressSync, deflate: deflateSync };

function bodyOf({ json, text, packed }: ToldAnswer): Buffer {
  const plain = Buffer.from(text ?? (json === undefined ? '' : JSON.stringify(json)));
  return packed ? PACKERS[packed](plain) : plain;
}

async function tellUpstream(
  answer: ToldAnswer,
  request: Request,
  response: ServerResponse,
  origin: Origin,
): Promise<void> {
  if (!origin.upstream) return await tell(notFound, request, response, origin);
  const { host, connection, ...headers } = request.headers;
  const change = typeof answer.upstream === 'function' ? answer.upstream : undefined;
  // What is to be changed must not come compressed.
  if (change) delete headers['accept-encoding'];
  const outgoing = send(new URL(request.url, origin.upstream), { method: request.method, headers });
  response.once('close', () => outgoing.destroy());
  outgoing.end(request.body);
  const [incoming]: IncomingMessage[] = await once(outgoing, 'response');
  const body = await buffer(incoming!);
  if (change && incoming!.statusCode === 200) {
    const { upstream, ...rest } = answer;
    return await tell(
      { ...rest, json: change(JSON.parse(body.toString()), request) },
      request,
      response,
      origin,
    );
  }
  const { connection: _, 'transfer-encoding': __, ...answered } = incoming!.headers;
  response.writeHead(incoming!.statusCode!, { ...answered, 'content-length': body.length });
  response.end(body);
}

const notFound: ToldAnswer = { status: 404, json: { error: 'NotFound', message: 'Not Found' } };

async function wait(milliseconds: number, response: ServerResponse): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
