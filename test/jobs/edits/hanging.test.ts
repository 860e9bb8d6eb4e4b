import { expect, test } from 'vitest';
import { rawItemFromText } from '../../../src/atproto/calls/raw-items.js';
import type { AtClient } from '../../../src/atproto/client.js';
import { hangingOn } from '../../../src/jobs/edits/hanging.js';

const POST = 'app.bsky.feed.post';
const LIST = 'app.bsky.graph.list';
const DID = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const LIST_URI = `at://${DID}/${LIST}/3jzfcijpj2z2a`;

type Hanging = Pick<AtClient, 'appview' | 'repo' | 'resolve'>;

const items = (values: readonly unknown[]) => ({
  length: values.length,
  at: (index: number) => (index < values.length ? rawItemFromText(JSON.stringify(values[index])) : undefined),
});

const never = (): never => expect.fail('asked for');

function postSeen(views: readonly unknown[] | Error): Hanging {
  async function getPosts() {
    if (views instanceof Error) throw views;
    return items(views);
  }
  return { appview: { getPosts }, repo: never, resolve: never } as unknown as Hanging;
}

/** A list whose items come in pages; an error in place of a page breaks it off. */
function listWith(pages: readonly (readonly string[] | Error)[]): Hanging {
  async function list(_: string, cursor = '0') {
    const page = pages[Number(cursor)]!;
    if (page instanceof Error) throw page;
    const next = Number(cursor) + 1;
    const values = page.map((uri) => ({ uri: 'at://x', cid: 'c', value: { list: uri } }));
    return { items: items(values), cursor: next < pages.length ? String(next) : undefined };
  }
  return { appview: never, repo: () => ({ list }), resolve: async () => ({}) } as unknown as Hanging;
}

const signal = new AbortController().signal;
const ofPost = (client: Hanging) =>
  hangingOn(client, { did: DID, collection: POST, uri: `at://${DID}/${POST}/3jzfcijpj2z2a` }, signal);
const ofList = (client: Hanging) => hangingOn(client, { did: DID, collection: LIST, uri: LIST_URI }, signal);

test.each([
  [
    { replyCount: 1, quoteCount: 2, repostCount: 0, likeCount: 1200 },
    '1 reply, 2 quotes, 1,200 likes of others stay, and point to nothing then.',
  ],
  [{ replyCount: 0, likeCount: 'many' }, 'Nobody has answered, quoted, reposted or liked it.'],
])('of a post it is what the AppView counts: %o', async (view, sentence) => {
  expect(await ofPost(postSeen([view]))).toBe(sentence);
});

test('what is not known is said not to be', async () => {
  expect(await ofPost(postSeen([]))).toMatch(/^What hangs on it is not known: the AppView does not know/);
  expect(await ofPost(postSeen(new Error('It broke')))).toMatch(/^What hangs on it is not known: .*It broke/);
  expect(await ofList(listWith([new Error('It broke')]))).toMatch(/^What hangs on it is not known: .*broke/);
});

test.each([
  [[[LIST_URI, 'at://other'], [LIST_URI]], '2 members: their records stay'],
  [[[LIST_URI]], '1 member: their records stay'],
  [[[LIST_URI], new Error('It broke')], 'At least 1 member: their records stay'],
  [[['at://other']], 'It has no members.'],
])('of a list it is its members, from all pages: %#', async (pages, sentence) => {
  expect(await ofList(listWith(pages))).toContain(sentence);
});

test('who stops asking hears nothing', async () => {
  const stopped = new AbortController();
  const silent = {
    appview: {
      getPosts: (_: unknown, options: { signal: AbortSignal }) =>
        new Promise((_done, fail) => {
          options.signal.addEventListener('abort', () => fail(options.signal.reason));
        }),
    },
  } as unknown as Hanging;
  const asked = hangingOn(silent, { did: DID, collection: POST, uri: 'at://x' }, stopped.signal);
  stopped.abort();
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
});
