import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { AtClient } from '../../atproto/client.js';
import { countText } from '../../text/count-text.js';
import { errorSentence } from '../../text/error-sentence.js';
import { field, textField } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';

/** A record of one's own that others may point to. */
export interface PointedTo {
  readonly did: string;
  readonly collection: string;
  /** Its at-URI, by the DID. */
  readonly uri: string;
}

type HangingDeps = Pick<AtClient, 'appview' | 'repo' | 'resolve'>;

const POST = 'app.bsky.feed.post';
const LIST = 'app.bsky.graph.list';
const LIST_ITEM = 'app.bsky.graph.listitem';

/** Milliseconds that whoever is asked before a deletion waits for: what is not known by then is said not to be. */
const LOOK_MAX_MS = 5_000;

const COUNTS = [
  ['reply', 'replies', 'replyCount'],
  ['quote', 'quotes', 'quoteCount'],
  ['repost', 'reposts', 'repostCount'],
  ['like', 'likes', 'likeCount'],
] as const;

/** Whether anything is known to hang on records of a collection. */
export const mayHaveHanging = (collection: string): boolean => collection === POST || collection === LIST;

/**
 * What points to a record and points to nothing once it is deleted, in a sentence: of a post what the AppView counts, of a list its members,
 * which are records of the same repository. What cannot be found out in time is said not to be known. Throws an AbortError, and nothing else.
 */
export async function hangingOn(
  client: HangingDeps,
  record: PointedTo,
  signal: AbortSignal,
): Promise<string> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(LOOK_MAX_MS)]);
  try {
    return record.collection === LIST
      ? await membersOf(client, record, inTime)
      : await countsOf(client, record, inTime);
  } catch (error) {
    if (signal.aborted) throw error;
    const why = inTime.aborted || isAbortError(error) ? 'nobody answered in time.' : errorSentence(error);
    return `What hangs on it is not known: ${why}`;
  }
}

async function countsOf({ appview }: HangingDeps, { uri }: PointedTo, signal: AbortSignal): Promise<string> {
  const view = (await appview.getPosts([uri], { signal })).at(0)?.value();
  if (view === undefined) return 'What hangs on it is not known: the AppView does not know the post.';
  const counts = COUNTS.flatMap(([one, many, member]) => {
    const count = numberOf(field(view, member)) ?? 0;
    return count === 0 ? [] : [counted(count, one, many)];
  });
  return counts.length === 0
    ? 'Nobody has answered, quoted, reposted or liked it.'
    : `${counts.join(', ')} of others stay, and point to nothing then.`;
}

async function membersOf(
  { repo, resolve }: HangingDeps,
  { did, uri }: PointedTo,
  signal: AbortSignal,
): Promise<string> {
  const source = repo(await resolve(did, { signal }));
  let count = 0;
  let cursor: string | undefined;
  let isWhole = false;
  while (!isWhole && !signal.aborted) {
    try {
      const page = await source.list(LIST_ITEM, cursor, { signal });
      for (let at = 0; at < page.items.length; at += 1) {
        if (textField(page.items.at(at)?.value(), 'value', 'list') === uri) count += 1;
      }
      isWhole = page.cursor === undefined || page.cursor === cursor;
      cursor = page.cursor;
    } catch (error) {
      // What was counted until then is more than nothing.
      if (count === 0) throw error;
      break;
    }
  }
  if (count === 0) return isWhole ? 'It has no members.' : 'How many members it has is not known.';
  const members = `${isWhole ? '' : 'At least '}${counted(count, 'member', 'members')}`;
  return `${members}: their records stay in your repository, and point to nothing then.`;
}

const counted = (count: number, one: string, many: string): string =>
  `${countText(count)} ${count === 1 ? one : many}`;
