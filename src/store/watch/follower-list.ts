import type { AppView } from '../../atproto/appview.js';
import { textField } from '../../text/json-fields.js';

export interface FollowerListSettings {
  /** Followers that are read at most, to the end of a page. */
  readonly limit: number;
  readonly signal: AbortSignal;
  /** Called with the followers of each page, and how many there are so far. */
  readonly onPage: (dids: readonly string[], loaded: number) => void;
}

export interface FollowerList {
  /** The newest first. */
  readonly dids: readonly string[];
  /** There are more than were read. */
  readonly isLimited: boolean;
}

/** Reads the list of an account's followers. A service that gives the same cursor twice is at its end. */
export async function readFollowerList(
  appview: Pick<AppView, 'getFollowers'>,
  did: string,
  { limit, signal, onPage }: FollowerListSettings,
): Promise<FollowerList> {
  const dids: string[] = [];
  const cursors = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await appview.getFollowers(did, cursor, { signal });
    const followers: string[] = [];
    for (let index = 0; index < page.items.length; index++) {
      const follower = textField(page.items.at(index)?.value(), 'did');
      if (follower !== undefined) followers.push(follower);
    }
    dids.push(...followers);
    cursor = page.cursor !== undefined && !cursors.has(page.cursor) ? page.cursor : undefined;
    if (cursor !== undefined) cursors.add(cursor);
    onPage(followers, dids.length);
  } while (cursor !== undefined && dids.length < limit);
  return { dids, isLimited: cursor !== undefined };
}
