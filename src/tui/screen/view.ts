import type { Viewport } from '../../store/cursor/cursor-rows.js';
import type { ListCursor } from '../../store/cursor/list-cursor.js';
import type { Prompt } from '../../store/overlays/prompt.js';
import type { WantedPicture } from '../../store/pictures/pictures-state.js';
import type { State } from '../../store/state.js';
import type { Pane } from '../../store/visits/visits-state.js';
import type { Size } from './layout.js';
import type { Offers } from './offers.js';
import type { Picture } from './picture.js';
import type { SearchText } from './search-text.js';

/**
 * Where a view stands: in a pane of its own; on the whole screen before a place is open (`start`) or in place of the panes (`area`);
 * in a box over them; or nowhere but on the status line, where its prompt is typed.
 */
export type Stand = 'pane' | 'start' | 'area' | 'box' | 'status';

export interface ViewTitle {
  /** Text as the network sent it. */
  readonly name: string;
  /** More about it, as the network sent it: parts with ` · ` between them, of which the last go first. */
  readonly info?: string | undefined;
  /** What of that stands before it, and is not left out. */
  readonly kept?: string | undefined;
  readonly loading?: boolean | undefined;
}

/** The cursor of a view, and what of its rows is drawn. */
export interface ViewList {
  readonly cursor: ListCursor;
  readonly viewport: Viewport;
}

/** A box over the panes, its border included. One without height is not drawn. */
export interface ViewBox extends Size {
  readonly at: 'middle' | 'bottom';
}

/**
 * A pane or an overlay as a value: what of the state it shows (`see`), and everything that is drawn, moved through, clicked and
 * heard as functions of that. Sizes are what is within its border.
 */
export interface View<Id extends string = string, Seen extends object = object> {
  /** The name that commands give their keys to; of an overlay also that of its kind. */
  readonly id: Id;
  readonly stand: Stand;
  /** Letters are text there. */
  readonly isPrompt?: true | undefined;
  /** A click beside it does not close it, and leads nowhere: what was typed would be lost. */
  readonly isModal?: true | undefined;
  /** All that it is drawn from. It is drawn again when a member is another one: members come out of the state, and are not made here. */
  see(state: State, offers: Offers): Seen;
  /** `now` is in milliseconds since 1970. */
  title(seen: Seen, size: Size, now: number): ViewTitle;
  picture(seen: Seen, size: Size): Picture;
  /** The one place that knows how many rows are drawn: the picture shows them, and keys count with them. */
  list?(seen: Seen, size: Size): ViewList | undefined;
  /** It as a document that can be looked through; undefined where nothing is there to read. */
  search?(seen: Seen, size: Size): SearchText | undefined;
  /** How large its box wants to be in a screen of that size. */
  box?(seen: Seen, area: Size): ViewBox;
  /** What is typed on the status line, and the sign before it. */
  prompt?(seen: Seen): { readonly label: string; readonly prompt: Prompt };
  /** Whether its title counts the seconds. */
  counts?(seen: Seen): boolean;
  /** DIDs in sight that a handle would read better for. */
  wantedNames?(seen: Seen, size: Size): readonly string[];
  /** at-URIs of posts in sight of which a service would say more. */
  wantedPosts?(seen: Seen): readonly string[];
  /** Pictures in sight. */
  wantedPictures?(seen: Seen, size: Size): readonly WantedPicture[];
  /** A collection whose lexicon says how what is in sight reads. */
  wantedLens?(seen: Seen): string | undefined;
}

/** The views as the screen needs them. */
export interface ScreenViews {
  readonly panes: Readonly<Record<Pane, View>>;
  readonly start: View;
  /** What lies over the panes now. */
  overlay(state: State): View | undefined;
  /** What is typed on the status line now: of what lies over the panes, or a search in what is there. */
  typed(state: State): View | undefined;
}
