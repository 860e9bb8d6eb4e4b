import type { LinksPage } from '../../atproto/backlinks/backlinks.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import type { RawItem, RawItems } from '../../atproto/calls/raw-items.js';
import { textField } from '../../text/json-fields.js';
import type { Address } from '../addresses.js';
import { type Listing, type LoadOptions, OLDEST_FIRST } from '../listing.js';
import { titlesOf } from '../preferences/titles.js';
import { backlinksOf, type LinksClient, linksSummary, mustHave } from './backlinks-of.js';
import { accountRows, otherRows, recordRows } from './link-rows.js';
import type { LinkVia } from './link-via.js';
import { curlOf } from './links-listing.js';

/** Each of them is asked for its name. */
const OTHERS_ROWS = 40;

/** What is listed of the links of one source: to what, which, and by whom that is known. */
interface Linking {
  readonly address: Address;
  readonly target: string;
  readonly via: LinkVia;
  readonly client: LinksClient;
}

/** The links of one source: the records, the accounts that have them, or what else the records link to. */
export function linkingListing({ address, target, via, client }: Linking): Listing<RawItem> {
  const { source, side } = via;
  const backlinks = backlinksOf(client);
  const asked = { target, source };
  /** Whichever order was asked for last is the one whose call is copied. */
  let oldestFirst = false;
  const titles = new Map<string, string | null>();

  async function page(cursor: string | undefined, options: LoadOptions): Promise<LinksPage> {
    const at = mustHave(backlinks);
    if (side === 'accounts') return await at.accounts(asked, cursor, options);
    if (side !== 'records') {
      const limit = Math.min(options.limit ?? OTHERS_ROWS, OTHERS_ROWS);
      return await at.others({ ...asked, path: side.to }, cursor, { ...options, limit });
    }
    oldestFirst = options.order === OLDEST_FIRST.id;
    return await at.records({ ...asked, oldestFirst }, cursor, options);
  }

  /** What is not known of names in the end is read as it is. */
  async function named(items: RawItems, signal: AbortSignal): Promise<void> {
    const subjects = Array.from({ length: items.length }, (_, at) =>
      textField(items.at(at)?.value(), 'subject'),
    );
    try {
      const found = await titlesOf(
        subjects.filter((one) => one !== undefined),
        client.appview,
        { signal },
      );
      for (const [subject, title] of found) titles.set(subject, title);
    } catch (error) {
      if (!isAbortError(error)) throw error;
    }
  }

  function callUrl(): string | undefined {
    if (side === 'records') return backlinks?.recordsUrl({ ...asked, oldestFirst });
    if (side === 'accounts') return backlinks?.accountsUrl(asked);
    return backlinks?.othersUrl({ ...asked, path: side.to });
  }

  return {
    address,
    ...(side === 'records' ? recordRows : side === 'accounts' ? accountRows : otherRows(titles)),
    dependsOnViewer: false,
    async load(cursor, options) {
      const { items, cursor: next, total } = await page(cursor, options);
      const { length, note } = items;
      const summary = linksSummary(mustHave(backlinks).host, total, source);
      const later = typeof side === 'object' ? named(items, options.signal) : undefined;
      return { rows: { length, at: (index) => items.at(index), note, summary, later }, cursor: next };
    },
    json: (item) => item.text(),
    curl() {
      const url = callUrl();
      return url === undefined ? undefined : curlOf(url);
    },
  };
}
