import type { BrowserLevel } from '../../atproto/session/session.js';
import type { KeptArchive } from '../../keep/archives.js';
import type { Address } from '../../places/address.js';
import type { ArchiveName } from '../../places/archives/archive-address.js';
import type { RecordAddress } from '../../places/repo-addresses.js';
import type { Sentence } from '../../text/sentence.js';
import type { ListCursor } from '../cursor/list-cursor.js';
import type { HandedText } from '../hand-over/handed-text.js';
import type { Loadable } from '../loadable.js';
import type { PostOverlay } from '../posting/posting-state.js';
import type { RecordText } from '../records/records-state.js';
import type { Search } from '../search/search-state.js';
import type { BrowserOpening, SignInOverlay, SignInWayOverlay } from '../session/session-state.js';
import type { ReportOverlay, SocialListsOverlay, SocialOverlay } from '../social/social-state.js';
import type { MethodFormOverlay } from '../xrpc/form-state.js';
import type { Prompt } from './prompt.js';

/** What a thing to copy is, which its letter in the menu goes by. */
export type CopyId =
  | 'uri'
  | 'did'
  | 'handle'
  | 'rkey'
  | 'cid'
  | 'text'
  | 'json'
  | 'value'
  | 'path'
  | 'curl'
  | 'web'
  | 'address'
  | 'ndjson'
  | 'csv';

export interface CopyOption {
  readonly id: CopyId;
  readonly label: string;
  /** What is long is made when it is copied. */
  readonly text: string | (() => string);
}

/** What has nothing of its own but its cursor, and shows what the state holds anyway: help, the calls, the accounts. */
export interface MenuOverlay {
  readonly kind: 'menu';
  /** Which view draws it. */
  readonly view: string;
  readonly cursor: ListCursor;
  /** What it is looked through for, where it is a document; what narrows it, where it is the calls. */
  readonly search?: Search | undefined;
  /** Of the calls: those that nobody asked for are shown, too. */
  readonly background?: boolean | undefined;
  /** Of the accounts: DID of the one that is asked about before it is signed out. */
  readonly asks?: string | undefined;
}

export interface GotoOverlay {
  readonly kind: 'goto';
  readonly prompt: Prompt;
  readonly cursor: ListCursor;
  /** The file that was found to be there when rows were to be written into it: it was asked whether they go over it. */
  readonly writesOver?: string | undefined;
}

export interface FilterOverlay {
  readonly kind: 'filter';
  readonly prompt: Prompt;
  /** It filters the live pane, and not the list. */
  readonly live?: boolean | undefined;
}

/** What can be copied of what was selected when it was opened: below it events may go on. */
export interface CopyOverlay {
  readonly kind: 'copy';
  readonly options: readonly CopyOption[];
  readonly cursor: ListCursor;
}

/** One of the calls, with its answer. */
export interface CallOverlay {
  readonly kind: 'call';
  /** Id of the entry of the journal. */
  readonly call: number;
  readonly cursor: ListCursor;
  readonly search?: Search | undefined;
  /** What it was opened from: closing it leads back there. */
  readonly below: MenuOverlay;
}

/** One of two versions, with what it is called: it is here already, or it is that which the records of the state hold. */
export type Version = { readonly name: string } & (
  | { readonly record: Loadable<RecordText> }
  | { readonly address: RecordAddress }
);

/** Two versions beside each other: a record as a live event brought it and as it is now, in an archive and in another, two records. */
export interface DiffOverlay {
  readonly kind: 'diff';
  /** What they are versions of. */
  readonly name: string;
  readonly old: Version;
  readonly new: Version;
  /** The place of the record; undefined where they are two. */
  readonly opens: Address | undefined;
  /** The new one is written where one says so: what there is to know before. */
  readonly proposes?: readonly Sentence[] | undefined;
  readonly cursor: ListCursor;
  /** The difference that one has stepped to, counted from 0. */
  readonly change?: number | undefined;
  readonly search?: Search | undefined;
}

/** A command for what was shown when it was opened. */
export interface PipeOverlay {
  readonly kind: 'pipe';
  readonly prompt: Prompt;
  readonly text: HandedText;
  /** What it was opened over. */
  readonly below: Overlay | undefined;
}

/** Words that all records of an archive are searched for. */
export interface FindOverlay {
  readonly kind: 'find';
  readonly of: ArchiveName;
  readonly prompt: Prompt;
  /** Why what was typed cannot be looked for; undefined once it is changed. */
  readonly reason: string | undefined;
}

/** Copies that are to be deleted, before they are. */
export interface DeleteOverlay {
  readonly kind: 'delete';
  readonly copies: readonly KeptArchive[];
  readonly cursor: ListCursor;
}

/** A record that was changed while it was edited: as it was, as it is now, and as it was typed. */
export interface ConflictOverlay {
  readonly kind: 'conflict';
  readonly name: string;
  /** JSON of each. */
  readonly base: string;
  readonly now: string;
  readonly typed: string;
  readonly cursor: ListCursor;
}

/** A number that is typed before many changes are made. */
export interface CountOverlay {
  readonly kind: 'count';
  readonly expects: number;
  /** What is done: `delete 312 records`. */
  readonly verb: string;
  readonly prompt: Prompt;
  /** Makes them. */
  go(): void;
}

/** A question before something is done: what it is, and what can be answered. */
export interface AskOverlay {
  readonly kind: 'ask';
  /** A few words: `Undo?` */
  readonly title: string;
  /** What it is about, each on lines of its own. */
  readonly about: readonly Sentence[];
  /** The first one does nothing. */
  readonly choices: readonly { readonly key: string; readonly title: string }[];
  readonly cursor: ListCursor;
  /** Is called with the key of the choice, once the question is gone. */
  answer(key: string): void;
}

/** A sign-in that a person finishes in the browser. */
export interface BrowserSignInOverlay {
  readonly kind: 'sign-in-browser';
  /**
   * `asking`: the server is asked for the address; `waiting`: for what the person does there; `finishing`: the address that the browser
   * ended at was pasted and is being used; `ended`: it came to nothing.
   */
  readonly stage: 'asking' | 'waiting' | 'finishing' | 'ended';
  /** Who signs in; empty: whoever does so in the browser. */
  readonly identifier: string;
  readonly level: BrowserLevel;
  /** Host that asks for the password; that of the account until it is known. */
  readonly host: string | undefined;
  /** What the browser opens. */
  readonly url: string | undefined;
  readonly browser: BrowserOpening;
  /** Until nobody waits any more, in steps. */
  readonly secondsLeft: number;
  /** The address that the browser ended at, as pasted: a secret is in it, and it is here only until it is used. */
  readonly prompt: Prompt;
  /** What was wrong with what was pasted, or why it ended. */
  readonly error: unknown;
  /** Where leaving it leads. */
  readonly back: Overlay | undefined;
  /** Where it leads once somebody is signed in: to what waited for it. */
  readonly after: Overlay | undefined;
}

/** What a sign-in for reading was refused, and the offer to sign in for writing, too. */
export interface WriteLevelOverlay {
  readonly kind: 'write-level';
  readonly sentence: Sentence;
  /** What the write was typed or confirmed in; it is there again after the sign-in, and where that is left. */
  readonly below: Overlay | undefined;
}

/** What lies over the panes and takes the keys. */
export type Overlay =
  | AskOverlay
  | ConflictOverlay
  | CountOverlay
  | MenuOverlay
  | GotoOverlay
  | FilterOverlay
  | CopyOverlay
  | CallOverlay
  | DeleteOverlay
  | DiffOverlay
  | FindOverlay
  | MethodFormOverlay
  | BrowserSignInOverlay
  | SignInOverlay
  | SignInWayOverlay
  | PostOverlay
  | WriteLevelOverlay
  | ReportOverlay
  | SocialListsOverlay
  | SocialOverlay
  | PipeOverlay;

export interface OverlaysState {
  readonly overlay: Overlay | undefined;
}
