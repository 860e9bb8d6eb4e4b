import type { Authoriser, XrpcAnswer } from './authoriser.js';
import { queryString } from './query-string.js';
import { XrpcError } from './xrpc-error.js';

/**
 * Sends queries. A page that is larger than an answer may be is asked for again with half as many rows, down to one. The pages
 * of that list stay smaller, and grow again by twice with each that fits. Throws the `too-large` XrpcError of what has no `limit`, and of one
 * row that is too large by itself.
 */
export function smallerPages(authoriser: Authoriser) {
  /** Rows of the next page, by list. Holds those alone that had a page too large. */
  const rowsOf = new Map<string, number>();

  return async (nsid: string, params: object, signal: AbortSignal | undefined): Promise<XrpcAnswer> => {
    const wanted = 'limit' in params && typeof params.limit === 'number' ? params.limit : undefined;
    const list = `${nsid}${queryString({ ...params, limit: undefined, cursor: undefined })}`;
    let limit = wanted && Math.min(wanted, rowsOf.get(list) ?? wanted);
    for (;;) {
      const path = `/xrpc/${nsid}${queryString(limit === undefined ? params : { ...params, limit })}`;
      try {
        const answer = await authoriser.send({ nsid, method: 'GET', path, signal });
        if (wanted !== undefined && limit !== undefined && rowsOf.has(list)) {
          if (limit * 2 < wanted) rowsOf.set(list, limit * 2);
          else rowsOf.delete(list);
        }
        return answer;
      } catch (error) {
        const isTooLarge = error instanceof XrpcError && error.failure === 'too-large';
        if (!isTooLarge || limit === undefined || limit <= 1) throw error;
        limit = Math.floor(limit / 2);
        rowsOf.set(list, limit);
      }
    }
  };
}
