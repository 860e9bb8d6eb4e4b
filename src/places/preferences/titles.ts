import { isDid } from '@atcute/lexicons/syntax';
import type { AppView } from '../../atproto/appview.js';
import { atUriParts } from '../../atproto/at-uri.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { CallOptions } from '../../atproto/calls/call-options.js';
import { XrpcError } from '../../atproto/calls/xrpc-error.js';

export type TitleSource = Pick<AppView, 'getFeedGenerators' | 'getList' | 'getProfiles'>;

/** Lists are asked for one by one: nobody has more of them in the menu. */
const LISTS_MAX = 40;

/**
 * What feeds, lists and accounts are called, by the at-URIs and DIDs given; null for those that the AppView does not know. What could
 * not be asked is left out: names are a nicety, and the call that failed is on the `x` screen. Rejects with an AbortError only.
 */
export async function titlesOf(
  references: readonly string[],
  appview: TitleSource,
  options: CallOptions,
): Promise<ReadonlyMap<string, string | null>> {
  const dids = references.filter(isDid);
  const inCollection = (collection: string): readonly string[] =>
    references.filter((reference) => atUriParts(reference)?.collection === collection);
  const feeds = inCollection('app.bsky.feed.generator');
  const lists = inCollection('app.bsky.graph.list').slice(0, LISTS_MAX);
  const titles = new Map<string, string | null>();
  const asked = await Promise.allSettled([
    named(feeds, titles, async () => {
      const found = await appview.getFeedGenerators(feeds, { ...options, isBackground: true });
      return found.map(({ uri, title, handle }) => [uri, titleOf(title, handle)]);
    }),
    named(dids, titles, async () => {
      const found = await appview.getProfiles(dids, { ...options, isBackground: true });
      return found.map(({ did, displayName, handle }) => [did, titleOf(displayName ?? '', handle)]);
    }),
    ...lists.map((uri) =>
      named([uri], titles, async () => {
        const { title, handle } = await appview.getList(uri, { ...options, isBackground: true });
        return [[uri, titleOf(title, handle)]];
      }),
    ),
  ]);
  const aborted = asked.find((one) => one.status === 'rejected' && isAbortError(one.reason));
  if (aborted?.status === 'rejected') throw aborted.reason;
  return titles;
}

async function named(
  references: readonly string[],
  titles: Map<string, string | null>,
  ask: () => Promise<[string, string][]>,
): Promise<void> {
  if (references.length === 0) return;
  try {
    const found = await ask();
    for (const reference of references) titles.set(reference, null);
    for (const [reference, title] of found) titles.set(reference, title);
  } catch (error) {
    // What the AppView says of a list that it does not know.
    if (!(error instanceof XrpcError && error.status === 400)) throw error;
    for (const reference of references) titles.set(reference, null);
  }
}

function titleOf(title: string, handle: string | undefined): string {
  const who = handle === undefined ? '' : `@${handle}`;
  return [title.trim(), who].filter((part) => part !== '').join(' · ');
}
