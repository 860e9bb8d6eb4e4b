import type { Reading } from '../atproto/actor-syntax.js';
import type { AtClient } from '../atproto/client.js';
import type { Identity } from '../atproto/identity/identity.js';
import type { Sentence } from '../text/sentence.js';
import type { Address, AnyAddress } from './addresses.js';
import type { ArchiveCollectionAddress, ArchiveName } from './archives/archive-address.js';
import type { ArchiveFacts } from './archives/archive-facts.js';
import type { ArchiveServices } from './archives/find-archive.js';
import type { HistorySource } from './history.js';
import type { Listing } from './listing.js';
import type { CollectionAddress, RecordAddress } from './repo-addresses.js';

/** Where what a place shows comes from. The keys of the state carry it: an archive of an account and its live repository never meet. */
export type PlaceSource = 'network' | 'archive';

/** What a listing is made with. */
export interface ListingContext {
  readonly client: Pick<
    AtClient,
    | 'appview'
    | 'own'
    | 'repo'
    | 'blobs'
    | 'sessions'
    | 'preferences'
    | 'plcLog'
    | 'resolve'
    | 'checkHandle'
    | 'documentUrl'
    | 'service'
    | 'methods'
    | 'fetch'
    | 'services'
    | 'lexicons'
  >;
  /** What the account of the address resolved to; undefined where the address has none. */
  readonly identity: Identity | undefined;
  /** Why it did not, for a kind that can do without. */
  readonly unresolved?: unknown;
  /** The copies of repositories that are kept; undefined: none are. */
  readonly archives?: ArchiveServices['archives'];
  /** Who came and went while accounts were watched. */
  readonly history?: HistorySource | undefined;
}

/** What a command of a place may start from. */
export interface Selection {
  /** The account that the place is about; where it is about none, that of the selected row. */
  readonly account: string | undefined;
  /** The record that is selected or open, or that the place is about. */
  readonly record: RecordAddress | undefined;
  /** The collection of that record; where there is none, the one that is shown or selected. */
  readonly collection: string | undefined;
  /** The archive that the place is in. */
  readonly archive: ArchiveName | undefined;
  /** The account that is signed in, by its handle where it has one. */
  readonly viewer: string | undefined;
}

/** Where a command goes: to an address, to the `:` prompt for the rest of one, or nowhere, with the reason. */
export type Destination<A> =
  | { readonly address: A }
  | { readonly prompt: string }
  | { readonly refusal: Sentence };

/** How one gets to a place of a kind by key or by name. */
export interface PlaceCommand<A extends AnyAddress> {
  /** What settings name it by. Default: `place.` and the kind. */
  readonly id?: string | undefined;
  /** The word that `:` completes. Default: the kind. */
  readonly name?: string | undefined;
  readonly keys: readonly string[];
  readonly title: string;
  /** A word for the status bar. */
  readonly hint?: string | undefined;
  /** Whether it needs no place to start from. */
  readonly anywhere?: true | undefined;
  /** What may stand behind its name, in place of what is selected. */
  readonly takes?: 'account' | 'words' | undefined;
  /** What it does with what stands there. */
  titleWith?(argument: string): string;
  to(selection: Selection, argument?: string): Destination<A>;
}

/** The page of bsky.app that shows a place: that of the account or record that it is behind, and a word more. */
export interface WebSide {
  readonly word: string;
  /** For what is behind a record: the pages of bsky.app (`post`, `feed`) that have such a side. */
  readonly of?: readonly string[] | undefined;
}

/**
 * A kind of place: all that there is to know of it. A new one is a file in `kinds/` and a line in `registry.ts`; the `:` prompt, the
 * command line, breadcrumb, titles, web addresses, the copy menu and the commands ask it here.
 */
export interface PlaceKind<A extends AnyAddress> {
  readonly kind: A['kind'];
  readonly source: PlaceSource;
  /** What the middle of the screen shows: what the cursor of the contents is on, a list, or one record beside the list that it stands in. */
  readonly shows: 'contents' | 'list' | 'record';
  /** The words before a colon that its addresses begin with; undefined where they begin with an account. */
  readonly schemes?: readonly string[] | undefined;
  /** Its addresses are those of an account or of a record, and the name of the kind behind it. */
  readonly behind?: 'account' | 'record' | undefined;
  /** That name, where it is another than the kind: two kinds may share one, of which an address then has the one or the other. */
  readonly word?: string | undefined;
  /** A DID is enough: what the directory wrote down of an account can be read after it was given up. */
  readonly withoutIdentity?: true | undefined;
  readonly web?: WebSide | undefined;
  /** Whether the contents of an account name it: of every account, of one's own, or of those of others when signed in. */
  readonly contents?: 'every' | 'own' | 'others' | undefined;
  /** A third party is asked for it: the contents do not preview it when their cursor rests on it. */
  readonly onEnterOnly?: true | undefined;
  /**
   * What the contents of an archive say beside its name, which is that of its command; undefined where they do not name it.
   */
  inArchive?(facts: ArchiveFacts): string | undefined;
  /** How to get there; undefined where other commands lead there. */
  readonly command?: PlaceCommand<A> | undefined;

  /**
   * Reads what stands between the slashes of an address: first the account, in its one spelling, or with `schemes` all that follows the
   * colon and the word before it. Undefined where it is of another kind, a sentence where it is of this one and wrong. What follows a
   * colon may lead to a place of another kind.
   */
  parse(segments: readonly string[], scheme?: string): Reading<{ address: A | Address }> | undefined;
  /** The text of the address, which `parse` reads back as the same. */
  format(address: A): string;
  /** One step out. */
  parent(address: A): Address | undefined;
  /** The at-URI of it, or of the account or record that it is about. */
  uri(address: A): string | undefined;
  /** The https address that shows it in a browser. `account` is written instead of the address's own where bsky.app is meant. */
  webPage(address: A, account: string | undefined): string | undefined;
  /** The account that it is about, a handle or a DID as it was written. */
  account(address: A): string | undefined;
  /** The same place by another spelling of its account. */
  withAccount(address: A, account: string): A;
  /** The archive that it is in; of places of the network there is none. */
  archive?(address: A): ArchiveName;
  /** The collection whose records it shows. */
  collection(address: A): string | undefined;
  /** The record that it is, or is about. */
  record(address: A): RecordAddress | undefined;
  /** The place whose list stands in the list pane: its own, that of a record's collection, or none. */
  listed(address: A): A | CollectionAddress | ArchiveCollectionAddress | undefined;
  /** The steps of the breadcrumb that lead there from the account, or from the start where it has none. */
  steps(address: A): readonly string[];
  /** What its list is called. `owner` is the account that it is about, as one reads it. */
  title(address: A, owner: string): string;
  /** What it lists; undefined where it lists nothing. Does not throw and calls nobody: what fails, fails in `load`. */
  listing(address: A, context: ListingContext): Listing | undefined;
  /** Whether what it lists is told otherwise to each who asks, so that this has to be known before `prepare`. */
  dependsOnViewer?(address: A): boolean;
  /**
   * The same, where how it lists depends on what has to be waited for, as a lexicon does: it is asked in place of `listing`. Rejects with
   * an AbortError; what else fails, fails in `load` of what it gives.
   */
  prepare?(address: A, context: ListingContext, signal: AbortSignal): Promise<Listing | undefined>;
}
