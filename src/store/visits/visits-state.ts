import type { RecentAccount } from '../../keep/recents.js';
import type { Address } from '../../places/address.js';
import type { DateSpan } from '../../text/date-span.js';
import type { ListCursor } from '../cursor/list-cursor.js';
import type { Marks } from '../lists/marks-state.js';
import type { Search } from '../search/search-state.js';

/** The panes, in the order of their numbers on screen. */
export const PANES = ['profile', 'collections', 'list', 'record', 'live'] as const;
export type Pane = (typeof PANES)[number];

/** One stay at a place, with everything needed to come back to it as it was left. */
export interface Visit {
  readonly id: number;
  /** Undefined for the start screen. */
  readonly address: Address | undefined;
  /** The place of the account whose list stands here in place of the own one: what the cursor of the contents rests on. */
  readonly preview: Address | undefined;
  readonly focus: Pane;
  /** Which of list and record is shown where only one of them fits beside the left column. */
  readonly side: 'list' | 'record';
  /** Id of the order that the list is asked for in; undefined: the usual one of its listing. */
  readonly order: string | undefined;
  /** The date that the list begins at; undefined: its beginning. */
  readonly start?: DateSpan | undefined;
  /** Where one is in each pane. The live pane is the same in all visits. */
  readonly cursors: Readonly<Record<Exclude<Pane, 'live'>, ListCursor>>;
  /** The rows of the list that are marked. */
  readonly marks?: Marks | undefined;
  /** Logical lines of the record's JSON that are folded. */
  readonly folded: ReadonlySet<number>;
  /** What the record is looked through for. */
  readonly search?: Search | undefined;
}

/** A place of an earlier run or of this one. `address` is text that `parseAddress` takes. */
export interface Recent {
  readonly address: string;
  readonly title: string | undefined;
  readonly account?: RecentAccount | undefined;
  /** Milliseconds since 1970; undefined where it is not known. */
  readonly at?: number | undefined;
}

export interface VisitsState {
  /** The visits before this one, oldest first. */
  readonly earlier: readonly Visit[];
  /** Where one is. */
  readonly visit: Visit;
  /** The visits that one came back from, nearest first. */
  readonly later: readonly Visit[];
  /** How many visits there ever were: the id of the newest. */
  readonly visited: number;
  readonly recents: readonly Recent[];
}
