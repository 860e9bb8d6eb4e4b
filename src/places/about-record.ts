import { isNsid, isRecordKey } from '@atcute/lexicons/syntax';
import type { Sentence } from '../text/sentence.js';
import { type AccountContext, accountContext } from './about-account.js';
import type { AnyAddress } from './addresses.js';
import type { Listing } from './listing.js';
import type {
  Destination,
  ListingContext,
  PlaceCommand,
  PlaceKind,
  Selection,
  WebSide,
} from './place-kind.js';
import { recordUri } from './repo-addresses.js';
import { pageWord, recordPage } from './web-pages.js';

/** The address of a list about a record: `alice.test/app.bsky.feed.post/3k…/likes`. */
export interface AboutRecord<Kind extends string> {
  readonly kind: Kind;
  /** A handle or a DID. */
  readonly repo: string;
  readonly collection: string;
  readonly rkey: string;
}

/** A listing is made with the at-URI of the record, by the DID of its account. */
export type RecordContext = AccountContext & { readonly uri: string };

/** How to get to a list about a record. */
export interface RecordCommand extends Omit<PlaceCommand<AnyAddress>, 'to'> {
  /** The collections whose records have such a list. Default: every one. */
  readonly of?: string | readonly string[] | undefined;
  /** Said where none of them is selected. */
  readonly refusal: Sentence;
}

/** A kind whose addresses are a record and the kind's own name. */
export function aboutRecord<Kind extends string>({
  kind,
  word: name = kind,
  only,
  web,
  command,
  listing,
  prepare,
}: {
  readonly kind: Kind;
  /** What stands behind the record in its addresses. Default: the kind. */
  readonly word?: string | undefined;
  /** The collections whose records it may stand behind, where others make no sense. */
  readonly only?: string | readonly string[] | undefined;
  readonly web?: WebSide | undefined;
  readonly command?: RecordCommand | undefined;
  /** What it lists; undefined: `prepare` says so. */
  readonly listing?:
    | ((address: AboutRecord<Kind>, context: RecordContext) => Listing | undefined)
    | undefined;
  /** The same, where what lists it is loaded only when one goes there. It is told otherwise to each who asks. */
  readonly prepare?: ((address: AboutRecord<Kind>, context: RecordContext) => Promise<Listing>) | undefined;
}): PlaceKind<AboutRecord<Kind>> {
  return {
    kind,
    source: 'network',
    shows: 'list',
    behind: 'record',
    word: name,
    web,
    command: command && { ...command, to: (selection) => destination(kind, command, selection) },
    parse([repo, collection, rkey, word, ...more]) {
      if (word !== name || more.length > 0 || repo === undefined) return undefined;
      if (!isNsid(collection) || !isRecordKey(rkey)) return undefined;
      if (!isOneOf(only, collection)) {
        return { ok: false, reason: `/${name} follows a record of ${[only].flat().join(' or ')} only` };
      }
      return { ok: true, address: { kind, repo, collection, rkey } };
    },
    format: ({ repo, collection, rkey }) => `${repo}/${collection}/${rkey}/${name}`,
    parent: (address) => ({ ...address, kind: 'record' }),
    uri: recordUri,
    webPage(address, account) {
      const page = recordPage(address, account);
      const word = pageWord(address.collection);
      return web && word !== undefined && web.of?.includes(word) ? `${page}/${web.word}` : page;
    },
    account: ({ repo }) => repo,
    withAccount: (address, repo) => ({ ...address, repo }),
    collection: () => undefined,
    record: (address) => ({ ...address, kind: 'record' }),
    listed: (address) => address,
    steps: ({ collection, rkey }) => [collection, rkey, name],
    title: ({ rkey }, owner) => `${name} of ${owner} ${rkey}`,
    listing(address, given) {
      const context = recordContext(address, given);
      return context && listing?.(address, context);
    },
    ...(prepare && {
      dependsOnViewer: () => true,
      async prepare(address, given) {
        const context = recordContext(address, given);
        return context && (await prepare(address, context));
      },
    }),
  };
}

function recordContext(
  address: Omit<AboutRecord<string>, 'kind'>,
  given: ListingContext,
): RecordContext | undefined {
  const context = accountContext(given);
  return context && { ...context, uri: recordUri({ ...address, repo: context.did }) };
}

function destination<Kind extends string>(
  kind: Kind,
  { of, refusal }: RecordCommand,
  { record }: Selection,
): Destination<AboutRecord<Kind>> {
  return record && isOneOf(of, record.collection) ? { address: { ...record, kind } } : { refusal };
}

const isOneOf = (collections: string | readonly string[] | undefined, collection: string): boolean =>
  collections === undefined || [collections].flat().includes(collection);
