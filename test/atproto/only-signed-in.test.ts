import { expect, test } from 'vitest';
import type { XrpcAnswer } from '../../src/atproto/calls/authoriser.js';
import { isNotShown, withoutUnwilling } from '../../src/atproto/only-signed-in.js';

const label = {
  src: 'did:plc:shy',
  uri: 'did:plc:shy',
  val: '!no-unauthenticated',
  cts: '2025-01-01T00:00:00Z',
};
const shy = { did: 'did:plc:shy', handle: 'shy.test', displayName: 'Shy', labels: [label] };
const bob = { did: 'did:plc:bob', handle: 'bob.test', labels: [] };

const post = (author: object, text: string, more: object = {}) => ({
  uri: `at://x/app.bsky.feed.post/${text}`,
  cid: 'bafy',
  author,
  record: { text },
  likeCount: 3,
  ...more,
});

/** What an AppView's answer becomes for who is not signed in. */
async function shown(json: unknown, status = 200): Promise<{ text: string; bytes: Buffer; sent: Buffer }> {
  const sent = Buffer.from(typeof json === 'string' ? json : JSON.stringify(json));
  const answer = { status, bytes: sent, headers: {}, service: 'appview.test' } as unknown as XrpcAnswer;
  const call = { nsid: 'app.bsky.feed.getPosts', method: 'GET', path: '/' } as const;
  const { bytes } = await withoutUnwilling({ send: async () => answer }).send(call);
  return { text: bytes.toString(), bytes, sent };
}

test('a post of an account that asks for a sign-in keeps its place, and nothing of it is left', async () => {
  const { text } = await shown({ posts: [post(bob, 'open'), post(shy, 'secret'), post(bob, 'after')] });
  const { posts } = JSON.parse(text);
  expect(posts.map(isNotShown)).toEqual([false, true, false]);
  expect(posts[1]).toEqual({
    uri: 'at://x/app.bsky.feed.post/secret',
    cid: 'bafy',
    author: { did: 'did:plc:shy', handle: 'shy.test' },
    notShown: 'its author asks apps to show this only to who is signed in',
  });
  expect(posts[0]).toEqual(post(bob, 'open'));
});

test('wherever it stands: as what is answered, in a thread, and quoted by another', async () => {
  const quote = {
    $type: 'app.bsky.embed.record#viewRecord',
    uri: 'at://q',
    author: shy,
    value: { text: 'hush' },
  };
  const answer = {
    feed: [{ post: post(bob, 'reply'), reply: { root: post(shy, 'root'), parent: post(bob, 'parent') } }],
    thread: { post: post(shy, 'first'), replies: [{ post: post(bob, 'second') }] },
    posts: [post(bob, 'quoting', { embed: { $type: 'app.bsky.embed.record#view', record: quote } })],
  };
  const { text } = await shown(answer);
  for (const hidden of ['"text":"root"', '"text":"first"', 'hush']) expect(text).not.toContain(hidden);
  for (const open of ['"reply"', '"parent"', '"second"', '"quoting"']) expect(text).toContain(open);
  expect(JSON.parse(text).posts[0].embed.record).toMatchObject({
    $type: 'app.bsky.embed.record#viewRecord',
    author: { did: 'did:plc:shy' },
  });
});

test('an account itself is shown, and so is one whose label was taken back or is over', async () => {
  const profiles = await shown({ followers: [shy] });
  expect(JSON.parse(profiles.text)).toEqual({ followers: [shy] });
  for (const over of [{ neg: true }, { exp: '2001-01-01T00:00:00Z' }]) {
    const author = { ...shy, labels: [{ ...label, ...over }] };
    expect((await shown({ posts: [post(author, 'open again')] })).text).toContain('open again');
  }
});

test('other answers are passed on as the very bytes that came, whatever they are', async () => {
  for (const json of ['{"n": 1.0, "posts":[]}', 'no json', '{"!no-unauthenticated": ']) {
    const { bytes, sent } = await shown(json);
    expect(bytes).toBe(sent);
  }
  const refused = await shown({ posts: [post(shy, 'x')] }, 400);
  expect(refused.bytes).toBe(refused.sent);
});

test('numbers beyond what JavaScript counts stay as they are', async () => {
  const { text } = await shown(`{"big":9007199254740993,"posts":[${JSON.stringify(post(shy, 'x'))}]}`);
  expect(text).toContain('"big":9007199254740993');
});
