import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { blobDigest } from './blob-cid.js';
import type { AnswerSink } from './calls/answer-sink.js';
import { nobodyAt } from './calls/authoriser.js';
import type { CallOptions } from './calls/call-options.js';
import type { ExchangeAnswer } from './calls/exchange.js';
import { fileSink } from './calls/file-sink.js';
import { followed } from './calls/followed.js';
import { memorySink } from './calls/memory-sink.js';
import { list, object, text } from './calls/reader.js';
import { statusError } from './calls/status-error.js';
import type { Call, Transport } from './calls/transport.js';
import { createXrpc } from './calls/xrpc.js';
import { XrpcError } from './calls/xrpc-error.js';

const GET_BLOB = 'com.atproto.sync.getBlob';
/** The most that listBlobs gives. */
const PAGE_CIDS = 1_000;
const REDIRECTS_MAX = 3;

/** The blobs of one account at a host. */
export interface BlobSource {
  /** A page of the CIDs of all that its records refer to. */
  list(
    cursor: string | undefined,
    options?: CallOptions,
  ): Promise<{ readonly cids: readonly string[]; readonly cursor: string | undefined }>;
  /**
   * Has one sent into a file, and holds it against its CID. Resolves to its bytes. Throws an `XrpcError` where the host answers anything
   * else or falls silent, and the error of the file system.
   */
  fetch(cid: string, into: BlobTarget): Promise<number>;
  /**
   * Has one sent into memory, and holds it against its CID. Throws an `XrpcError` as `fetch`, also where it has more than `maxBytes`.
   */
  bytes(cid: string, options: Omit<BlobTarget, 'file'>): Promise<BlobBytes>;
}

export interface BlobBytes {
  readonly bytes: Buffer;
  /** What the host says that it is. */
  readonly servedAs: string | undefined;
}

export interface BlobTarget {
  /** A file that is there is overwritten. */
  readonly file: string;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
}

interface BlobHost {
  readonly did: string;
  readonly origin: URL;
  /** `configured` where the user named the host, `stranger` where a DID document did. */
  readonly policy: Call['policy'];
}

/** The blobs of an account as a host has them (`com.atproto.sync.listBlobs` and `getBlob`). */
export function createBlobSource(transport: Transport, { did, origin, policy }: BlobHost): BlobSource {
  const xrpc = createXrpc(nobodyAt(transport, origin, policy));
  return {
    async list(cursor, options) {
      const params = { did, cursor, limit: PAGE_CIDS };
      const reply = await xrpc.query('com.atproto.sync.listBlobs', params, options);
      const { cids, cursor: next } = reply.read(object({ cids: list(text) }, { cursor: text }));
      return { cids, cursor: next };
    },

    async fetch(cid, { file, ...bounds }) {
      const handle = await open(file, 'w', 0o600);
      try {
        return (await send(cid, fileSink(handle.fd), bounds)).taken ?? 0;
      } finally {
        await handle.close();
      }
    },

    async bytes(cid, bounds) {
      const sink = memorySink();
      const { headers } = await send(cid, sink, bounds);
      const type = headers['content-type'];
      return { bytes: sink.bytes(), servedAs: typeof type === 'string' ? type : undefined };
    },
  };

  /** Resolves to the last answer, once all of it is in the sink and is what its CID says. */
  async function send(
    cid: string,
    into: Pick<AnswerSink, 'begin' | 'write'>,
    { maxBytes, signal }: Omit<BlobTarget, 'file'>,
  ): Promise<ExchangeAnswer> {
    const url = new URL(`/xrpc/${GET_BLOB}`, origin);
    url.searchParams.set('did', did);
    url.searchParams.set('cid', cid);
    const { sink, digest } = hashed(into);
    const call = { method: 'GET', nsid: GET_BLOB, signal, answerMaxBytes: maxBytes, into: sink } as const;
    // Hosts may keep blobs elsewhere (atproto#5097): where they are is of no matter, since their hash tells whether it is them.
    const { answer, url: last } = await followed(transport, { ...call, url, policy }, REDIRECTS_MAX);
    if (answer.status !== 200) throw statusError(answer, last.host, GET_BLOB);
    if (digest() === blobDigest(cid)) return answer;
    const message = `${last.host}: what came does not hash to ${cid}`;
    throw new XrpcError({ failure: 'malformed', service: last.host, nsid: GET_BLOB, status: 200, message });
  }
}

/** A blob may be of any type, text too: what it is tells its hash. */
function hashed(into: Pick<AnswerSink, 'begin' | 'write'>): { readonly sink: AnswerSink; digest(): string } {
  let hash = createHash('sha256');
  const sink: AnswerSink = {
    takes: (status) => status === 200,
    begin() {
      hash = createHash('sha256');
      into.begin();
    },
    write(bytes) {
      hash.update(bytes);
      into.write(bytes);
    },
  };
  return { sink, digest: () => hash.digest('hex') };
}
