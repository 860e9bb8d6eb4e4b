/** Collections that bsky.app has a page for, and the word that stands for them in its addresses. */
export const RECORD_PAGES: Readonly<Record<string, string>> = {
  post: 'app.bsky.feed.post',
  feed: 'app.bsky.feed.generator',
  lists: 'app.bsky.graph.list',
};

export const STARTER_PACK = 'app.bsky.graph.starterpack';

/** The page of an account at bsky.app, by its handle or DID. */
export const profilePage = (account: string): string => `https://bsky.app/profile/${escaped(account)}`;

/** The word of bsky.app for the pages of a collection's records. */
export const pageWord = (collection: string): string | undefined =>
  Object.keys(RECORD_PAGES).find((word) => RECORD_PAGES[word] === collection);

/** What shows a record in a browser: bsky.app where it has a page for it, else pdsls.dev. `account` is written at bsky.app. */
export function recordPage(
  { repo, collection, rkey }: { readonly repo: string; readonly collection: string; readonly rkey: string },
  account: string = repo,
): string {
  const word = pageWord(collection);
  if (word !== undefined) return `${profilePage(account)}/${word}/${rkey}`;
  if (collection === STARTER_PACK) return `https://bsky.app/starter-pack/${escaped(account)}/${rkey}`;
  if (collection === 'app.bsky.actor.profile' && rkey === 'self') return profilePage(account);
  return `${collectionPage(repo, collection)}/${rkey}`;
}

/** A collection at pdsls.dev. */
export const collectionPage = (repo: string, collection: string): string =>
  `https://pdsls.dev/at://${escaped(repo)}/${collection}`;

/** Of all that a handle, a DID or a record key may hold, only the percent sign means something else in a path. */
const escaped = (account: string): string => account.replaceAll('%', '%25');
