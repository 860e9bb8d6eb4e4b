import type { CallOptions } from './call-options.js';
import { followed } from './followed.js';
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
    const call = { method: 'GET', nsid, headers, signal, answerMaxBytes, isBackground, policy } as const;
    const asked = { ...call, url: parseUrl(address, nsid) };
    const { answer, url } = await followed(transport, asked, maxRedirects);
    const { status } = answer;
    if (status === 429 || status >= 500 || (status >= 300 && status < 400)) {
      throw statusError(answer, url.host, nsid);
    }
    const reply = new Reply(answer.bytes, url.host, nsid);
    return { status, json: () => reply.json(), text: () => reply.text() };
  };
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
