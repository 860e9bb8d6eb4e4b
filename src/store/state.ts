import type { ProfileDetailed } from '../atproto/appview.js';
import type { JournalEntry } from '../atproto/calls/journal.js';
import type { HandleCheck, Identity } from '../atproto/identity/identity.js';
import type { RepoDescription } from '../atproto/repo-source.js';
import type { SessionAccount } from '../atproto/session/session.js';
import type { Address } from '../places/address.js';
import type { Listing, Names } from '../places/listing.js';
import type { Matches } from './filter.js';
import type { PagedRows, RowChange } from './paged-rows.js';
import type { Prompt } from './prompt.js';
import type { ListNews } from './tail/list-news.js';
import type { Tail } from './tail/tail-state.js';
import type { Watch } from './watch/watch-state.js';

/** Something that is fetched. `value` is kept while it loads again and after it failed. */
export interface Loadable<T> {
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly value: T | undefined;
  readonly error: unknown;
}

/** The panes, in the order of their numbers on screen. */
export const panes = ['profile', 'collections', 'list', 'record', 'live'] as const;
export type Pane = (typeof panes)[number];

/** Where the cursor of a scrolling pane is, and the first line that it shows. */
export interface Scroll {
  readonly selected: number;
  readonly top: number;
}

/** A place visited, with everything needed to come back to it as it was left. */
export interface Place {
  readonly id: number;
  /** Undefined for the start screen. */
  readonly address: Address | undefined;
  readonly focus: Pane;
  /** Which of list and record is shown where only one of them fits beside the left column. */
  readonly side: 'list' | 'record';
  /** Oldest first. */
  readonly reverse: boolean;
  /** The first line of the profile that is shown. */
  readonly profile: number;
  /** `selected` counts collections (not the headings between them); `top` counts drawn lines. */
  readonly collections: Scroll;
  /** `selected` is the index of a loaded row; `top` counts rows that pass the filter. */
  readonly list: Scroll;
  /** Both count the drawn rows of the JSON. */
  readonly record: Scroll;
  /** Logical lines of the record's JSON that are folded. */
  readonly folded: ReadonlySet<number>;
}

/** A profile as the AppView tells it, or the repository's own record where no AppView answered. */
export type ProfileView =
  | {
      readonly source: 'appview';
      readonly profile: ProfileDetailed;
      /** DID of the account that was signed in: the relations are its own. */
      readonly viewer?: string | undefined;
    }
  | {
      readonly source: 'repo';
      readonly record: unknown;
      /** Why the AppView was not the source. */
      readonly reason: unknown;
    };

export interface Account {
  /** The handle or DID by which it was first addressed. */
  readonly repo: string;
  readonly identity: Loadable<Identity>;
  readonly handle: Loadable<HandleCheck>;
  readonly profile: Loadable<ProfileView>;
  readonly description: Loadable<RepoDescription>;
}

export interface ListFilter {
  readonly text: string;
  /** Indexes of matching rows, growing in place while the rows are looked through. */
  readonly matches: Matches;
  /** Rows looked at so far. */
  readonly scanned: number;
}

/** A listing and what has been loaded of it. */
export interface ListState {
  readonly key: string;
  readonly address: Address;
  readonly reverse: boolean;
  /** Undefined until the account is resolved. */
  readonly listing: Listing | undefined;
  /** Grows in place; a new ListState object says that it did. */
  readonly rows: PagedRows<unknown>;
  readonly status: 'idle' | 'loading' | 'ready' | 'failed';
  readonly error: unknown;
  /** What the service gave to ask for the next page with. */
  readonly cursor: string | undefined;
  /** Nothing more will come. */
  readonly ended: boolean;
  /** Why loading stopped short, in words (a cursor that repeats …). */
  readonly note: string | undefined;
  readonly filter: ListFilter | undefined;
  /** It was answered to somebody else than who is signed in now; its place loads it again. */
  readonly stale?: boolean | undefined;
  /** What live events tell of its records and the rows do not show yet. Changes in place, as they do. */
  readonly news?: ListNews | undefined;
}

/** One record: the JSON of its value as sent. */
export interface RecordText {
  readonly uri: string;
  readonly cid: string | undefined;
  readonly json: string;
  /** What became of it since, by live events. */
  readonly change?: RowChange | undefined;
}

export interface CopyOption {
  readonly label: string;
  readonly text: string;
}

/** What lies over the panes and takes the keys. */
export type Overlay =
  | { readonly kind: 'help'; readonly top: number }
  | { readonly kind: 'goto'; readonly prompt: Prompt; readonly selected: number }
  /** `live`: it filters the live pane, and not the list. */
  | { readonly kind: 'filter'; readonly prompt: Prompt; readonly live?: boolean | undefined }
  | { readonly kind: 'copy'; readonly options: readonly CopyOption[]; readonly selected: number }
  | {
      readonly kind: 'calls';
      /** Id of the selected entry of the journal; undefined stays with the newest. */
      readonly selected: number | undefined;
      /** Id of the entry whose answer is open. */
      readonly open: number | undefined;
      /** First line shown of the open answer. */
      readonly top: number;
    }
  | SignInOverlay
  /** Who is signed in; behind them the public view, and one more sign-in. */
  | { readonly kind: 'accounts'; readonly selected: number };

/** Signing in, question by question. */
export interface SignInOverlay {
  readonly kind: 'sign-in';
  readonly step: 'who' | 'password' | 'code';
  /** The answer as typed. A password is here only until it is sent. */
  readonly prompt: Prompt;
  /** The answer to the first question. */
  readonly identifier: string;
  /** Host that gets the password, as far as it is known. */
  readonly host: string | undefined;
  readonly busy: boolean;
  /** What became of the last try: an error, or a sentence of its own. */
  readonly error: unknown;
}

export interface Notice {
  readonly text: string;
  readonly kind: 'info' | 'error';
  /** Why, told behind the text. */
  readonly error?: unknown;
}

/** A place of an earlier run or of this one. `address` is text that `parseAddress` takes. */
export interface Recent {
  readonly address: string;
  readonly title: string | undefined;
}

export interface State {
  /** The places visited; `[` and `]` walk along it. Never empty. */
  readonly places: readonly Place[];
  /** Index of the current place. */
  readonly at: number;
  /** By the handle or DID that addresses it; several may lead to the same Account. */
  readonly accounts: ReadonlyMap<string, Account>;
  readonly lists: ReadonlyMap<string, ListState>;
  /** Records fetched one by one, by at-URI as addressed. */
  readonly records: ReadonlyMap<string, Loadable<RecordText>>;
  readonly names: Names;
  /** Counts the changes of `names`. */
  readonly namesVersion: number;
  /** The accounts whose followers are watched, by DID. */
  readonly watches: ReadonlyMap<string, Watch>;
  /** Live events as they come; undefined where none are asked for. */
  readonly tail: Tail | undefined;
  /** What the live pane shows: the DID of a watch, or `tailInPane`; undefined where there is neither. */
  readonly live: string | undefined;
  /** Both count the lines of that watch (those that its filter keeps out, too), or the events shown of the tail. */
  readonly liveScroll: Scroll;
  /** What the lines of a watch are filtered by, and which one; it counts while the live pane shows that one. */
  readonly liveFilter: { readonly of: string; readonly text: string } | undefined;
  readonly overlay: Overlay | undefined;
  /** Who the client speaks as; undefined: nobody, with the public view. */
  readonly session: SessionAccount | undefined;
  /** Everybody who is signed in on this machine, by the time of sign-in. */
  readonly signedIn: readonly SessionAccount[];
  /**
   * The prompt of the start screen, and which line below it is selected: -1 the prompt itself, then the places visited, and last
   * the way to the accounts.
   */
  readonly start: { readonly prompt: Prompt; readonly selected: number };
  readonly zoomed: boolean;
  readonly notice: Notice | undefined;
  readonly recents: readonly Recent[];
  /** The calls made, newest last; refreshed while the `x` screen is open. */
  readonly calls: readonly JournalEntry[];
  /** Calls that a rate limit holds back now. */
  readonly waits: readonly JournalEntry[];
}
