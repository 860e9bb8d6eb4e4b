import type { CallOptions } from './call-options.js';
import type { ExchangeAnswer } from './exchange.js';
import { Reply } from './reply.js';
import { statusError } from './status-error.js';
import type { Transport } from './transport.js';
import { XrpcError } from './xrpc-error.js';

export interface JsonFetchOptions extends CallOptions {
  /** The method called, or a word for what is fetched (`did document`); it names the call in errors and in the journal. */
  readonly nsid: string;
  readonly accept?: 'json' | 'text' | undefined;
  /** `stranger` when the address was named by somebody other than the user: private addresses are then refused. */
  readonly policy: 'configured' | 'stranger';
  /** Redirects that are followed at most, each within the host policy; by default none is. */
  readonly maxRedirects?: number | undefined;
}

export interface JsonFetchAnswer {
  readonly status: number;
  /** The body parsed. Throws a `malformed` XrpcError where it is not JSON. */
  json(): unknown;
  text(): string;
}

/**
 * A GET for what is not XRPC: DID documents, well-known files. It passes the same transport, journal, caps
 * and time-outs as a call. Answers of 4xx come back with their status; everything that the transport gives up
 * on (no connection, time-out, too large, refused, 5xx and 429 after the retries, redirects) throws an `XrpcError`.
 */
export type JsonFetch = (url: string, options: JsonFetchOptions) => Promise<JsonFetchAnswer>;

/** A {@link JsonFetch} over the transport. */
export function createJsonFetch(transport: Transport): JsonFetch {
  return async (
    address,
    { nsid, accept = 'json', policy, maxRedirects = 0, signal, answerMaxBytes, isBackground },
  ) => {
    const headers = { accept: accept === 'json' ? 'application/json, */*;q=0.5' : 'text/plain, */*;q=0.5' };
    let url = parseUrl(address, nsid);
    const call = { method: 'GET', nsid, headers, signal, answerMaxBytes, isBackground } as const;
    let answer = await transport.send({ ...call, url, policy });
    for (let followed = 0; followed < maxRedirects; followed++) {
      const next = redirectOf(answer, url);
      if (next === undefined) break;
      url = next;
      // Whoever answered named this address, even where the user named the first.
      answer = await transport.send({ ...call, url, policy: 'stranger' });
    }
    if (maxRedirects > 0 && redirectOf(answer, url) !== undefined) {
      throw new XrpcError({
        failure: 'refused',
        service: url.host,
        nsid,
        message: `${url.host}: redirects more than ${maxRedirects} times`,
      });
    }
    const { status } = answer;
    if (status === 429 || status >= 500 || (status >= 300 && status < 400)) {
      throw statusError(answer, url.host, nsid);
    }
    const reply = new Reply(answer.bytes, url.host, nsid);
    return { status, json: () => reply.json(), text: () => reply.text() };
  };
}

/** Where an answer sends who asked; undefined for one that is no redirect, or one that leads nowhere. */
function redirectOf({ status, headers }: ExchangeAnswer, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return undefined;
  return URL.parse(headers.location, from.href) ?? undefined;
}

function parseUrl(address: string, nsid: string): URL {
  const url = URL.parse(address);
  if (url === null) {
    throw new XrpcError({
      failure: 'refused',
      service: address,
      nsid,
      message: `${address} is not a web address`,
    });
  }
  return url;
}
