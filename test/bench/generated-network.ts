import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { post, postCid, postIndex, postKey } from './posts.js';

export interface GeneratedNetwork {
  /** PLC directory, PDS and AppView in one. */
  readonly origin: string;
  /** The DID of an account with so many posts. */
  account(posts: number): string;
  close(): Promise<void>;
}

const accountPattern = /^did:plc:posts([a-z2-7]{19})$/;
const digits = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Answers as a PLC directory and a PDS would for accounts with any number of posts, at full speed and without storing any:
 * the millionth record of a real PDS would take hours to write. Only for measuring what the program does with them.
 */
export async function startGeneratedNetwork({
  pageSize,
}: {
  /** Records of each page; default: as many as are asked for. */
  pageSize?: number;
} = {}): Promise<GeneratedNetwork> {
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', origin);
    const answer = answerTo(url, origin, pageSize);
    outgoing.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    outgoing.end(answer ?? '{"error":"NotFound","message":"Not generated"}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    account: accountOf,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function accountOf(posts: number): string {
  let number = '';
  for (let rest = posts; number.length < 19; rest = Math.floor(rest / 32)) {
    number = digits[rest % 32] + number;
  }
  return `did:plc:posts${number}`;
}

function postsOf(did: string): number | undefined {
  const number = accountPattern.exec(did)?.[1];
  return number === undefined
    ? undefined
    : [...number].reduce((sum, digit) => sum * 32 + digits.indexOf(digit), 0);
}

function answerTo(url: URL, origin: string, pageSize: number | undefined): string | undefined {
  const nsid = url.pathname.startsWith('/xrpc/') ? url.pathname.slice('/xrpc/'.length) : undefined;
  const did = url.searchParams.get('repo') ?? decodeURIComponent(url.pathname.slice(1));
  const posts = postsOf(did);
  if (posts === undefined) return undefined;
  const handle = `posts-${posts}.test`;

  switch (nsid) {
    case undefined:
      return JSON.stringify(document(did, handle, origin));
    case 'com.atproto.repo.describeRepo':
      return JSON.stringify({
        did,
        handle,
        didDoc: document(did, handle, origin),
        collections: ['app.bsky.feed.post'],
        handleIsCorrect: true,
      });
    case 'com.atproto.repo.listRecords':
      return page(
        did,
        posts,
        url.searchParams.get('cursor'),
        pageSize ?? Number(url.searchParams.get('limit') ?? 50),
      );
    default:
      return undefined;
  }
}

function document(did: string, handle: string, origin: string) {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    alsoKnownAs: [`at://${handle}`],
    verificationMethod: [
      {
        id: `${did}#atproto`,
        type: 'Multikey',
        controller: did,
        publicKeyMultibase: 'zQ3shQo6TF2moaqMTrUZEM1jeuYRQXeHEx4evX9751y2qPqRA',
      },
    ],
    service: [{ id: '#atproto_pds', type: 'AtprotoPersonalDataServer', serviceEndpoint: origin }],
  };
}

/** Newest first; the cursor is the key of the last record, as with a real PDS. */
function page(did: string, posts: number, cursor: string | null, limit: number): string {
  const newest = cursor === null ? posts - 1 : postIndex(cursor) - 1;
  const count = Math.max(0, Math.min(limit, newest + 1));
  const records = Array.from({ length: count }, (_, offset) => {
    const index = newest - offset;
    return {
      uri: `at://${did}/app.bsky.feed.post/${postKey(index)}`,
      cid: postCid(index),
      value: post(index, did),
    };
  });
  const next = newest - count >= 0 ? { cursor: postKey(newest - count + 1) } : {};
  return JSON.stringify({ records, ...next });
}
