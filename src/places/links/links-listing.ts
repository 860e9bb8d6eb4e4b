import { sourceParts } from '../../atproto/backlinks/link-source.js';
import { isAbortError } from '../../atproto/calls/abort-error.js';
import { toCurl } from '../../atproto/calls/curl.js';
import { cellText } from '../../text/cell-text.js';
import { countText } from '../../text/count-text.js';
import { errorSentence } from '../../text/error-sentence.js';
import type { Address } from '../addresses.js';
import type { Listing } from '../listing.js';
import { appviewCounts } from './appview-counts.js';
import { backlinksOf, type LinksClient, linksSummary, mustHave } from './backlinks-of.js';
import { type CountedLinks, countedLinks } from './counted-links.js';
import type { LinkTarget } from './link-target.js';
import type { LinkVia } from './link-via.js';

/** Units of a name that a stranger chose. */
const SOURCE_MAX_CHARACTERS = 300;

const columns = [
  { title: 'what', width: 28, drop: 0 },
  { title: 'records', width: 11, drop: 0 },
  { title: 'accounts', width: 11, drop: 3 },
  { title: 'AppView', width: 20, drop: 2 },
  { title: 'collection and path', width: 0, drop: 1 },
];

/** What links are counted of. */
export interface CountedOf {
  readonly address: Address;
  readonly target: LinkTarget;
  readonly client: LinksClient;
  /** What the AppView counts: an account, or records of a collection; undefined where it counts no such thing. */
  readonly counted: { readonly collection: string | undefined } | undefined;
  /** The place of the links of a source. */
  readonly via: (via: LinkVia) => Address;
}

/** Who refers to something, by collection and path, each with how many there are; what an AppView counts stands beside it. */
export function linksListing({
  address,
  target: { target, named },
  client,
  counted,
  via,
}: CountedOf): Listing<CountedLinks> {
  const backlinks = backlinksOf(client);

  /** What the AppView says, or why it says nothing: the links are told without it. */
  async function viewed(signal: AbortSignal): Promise<{ readonly view?: unknown; readonly note?: string }> {
    if (counted === undefined) return {};
    try {
      return { view: await appviewCounts(client.appview, { target, ...counted }, signal) };
    } catch (error) {
      if (isAbortError(error)) throw error;
      return { note: `Without the counts of the AppView. ${errorSentence(error)}` };
    }
  }

  return {
    address,
    columns,
    orders: [],
    dependsOnViewer: false,
    empty: 'Nothing that is indexed refers to this.',
    async load(_cursor, { signal }) {
      const at = mustHave(backlinks);
      const [{ counts }, { view, note }] = await Promise.all([at.counts(target, { signal }), viewed(signal)]);
      const rows = countedLinks(counts, named, view);
      const total = counts.reduce((sum, { records }) => sum + (records ?? 0), 0);
      return {
        rows: {
          length: rows.length,
          at: (index) => rows[index],
          note,
          summary: linksSummary(at.host, total),
        },
        cursor: undefined,
      };
    },
    row({ count, named: link, appview: beside }) {
      const { source, records, accounts } = count;
      return {
        cells: [
          link?.words ?? cellText(sourceParts(source).collection, SOURCE_MAX_CHARACTERS),
          records === undefined ? '?' : countText(records),
          accounts === undefined ? '?' : countText(accounts),
          beside,
          cellText(source, SOURCE_MAX_CHARACTERS),
        ],
        opens: via({ source, side: link?.to === undefined ? 'records' : { to: link.to } }),
        uri: undefined,
        name: 'links',
        cid: undefined,
        did: undefined,
      };
    },
    key: ({ count }) => count.source,
    dids: () => [],
    json: ({ count }) => count.json,
    curl: () => backlinks && curlOf(backlinks.countsUrl(target)),
    document: async ({ signal }) => (await mustHave(backlinks).counts(target, { signal })).json,
  };
}

/** A call that anybody may make, for a shell. */
export const curlOf = (url: string): string =>
  toCurl({ method: 'GET', url, headers: { accept: 'application/json' }, sent: undefined });
