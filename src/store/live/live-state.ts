import type { ListCursor } from '../cursor/list-cursor.js';

/** What comes as it happens: the followers of a watched account, or the events of the tail. */
export type LiveSource = { readonly kind: 'watch'; readonly did: string } | { readonly kind: 'tail' };

export interface LiveState {
  /** What the live pane shows; undefined where nothing is watched or tailed. */
  readonly live: LiveSource | undefined;
  /** On a line of that watch, or on an event of the tail. */
  readonly liveCursor: ListCursor;
  /** What the lines of a watch are filtered by, and which one; it counts while the live pane shows that one. */
  readonly liveFilter: { readonly of: string; readonly text: string } | undefined;
}
