import { field } from '../../text/json-fields.js';
import { numberOf } from '../../text/written-json.js';
import type { RawPage } from '../appview.js';
import type { CallOptions, PageOptions } from '../calls/call-options.js';
import { scanObject } from '../calls/json-scan.js';
import type { Reply } from '../calls/reply.js';
import { reworded } from '../calls/reworded-error.js';
import { queryString } from '../calls/xrpc.js';
import { XrpcError } from '../calls/xrpc-error.js';
import type { AtClient } from '../client.js';
import type { ServiceParams } from '../service.js';
import { type LinkCount, readLinkCounts } from './link-counts.js';
import type { LinkSource } from './link-source.js';

/** The most that the published lexicons allow; the code of the service takes more (microcosm-rs `constellation/src/server/mod.rs`). */
const PAGE_ROWS = 100;
const PAGE_MAX_BYTES = 1024 * 1024;
/** Ten thousand names, and more, fit into it. */
const COUNTS_MAX_BYTES = 4 * 1024 * 1024;

/** Which links are meant: to what, from where. */
export interface LinksAsked {
  /** A DID, the at-URI of a record, or any other URI. */
  readonly target: string;
  readonly source: LinkSource;
}

/** A page of links; `total` is how many there are in all, where the service says so. */
export interface LinksPage extends RawPage {
  readonly total: number | undefined;
}

/** A call: what it asks, and how that is written in an address. */
interface LinksQuery {
  readonly nsid: string;
  readonly params: ServiceParams;
}

/** Who knows what refers to what: a Constellation (github.com/at-microcosm/microcosm-rs, `constellation`). */
export interface Backlinks {
  readonly host: string;
  /** How many links there are, by collection and path, and the answer as it was sent. No query replaces `/links/all`, which is deprecated. */
  counts(
    target: string,
    options: CallOptions,
  ): Promise<{ readonly counts: readonly LinkCount[]; readonly json: string }>;
  /** The address of that call. */
  countsUrl(target: string): string;
  /** Items are `{did, collection, rkey}`, the newest first. */
  records(
    asked: LinksAsked & { readonly oldestFirst: boolean },
    cursor: string | undefined,
    options: PageOptions,
  ): Promise<LinksPage>;
  recordsUrl(asked: LinksAsked & { readonly oldestFirst: boolean }): string;
  /** Items are DIDs, each once. */
  accounts(asked: LinksAsked, cursor: string | undefined, options: PageOptions): Promise<LinksPage>;
  accountsUrl(asked: LinksAsked): string;
  /** What else the linking records link to at a path: items are `{subject, total, distinct}`. */
  others(
    asked: LinksAsked & { readonly path: string },
    cursor: string | undefined,
    options: PageOptions,
  ): Promise<LinksPage>;
  othersUrl(asked: LinksAsked & { readonly path: string }): string;
}

/** The backlinks at an origin that the user has set. Its calls throw as `Xrpc.query`. */
export function backlinksAt(
  { fetch, service }: Pick<AtClient, 'fetch' | 'service'>,
  origin: string,
): Backlinks {
  const at = new URL(origin);
  const { host } = at;
  const asked = service(at, 'configured');
  const urlOf = ({ nsid, params }: LinksQuery) => new URL(`/xrpc/${nsid}${queryString(params)}`, at).href;

  async function page(
    { nsid, params }: LinksQuery,
    members: readonly string[],
    cursor: string | undefined,
    { limit, signal }: PageOptions,
  ): Promise<LinksPage> {
    try {
      const reply = await asked.query(
        nsid,
        { ...params, limit: limit === undefined ? PAGE_ROWS : Math.min(limit, PAGE_ROWS), cursor },
        { signal, answerMaxBytes: PAGE_MAX_BYTES },
      );
      return { ...reply.page(memberOf(reply, members)), total: totalOf(reply) };
    } catch (error) {
      throw inWords(error);
    }
  }

  return {
    host,
    async counts(target, options) {
      const nsid = 'links/all';
      const answer = await fetch(countsUrl(at, target), {
        ...options,
        nsid,
        policy: 'configured',
        answerMaxBytes: COUNTS_MAX_BYTES,
      });
      const { status } = answer;
      if (status !== 200) {
        const message = `${host} answered ${status}`;
        throw inWords(new XrpcError({ failure: 'status', service: host, nsid, status, message }));
      }
      const links = field(answer.json(), 'links');
      if (links === undefined) {
        const message = `${host} does not say what refers to this: its answer has no links`;
        throw new XrpcError({ failure: 'malformed', service: host, nsid, message, tellsAll: true });
      }
      return { counts: readLinkCounts(links), json: answer.text() };
    },
    countsUrl: (target) => countsUrl(at, target),
    // `backlinks` is what hydrant has in its place (hydrant.klbr.net).
    records: (of, cursor, options) => page(recordsQuery(of), ['records', 'backlinks'], cursor, options),
    recordsUrl: (of) => urlOf(recordsQuery(of)),
    accounts: (of, cursor, options) => page(accountsQuery(of), ['linking_dids'], cursor, options),
    accountsUrl: (of) => urlOf(accountsQuery(of)),
    others: (of, cursor, options) => page(othersQuery(of), ['counts_by_other_subject'], cursor, options),
    othersUrl: (of) => urlOf(othersQuery(of)),
  };
}

const countsUrl = (at: URL, target: string): string =>
  new URL(`/links/all${queryString({ target })}`, at).href;

const recordsQuery = ({
  target,
  source,
  oldestFirst,
}: LinksAsked & { readonly oldestFirst: boolean }): LinksQuery => ({
  nsid: 'blue.microcosm.links.getBacklinks',
  params: { subject: target, source, reverse: oldestFirst ? true : undefined },
});

const accountsQuery = ({ target, source }: LinksAsked): LinksQuery => ({
  nsid: 'blue.microcosm.links.getBacklinkDids',
  params: { subject: target, source },
});

const othersQuery = ({ target, source, path }: LinksAsked & { readonly path: string }): LinksQuery => ({
  nsid: 'blue.microcosm.links.getManyToManyCounts',
  params: { subject: target, source, pathToOther: path },
});

/** The first of the members that the answer has; where it has none, the first, so that it is named in what is said. */
function memberOf(reply: Reply, members: readonly string[]): string {
  reply.json();
  const has = scanObject(reply.bytes)?.members;
  return members.find((member) => has?.has(member)) ?? members[0] ?? '';
}

const totalOf = (reply: Reply): number | undefined => numberOf(field(reply.json(), 'total'));

/** The service says nothing of why it refuses: its errors have no body. */
function inWords(error: unknown): unknown {
  if (!(error instanceof XrpcError) || error.failure !== 'status') return error;
  const { service, status } = error;
  const answered = `${service} answered ${status}`;
  if (status === 400) {
    return reworded(
      error,
      `${answered}: it takes this target, this collection and path, or this page for none.`,
    );
  }
  if (status === 401 || status === 404 || status === 501) {
    return reworded(
      error,
      `${answered}: it does not say what refers to what. Is it a Constellation, as the setting backlinks names one?`,
    );
  }
  if (status === 500) {
    return reworded(error, `${answered} without saying why: it could not look up what refers to this.`);
  }
  return error;
}
