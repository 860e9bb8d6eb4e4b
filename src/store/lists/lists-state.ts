import type { Address } from '../../places/address.js';
import type { Listing } from '../../places/listing.js';
import type { Pager } from '../../places/pager.js';
import type { DateSpan } from '../../text/date-span.js';
import type { Sentence } from '../../text/sentence.js';
import type { ListNews } from '../tail/list-news.js';
import type { Matches } from './matches.js';
import type { PagedRows } from './paged-rows.js';

export interface ListFilter {
  readonly text: string;
  /** Indexes of matching rows, growing in place while the rows are looked through. */
  readonly matches: Matches;
  /** Rows looked at so far. */
  readonly scanned: number;
  /** Of them, those that were to be held against a lexicon that nobody here knows: they do not match. */
  readonly unknown?: number | undefined;
  /** The user stopped loading further pages for it. */
  readonly isHalted?: boolean | undefined;
}

/** A listing and what has been loaded of it. */
export interface ListState {
  readonly key: string;
  readonly address: Address;
  /** Id of the order that it is asked for in; undefined: the usual one of its listing. */
  readonly order: string | undefined;
  /** The date that it begins at; undefined: its beginning. */
  readonly start?: DateSpan | undefined;
  /** Whether that is oldest first, so that what is new stands below. */
  readonly reverse: boolean;
  /** Undefined until the account is resolved. */
  readonly listing: Listing | undefined;
  /** Grows in place; a new ListState object says that it did. */
  readonly rows: PagedRows<unknown>;
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  /** Asks for its pages; there with the listing. Moves on in place, as the rows do. */
  readonly pager?: Pager | undefined;
  /** Nothing more will come. */
  readonly ended: boolean;
  /** Why loading stopped short, in words (a cursor that repeats …). */
  readonly note: Sentence | undefined;
  /** What the rows come to as a whole, in the words of its title. */
  readonly summary?: string | undefined;
  readonly filter: ListFilter | undefined;
  /** Its rows are what the first page has so far; `halted`: the user stopped what looks for the rest. */
  readonly part?: 'coming' | 'halted' | undefined;
  /** It was answered to somebody else than who is signed in now; its place loads it again. */
  readonly stale?: boolean | undefined;
  /** What live events tell of its records and the rows do not show yet. Changes in place, as they do. */
  readonly news?: ListNews | undefined;
}

export interface ListsState {
  readonly lists: ReadonlyMap<string, ListState>;
}
