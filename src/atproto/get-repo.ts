import { open } from 'node:fs/promises';
import { fileSink } from './calls/file-sink.js';
import { looksLikeHtml } from './calls/reply.js';
import { statusError } from './calls/status-error.js';
import type { Call, Transport } from './calls/transport.js';
import { XrpcError } from './calls/xrpc-error.js';

const GET_REPO = 'com.atproto.sync.getRepo';

/** What is asked of a host that has a repository. */
export interface RepoCall {
  readonly did: string;
  readonly origin: URL;
  /** `configured` where the user named the host, `stranger` where a DID document did. */
  readonly policy: Call['policy'];
  /** The rev of what is there already; undefined: all of it. A host may pass over it and send all. */
  readonly since?: string | undefined;
  /** Where the CAR goes; a file that is there is overwritten. */
  readonly file: string;
  /** Bytes that it may have. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Hears how many bytes have come; 0 again where it begins anew. */
  onBytes?(bytes: number): void;
}

/**
 * Has a host send the CAR of a repository into a file, as it comes (atproto.com/specs/sync, `com.atproto.sync.getRepo`). What it sent is not
 * looked into here. Resolves to its bytes. Throws an `XrpcError` where it answers anything else or falls silent, and the error of the
 * file system where that takes no more; the file holds what came then.
 */
export async function getRepo(transport: Transport, call: RepoCall): Promise<number> {
  const { did, origin, policy, since, file, maxBytes, signal, onBytes } = call;
  const url = new URL(`/xrpc/${GET_REPO}`, origin);
  url.searchParams.set('did', did);
  if (since !== undefined) url.searchParams.set('since', since);
  const service = origin.host;
  const handle = await open(file, 'w', 0o600);
  try {
    const answer = await transport.send({
      url,
      method: 'GET',
      nsid: GET_REPO,
      headers: { accept: 'application/vnd.ipld.car' },
      policy,
      signal,
      answerMaxBytes: maxBytes,
      into: fileSink(handle.fd, onBytes),
    });
    if (answer.status !== 200) throw statusError(answer, service, GET_REPO);
    if (answer.taken === undefined) {
      const what = looksLikeHtml(answer.bytes) ? 'a web page' : 'text';
      const message = `${service}: ${what} in place of a repository`;
      throw new XrpcError({ failure: 'malformed', service, nsid: GET_REPO, status: 200, message });
    }
    return answer.taken;
  } finally {
    await handle.close();
  }
}
