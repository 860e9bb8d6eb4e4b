import type { RecordToValidate } from '../atproto/lexicons/validity.js';
import type { Column } from '../lenses/column.js';
import type { PictureRef } from '../lenses/head.js';
import type { LabelMark } from '../lenses/label-marks.js';
import type { Names } from '../lenses/names.js';
import type { Sentence } from '../text/sentence.js';
import type { Address } from './addresses.js';

/** Anything that can be asked for one row at a time; an array is one. */
export interface Rows<Item> {
  readonly length: number;
  at(index: number): Item | undefined;
  /** What is odd of them as a whole, in words. */
  readonly note?: Sentence | undefined;
  /** When more can be said of each of them than now: they are read again then. */
  readonly later?: Promise<unknown> | undefined;
  /** What they come to as a whole, in the words of a title. */
  readonly summary?: string | undefined;
}

/** One row, ready to be shown, filtered and copied. Text is as the network sent it: painting sanitises. */
export interface ListRow {
  /** One text for each column of the listing. */
  readonly cells: readonly string[];
  /** What Enter opens. */
  readonly opens: Address | undefined;
  readonly uri: string | undefined;
  /** What the JSON behind the row is, where that is another thing than what `uri` names. */
  readonly name?: string | undefined;
  readonly cid: string | undefined;
  /** What a screen reader hears in place of the cells. */
  readonly spoken?: string | undefined;
  /** What is wrong with it, as a sentence: it is marked. */
  readonly wrong?: string | undefined;
  /** It was so, and counts no longer: it is struck through. */
  readonly struck?: true | undefined;
  /** Labels of what it is of, as they stand in one of its cells: they are lit by how bad they are. */
  readonly labels?: readonly LabelMark[] | undefined;
  /** The account that the row speaks of. */
  readonly did: string | undefined;
  /** The picture that the row is of: it is drawn beside the list. */
  readonly picture?: PictureRef | undefined;
  /** What Enter shows beside each other, in place of what it opens. */
  readonly versions?: RowVersions | undefined;
}

/** Two versions of a record, as JSON, each with what it is called. */
export interface RowVersions {
  /** What they are versions of. */
  readonly name: string;
  readonly old: { readonly name: string; readonly json: string };
  readonly new: { readonly name: string; readonly json: string };
}

export interface LoadOptions {
  readonly signal: AbortSignal;
  /** Id of the order to ask for; undefined: the listing's first. */
  readonly order?: string | undefined;
  /** Rows that are wanted at most, where the pages that the service gives by itself are too large. */
  readonly limit?: number | undefined;
  /** Bytes that an answer may have; undefined: as many as any. */
  readonly answerMaxBytes?: number | undefined;
  /** Is told what a page has so far, in its order, by who takes long for it. Each takes the place of the one before, and the page that of all. */
  readonly onPart?: ((rows: Rows<unknown>) => void) | undefined;
}

/** An order in which a service gives a list. */
export interface Order {
  readonly id: string;
  /** As the title of the list says it. */
  readonly title: string;
}

export const NEWEST_FIRST: Order = { id: 'newest', title: 'newest first' };
/** What comes to be stands below all that was there. */
export const OLDEST_FIRST: Order = { id: 'oldest', title: 'oldest first' };

/** How many records a collection has of a day, or none of any. */
export interface DayCount {
  /** Of UTC: `2024-02-21`. */
  readonly day: string;
  /** Undefined where the day has no record. */
  readonly collection: string | undefined;
  readonly count: number;
}

/** Rows that have others below them, which are shown while they are unfolded. Changing that shows once the list is loaded anew. */
export interface Folds<Item = unknown> {
  /** Whether a row is one that can be folded. */
  has(item: Item): boolean;
  toggle(item: Item): void;
  foldAll(): void;
  unfoldAll(): void;
}

/** Anything that pages. The next thing that pages is one new file beside this one. */
export interface Listing<Item = unknown> {
  readonly address: Address;
  readonly columns: readonly Column[];
  /** The orders that the service knows, the usual one first; none where there is only one. */
  readonly orders: readonly Order[];
  /** Whether it answers each who asks in their own way. */
  readonly dependsOnViewer: boolean;
  /** Only the account that is signed in may see it: it is forgotten when another one signs in. */
  readonly isPrivate?: boolean | undefined;
  /** Its rows stand in the order of their record keys, and its cursor is one of them: it can begin at any, whether that is there or not. */
  readonly beginsAtKeys?: true | undefined;
  /** Key of the row that the cursor stands on at first; undefined: the first one. */
  readonly opensAt?: string | undefined;
  /** What is said where there is no row, in place of `nothing here`. */
  readonly empty?: Sentence | undefined;
  /** Words that its rows were looked for by, folded: they are lit in what people read. */
  readonly lit?: readonly string[] | undefined;
  load(
    cursor: string | undefined,
    options: LoadOptions,
  ): Promise<{ rows: Rows<Item>; cursor: string | undefined }>;
  row(item: Item, names: Names): ListRow;
  /**
   * What the item is told apart from others by, without making a row of it: its at-URI or DID. Stays the same for as long as it is the
   * same thing; two items may share it where a service lists one thing twice.
   */
  key(item: Item): string;
  /** Tells the item's content from what the same key held before; only records have it. */
  cid?(item: Item): string | undefined;
  /** The record that the item is, to be held against its lexicon; undefined where it could not be read. Only records have it. */
  record?(item: Item): RecordToValidate | undefined;
  /** DIDs of the row that a handle would read better for. */
  dids(item: Item): readonly string[];
  /** Where its rows are of days that follow one another: a calendar shows them. */
  day?(item: Item): DayCount;
  /** Where its rows stand below one another as in a tree. */
  readonly folds?: Folds<Item> | undefined;
  /** The JSON behind the row, as the service sent it. */
  json(item: Item): string;
  /** All that the service sent for the row, where `json` is a part of it. */
  whole?(item: Item): string;
  /** The call that gave it, for a shell; undefined before it was made. */
  curl?(): string | undefined;
  /** The JSON of the place as a whole, where it is one thing, whatever rows it has: what `cat` prints. */
  document?(options: Pick<LoadOptions, 'signal'>): Promise<string>;
}
