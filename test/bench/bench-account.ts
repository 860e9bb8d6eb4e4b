import { post, postKey } from './posts.js';

export interface BenchAccount {
  readonly did: string;
  readonly handle: string;
}

/** The most writes that a PDS takes in one `applyWrites`. */
const writesInOneCall = 200;

/** Makes an account with `posts` posts (see `posts.ts`) on a PDS that needs no invitation. */
export async function createAccountWithPosts(
  pds: string,
  handle: string,
  posts: number,
): Promise<BenchAccount> {
  const name = handle.split('.')[0];
  const account = (await call(pds, 'com.atproto.server.createAccount', undefined, {
    handle,
    email: `${name}@example.com`,
    password: 'password',
  })) as { did: string; handle: string; accessJwt: string };

  for (let start = 0; start < posts; start += writesInOneCall) {
    const indexes = Array.from(
      { length: Math.min(writesInOneCall, posts - start) },
      (_, index) => start + index,
    );
    await call(pds, 'com.atproto.repo.applyWrites', account.accessJwt, {
      repo: account.did,
      validate: false,
      writes: indexes.map((index) => ({
        $type: 'com.atproto.repo.applyWrites#create',
        collection: 'app.bsky.feed.post',
        rkey: postKey(index),
        value: post(index, account.did),
      })),
    });
  }
  return { did: account.did, handle: account.handle };
}

async function call(
  service: string,
  nsid: string,
  token: string | undefined,
  body: unknown,
): Promise<unknown> {
  const response = await fetch(`${service}/xrpc/${nsid}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${nsid}: ${response.status} ${await response.text()}`);
  return await response.json();
}
