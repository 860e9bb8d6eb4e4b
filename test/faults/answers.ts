import type { OutgoingHttpHeaders } from 'node:http';
import type { Answer, Request, ToldAnswer } from './answer.js';

/** JSON, with status 200 unless another is given. */
export function json(
  value: unknown,
  options: { status?: number; headers?: OutgoingHttpHeaders } = {},
): ToldAnswer {
  return { json: value, ...options };
}

/** JSON that is written out, or that is none. */
export function jsonText(
  body: string | Buffer,
  { status = 200, headers = {} }: { status?: number; headers?: OutgoingHttpHeaders } = {},
): ToldAnswer {
  return text(body, { status, type: 'application/json', headers });
}

/** Any body, of any type: HTML unless another is given. */
export function text(
  body: string | Buffer,
  {
    status = 200,
    type = 'text/html',
    headers = {},
  }: { status?: number; type?: string; headers?: OutgoingHttpHeaders } = {},
): ToldAnswer {
  return { text: body, status, headers: { 'content-type': type, ...headers } };
}

/** Nothing but a status. */
export function status(code: number, headers: OutgoingHttpHeaders = {}): ToldAnswer {
  return { status: code, headers };
}

/** An XRPC error: `{error, message}` under a status. */
export function error(
  status: number,
  name = 'InternalServerError',
  message = 'Internal Server Error',
  headers: OutgoingHttpHeaders = {},
): ToldAnswer {
  return json({ error: name, message }, { status, headers });
}

/** 429. Without arguments it does not say how long to wait. */
export function rateLimited({
  retryAfter,
  resetAt,
}: {
  retryAfter?: number | string;
  resetAt?: number;
} = {}): ToldAnswer {
  return error(429, 'RateLimitExceeded', 'Rate Limit Exceeded', {
    // Seconds, or an HTTP date.
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    ...(resetAt !== undefined && limitsUntil(resetAt, 0)),
  });
}

/** The headers that the reference PDS puts on every answer. `resetAt` is in seconds since 1970. */
export function limitsUntil(resetAt: number, remaining = 2993): OutgoingHttpHeaders {
  return {
    'ratelimit-limit': '3000',
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(resetAt),
    'ratelimit-policy': '3000;w=300',
  };
}

/** A page such as a proxy or a captive portal sends, under 200 unless another status is given. */
export function html(status = 200): ToldAnswer {
  return text('<!doctype html><title>Welcome</title><h1>Please sign in to the network</h1>', { status });
}

/** One answer after another, a request each; the last one stays. */
export function inTurn(...answers: readonly [Answer, ...Answer[]]): readonly Answer[] {
  return answers;
}

/** Takes the request and never says anything. */
export function hang(): ToldAnswer {
  return { ends: 'silent' };
}

/** Sends the head and half of the body, and then nothing more: the connection stays open. */
export function stall(value: unknown): ToldAnswer {
  return { json: value, ends: 'stalled' };
}

/** Sends the head and half of the body, and cuts the connection. */
export function cutOff(value: unknown): ToldAnswer {
  return { json: value, ends: 'cut' };
}

/** Cuts the connection before anything is said. */
export function drop(): ToldAnswer {
  return { ends: 'dropped' };
}

/** A whole HTTP answer, its `content-length` true, whose JSON ends in the middle. */
export function truncatedJson(value: unknown): ToldAnswer {
  return { json: value, ends: 'short' };
}

/** JSON of that many million bytes, streamed without a `content-length`: `{"records": [], "padding": "…"}`. */
export function huge(megabytes = 60): ToldAnswer {
  return {
    *stream() {
      yield '{"records":[],"padding":"';
      for (let sent = 0; sent < megabytes; sent++) yield 'x'.repeat(1_000_000);
      yield '"}';
    },
  };
}

/** Lets that many milliseconds go by before the answer. */
export function delayed(milliseconds: number, answer: ToldAnswer): ToldAnswer {
  return { ...answer, afterMs: milliseconds };
}

/** A redirect to that URL, 302 unless another status is given. */
export function redirect(location: string, status = 302): ToldAnswer {
  return text('', { status, headers: { location } });
}

/** JSON, compressed by gzip. */
export function gzipped(value: unknown): ToldAnswer {
  return { json: value, packed: 'gzip' };
}

/** A gzip body so small, and so large once it is unpacked: of that many million bytes. */
export function gzipBomb(megabytes = 60): ToldAnswer {
  return gzipped({ records: [], padding: 'x'.repeat(megabytes * 1_000_000) });
}

/**
 * The answer of the real service, whole; or, if `change` is given, its JSON as that makes it. Without an upstream it is
 * 404.
 */
export function upstream(change?: (value: unknown, request: Request) => unknown): ToldAnswer {
  return { upstream: change ?? true };
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
