import { nobodyAt, sendTo } from './calls/authoriser.js';
import type { HostPolicy } from './calls/host-policy.js';
import { object, text } from './calls/reader.js';
import type { Call, Transport } from './calls/transport.js';
import { createXrpc } from './calls/xrpc.js';
import { XrpcError } from './calls/xrpc-error.js';
import { readPds } from './identity/document-entries.js';
import type { Identity } from './identity/identity.js';
import { repoDescription } from './repo-description.js';
import type { RepoSource } from './repo-source.js';

/** Records of one page where the caller does not say; the most that listRecords gives. */
const PAGE_ROWS = 100;

/** A record of 1 MB, and the nodes that lead to it. */
const PROOF_MAX_BYTES = 4 * 1024 * 1024;

const CAR_HEADERS = { accept: 'application/vnd.ipld.car' };

/**
 * The records of an account at the PDS that its DID document names. Throws a `refused` XrpcError where it names none,
 * or one that the host policy forbids; the transport holds its address against the policy again at each connection.
 */
export function createPdsSource(transport: Transport, policy: HostPolicy, identity: Identity): RepoSource {
  const origin = pdsOf(identity);
  policy.check(origin);
  return createHostSource(transport, { did: identity.did, origin, policy: 'stranger' });
}

/** Where the repository of an account is asked for. */
export interface RepoHost {
  readonly did: string;
  readonly origin: URL;
  /** `configured` where the user named the host, `stranger` where a DID document did. */
  readonly policy: Call['policy'];
}

/** The records of an account at a host that has `com.atproto.repo` and `com.atproto.sync`. */
export function createHostSource(transport: Transport, { did: repo, origin, policy }: RepoHost): RepoSource {
  const xrpc = createXrpc(nobodyAt(transport, origin, policy));
  const cars = createXrpc({
    send: (call) => sendTo(transport, { origin, policy, headers: CAR_HEADERS }, call),
  });

  return {
    async describe(options) {
      const reply = await xrpc.query('com.atproto.repo.describeRepo', { repo }, options);
      return reply.read(repoDescription);
    },

    async latest(options) {
      const reply = await xrpc.query('com.atproto.sync.getLatestCommit', { did: repo }, options);
      return reply.read(object({ rev: text, cid: text }));
    },

    async list(collection, cursor, { reverse, limit = PAGE_ROWS, signal, answerMaxBytes } = {}) {
      const reply = await xrpc.query(
        'com.atproto.repo.listRecords',
        { repo, collection, limit, cursor, reverse },
        { signal, answerMaxBytes },
      );
      return reply.page('records');
    },

    async get(collection, rkey, options) {
      const reply = await xrpc.query('com.atproto.repo.getRecord', { repo, collection, rkey }, options);
      return reply.item('value');
    },

    async proof(collection, rkey, options) {
      const params = { did: repo, collection, rkey };
      const limits = { answerMaxBytes: PROOF_MAX_BYTES, ...options };
      return (await cars.query('com.atproto.sync.getRecord', params, limits)).bytes;
    },
  };
}

/** The PDS that the DID document names. Throws a `refused` XrpcError where it names none that is a web address. */
export function pdsOf({ did, pds, document }: Identity): URL {
  const url = pds === undefined ? null : URL.parse(pds);
  if (url === null) {
    const refused = readPds(document).refused;
    const what =
      pds !== undefined
        ? `names a PDS that is not a web address: ${pds}`
        : refused === undefined
          ? 'names no PDS'
          : `names a PDS that cannot be called, because ${refused.why}: ${refused.what}`;
    throw new XrpcError({
      failure: 'refused',
      service: pds ?? did,
      nsid: 'did document',
      message: `The DID document of ${did} ${what}`,
      tellsAll: true,
    });
  }
  return url;
}
