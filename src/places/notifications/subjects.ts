import type { AppView } from '../../atproto/appview.js';
import { atUriParts } from '../../atproto/at-uri.js';
import type { RawItems } from '../../atproto/calls/raw-items.js';
import { recordText } from '../../lenses/references.js';
import { cellText } from '../../text/cell-text.js';
import { POST_TEXT_CELL, postCells } from '../post-row.js';
import { viewKey } from '../views-listing.js';

/** The most at-URIs that one getPosts or getStarterPacks takes. */
const URIS_PER_CALL = 25;

const POST = 'app.bsky.feed.post';
const FEED = 'app.bsky.feed.generator';

/** What notifications are about, in words, as far as it is known. */
export interface Subjects {
  /** The text of a post, or what a feed is called; where nobody said which record it is. */
  text(uri: string | undefined): string;
  /** Asks for those of them that are not known yet. Resolves when there is no more to come; does not reject. */
  learn(uris: readonly string[], signal: AbortSignal): Promise<void>;
}

/** The records that notifications are about have only their at-URIs there: their words are asked for beside. */
export function createSubjects(appview: Pick<AppView, 'getPosts' | 'getFeedGenerators'>): Subjects {
  const texts = new Map<string, string>();

  async function learnPosts(uris: readonly string[], signal: AbortSignal): Promise<void> {
    const posts = await appview.getPosts(uris, { signal, isBackground: true });
    for (const post of valuesOf(posts)) texts.set(viewKey(post), postText(post));
  }

  async function learnFeeds(uris: readonly string[], signal: AbortSignal): Promise<void> {
    const feeds = await appview.getFeedGenerators(uris, { signal, isBackground: true });
    for (const { uri, title } of feeds) texts.set(uri, cellText(title));
  }

  return {
    text(uri) {
      if (uri === undefined) return '';
      const parts = atUriParts(uri);
      return texts.get(uri) ?? (parts ? cellText(recordText(parts)) : '');
    },
    async learn(uris, signal) {
      const missing = [...new Set(uris)].filter((uri) => !texts.has(uri));
      const of = (collection: string): readonly string[] =>
        missing.filter((uri) => atUriParts(uri)?.collection === collection);
      const feeds = of(FEED);
      const calls = inBatches(of(POST)).map((some) => learnPosts(some, signal));
      if (feeds.length > 0) calls.push(learnFeeds(feeds, signal));
      // The words of records are a nicety: what they are called stands in their place, and the call is on the `x` screen.
      await Promise.allSettled(calls);
    },
  };
}

const inBatches = (uris: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(uris.length / URIS_PER_CALL) }, (_, index) =>
    uris.slice(index * URIS_PER_CALL, (index + 1) * URIS_PER_CALL),
  );

function* valuesOf(items: RawItems): Generator<unknown> {
  for (let index = 0; index < items.length; index++) yield items.at(index)?.value();
}

/** What a post says, as a row of posts has it. */
export const postText = (post: unknown): string => postCells(post, () => undefined)[POST_TEXT_CELL] ?? '';
