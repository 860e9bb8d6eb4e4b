import { isDid, isNsid } from '@atcute/lexicons/syntax';
import type { StreamFilter } from '../../atproto/streams/event-stream.js';

/**
 * Reads what stands behind `:stream`: NSIDs, prefixes of them that end in `.*`, and DIDs, with spaces or commas between
 * them. Anything else gives a sentence that says what would be accepted.
 */
export function readStreamFilter(
  text: string,
): { readonly ok: true; readonly filter: StreamFilter } | { readonly ok: false; readonly reason: string } {
  const collections: string[] = [];
  const dids: string[] = [];
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    if (isDid(word)) dids.push(word);
    else if (isNsid(word) || (word.endsWith('.*') && isNsid(`${word.slice(0, -1)}a.a`))) {
      collections.push(word);
    } else
      return {
        ok: false,
        reason: `“${word}” is not a collection (app.bsky.feed.post), a prefix (app.bsky.*) or a DID.`,
      };
  }
  return { ok: true, filter: { collections, dids } };
}

/** A filter as `readStreamFilter` reads it. */
export const streamFilterText = ({ collections, dids }: StreamFilter): string =>
  [...collections, ...dids].join(' ');
