import { setTimeout as wait } from 'node:timers/promises';
import { textField } from '../../text/json-fields.js';
import type { StoreContext } from '../context.js';
import type { NameBook } from '../names/names.js';
import { withHeard } from '../social/own-update.js';
import { withEntry } from '../with-entry.js';
import type { PostsState } from './posts-state.js';

/** How long a record is in sight before anything is asked for it: nobody waits for what one only passes. */
const REST_MS = 150;
/** The most at-URIs that one getPosts takes. */
const POSTS_PER_CALL = 25;
/** Numbers that are older are asked for anew. */
const HOLDS_MS = 5 * 60_000;
const POSTS_MAX = 500;

export interface PostsActions {
  /** Asks, once they rest, for the posts that the record in sight is and speaks of: these, and none asked for before. */
  wantPosts(uris: readonly string[]): void;
}

export const POSTS_TASK = 'posts';

/** What an AppView says of the posts in sight: their words and how often they were liked. */
export function createPosts(
  { client, tasks, get, set }: StoreContext,
  names: Pick<NameBook, 'learn'>,
): PostsActions {
  function remember(uris: readonly string[], views: ReadonlyMap<string, unknown>): void {
    const time = Date.now();
    set((state) => {
      let { posts }: PostsState = state;
      for (const uri of uris) posts = withEntry(posts, uri, { view: views.get(uri), time }, POSTS_MAX);
      const heard = [...views].map(([key, view]) => ({ key, view }));
      return { posts, ...withHeard(state, heard) };
    });
  }

  async function fetch(uris: readonly string[], signal: AbortSignal): Promise<void> {
    await wait(REST_MS, undefined, { signal });
    const views = new Map<string, unknown>();
    try {
      const items = await client.appview.getPosts(uris, { signal, isBackground: true });
      for (let index = 0; index < items.length; index++) {
        const view = items.at(index)?.value();
        const uri = textField(view, 'uri');
        if (uri !== undefined) views.set(uri, view);
      }
    } catch {
      // Words of other posts are a nicety: their addresses stand in their place, and the call is on the `x` screen.
      if (signal.aborted) return;
    }
    remember(uris, views);
    for (const view of views.values()) {
      const [did, handle] = [textField(view, 'author', 'did'), textField(view, 'author', 'handle')];
      if (did !== undefined && handle !== undefined) names.learn(did, handle);
    }
  }

  return {
    wantPosts(uris) {
      const { posts } = get();
      const oldest = Date.now() - HOLDS_MS;
      const missing = uris.filter((uri) => (posts.get(uri)?.time ?? 0) < oldest).slice(0, POSTS_PER_CALL);
      if (missing.length === 0) tasks.stop(POSTS_TASK);
      else void tasks.start(POSTS_TASK, (signal) => fetch(missing, signal));
    },
  };
}
