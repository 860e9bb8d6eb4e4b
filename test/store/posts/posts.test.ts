import { expect, test } from 'vitest';
import { createPosts, type PostsActions } from '../../../src/store/posts/posts.js';
import type { State } from '../../../src/store/state.js';
import { Tasks } from '../../../src/store/tasks.js';
import { rawItemsFromValues } from '../../support/rows/raw-items-from-values.js';
import { stateOf } from '../../support/screen/screen-fixtures.js';
import { waitUntil } from '../../support/wait-until.js';

const did = 'did:plc:bobbobbobbobbobbobbobbob';
const uriOf = (key: string): string => `at://${did}/app.bsky.feed.post/${key}`;

interface Asked {
  readonly uris: readonly string[];
  readonly signal: AbortSignal;
}

/** The posts of a store whose AppView answers by `answer`, and what it was asked. */
function openPosts(answer: (asked: Asked) => Promise<readonly unknown[]>) {
  let state: State = stateOf();
  const asked: Asked[] = [];
  const learnt: string[] = [];
  const told = new Set<() => void>();
  function say(): void {
    for (const tell of told) tell();
  }
  async function getPosts(uris: readonly string[], { signal }: { signal: AbortSignal }) {
    asked.push({ uris, signal });
    say();
    return rawItemsFromValues([...(await answer({ uris, signal }))]);
  }
  const context = {
    client: { appview: { getPosts } },
    tasks: new Tasks(),
    get: () => state,
    set(change: (state: State) => Partial<State>) {
      state = { ...state, ...change(state) };
      say();
    },
  } as unknown as Parameters<typeof createPosts>[0];
  const posts: PostsActions = createPosts(context, { learn: (_, handle) => void learnt.push(handle) });
  const until = (what: string, holds: () => boolean): Promise<void> =>
    waitUntil({
      what,
      holds,
      subscribe(check) {
        told.add(check);
        return () => told.delete(check);
      },
      found: () => JSON.stringify(asked.map(({ uris }) => uris)),
    });
  return { ...posts, asked, learnt, until, known: () => state.posts };
}

const viewOf = (uri: string): unknown => ({ uri, author: { did, handle: 'bob.test' }, likeCount: 3 });

test('asks once for the posts that rest in sight, in one call, and learns their authors', async () => {
  const posts = openPosts(async ({ uris }) => uris.slice(0, 1).map(viewOf));
  posts.wantPosts([uriOf('a'), uriOf('b')]);
  await posts.until('what was said of both', () => posts.known().size === 2);
  expect(posts.asked.map(({ uris }) => uris)).toEqual([[uriOf('a'), uriOf('b')]]);
  expect(posts.known().get(uriOf('a'))?.view).toMatchObject({ likeCount: 3 });
  expect(posts.known().get(uriOf('b'))?.view).toBeUndefined();
  expect(posts.learnt).toEqual(['bob.test']);

  // What is known, or known not to be known, is not asked for again.
  posts.wantPosts([uriOf('a'), uriOf('b')]);
  posts.wantPosts([uriOf('a'), uriOf('c')]);
  await posts.until('c', () => posts.known().has(uriOf('c')));
  expect(posts.asked.slice(1).map(({ uris }) => uris)).toEqual([[uriOf('c')]]);
});

test('asks for nothing that is only passed', async () => {
  const posts = openPosts(async ({ uris }) => uris.map(viewOf));
  posts.wantPosts([uriOf('a')]);
  posts.wantPosts([]);
  posts.wantPosts([uriOf('b')]);
  posts.wantPosts([uriOf('c')]);
  await posts.until('c', () => posts.known().has(uriOf('c')));
  expect(posts.asked.map(({ uris }) => uris)).toEqual([[uriOf('c')]]);
});

test('leaving a record ends what was asked for it, and it is asked for again when one comes back', async () => {
  const posts = openPosts(({ uris, signal }) =>
    posts.asked.length > 1
      ? Promise.resolve(uris.map(viewOf))
      : new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
  );
  posts.wantPosts([uriOf('a')]);
  await posts.until('a question', () => posts.asked.length === 1);
  posts.wantPosts([]);
  expect(posts.asked[0]?.signal.aborted).toBe(true);
  expect(posts.known().size).toBe(0);
  posts.wantPosts([uriOf('a')]);
  await posts.until('an answer', () => posts.known().has(uriOf('a')));
});

test('what fails is not asked for again and again', async () => {
  const posts = openPosts(() => Promise.reject(new Error('no')));
  posts.wantPosts([uriOf('a')]);
  await posts.until('that it failed', () => posts.known().has(uriOf('a')));
  posts.wantPosts([uriOf('a')]);
  posts.wantPosts([uriOf('b')]);
  await posts.until('that it failed', () => posts.known().has(uriOf('b')));
  expect(posts.asked.map(({ uris }) => uris)).toEqual([[uriOf('a')], [uriOf('b')]]);
});
