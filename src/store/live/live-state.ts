import type { Scroll } from '../scroll.js';

export interface LiveState {
  /** What the live pane shows: the DID of a watch, or `tailInPane`; undefined where there is neither. */
  readonly live: string | undefined;
  /** Both count the lines of that watch (those that its filter keeps out, too), or the events shown of the tail. */
  readonly liveScroll: Scroll;
  /** What the lines of a watch are filtered by, and which one; it counts while the live pane shows that one. */
  readonly liveFilter: { readonly of: string; readonly text: string } | undefined;
}
