import { isAbortError } from '../calls/abort-error.js';
import type { CallOptions } from '../calls/call-options.js';
import type { RawItem } from '../calls/raw-items.js';
import type { Service } from '../service.js';

/** The most that a labeler gives in one page. */
const PAGE_LABELS = 250;
/** Pages of one answer: a labeler that never comes to an end is no reason to wait for ever. */
const PAGES_MAX = 20;

export interface QueriedLabels {
  readonly items: readonly RawItem[];
  /** Why there may be more, as a sentence; undefined where this is all. */
  readonly note: string | undefined;
}

/**
 * All that a labeler says of what is asked for: exact at-URIs and DIDs, or beginnings of them with a `*` (com.atproto.label.queryLabels). The pages
 * of a labeler may repeat labels (bluesky-social/atproto#4328), of which each is given once, and the last may name a cursor. Throws as `Service.query` where
 * nothing came; what fails later is told in the note.
 */
export async function queryLabels(
  service: Service,
  uriPatterns: readonly string[],
  options: CallOptions = {},
): Promise<QueriedLabels> {
  const items = new Map<string, RawItem>();
  const cursors = new Set<string>();
  const { host } = service.origin;
  const end = (note?: string): QueriedLabels => ({ items: [...items.values()], note });
  let cursor: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    try {
      const reply = await service.query(
        'com.atproto.label.queryLabels',
        { uriPatterns, limit: PAGE_LABELS, cursor },
        options,
      );
      const page = reply.page('labels');
      for (let index = 0; index < page.items.length; index++) {
        const item = page.items.at(index);
        if (item !== undefined) items.set(item.text(), item);
      }
      if (page.cursor === undefined) return end();
      if (cursors.has(page.cursor)) return end(`${host} goes round in circles: these may not be all labels`);
      cursors.add(page.cursor);
      cursor = page.cursor;
    } catch (error) {
      if (isAbortError(error) || options.signal?.aborted || pages === 0) throw error;
      return end(`${host} did not give all of its labels`);
    }
  }
  return end(`${host} has more labels than are read here`);
}
