import { steadyClock } from '../../atproto/steady-clock.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { liveFilterText, shownWatch } from '../../store/live/live-selectors.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import type { Watch } from '../../store/watch/watch-state.js';
import { sanitise } from '../../text/sanitise.js';
import { rowHits } from '../screen/picture.js';
import { isConnected } from '../screen/watch-status.js';
import { drawLive, liveHeader, liveInfo, liveViewport, spokenLines } from './live-lines.js';
import type { Part } from './one-of.js';

interface WatchSeen {
  readonly watch: Watch | undefined;
  readonly filter: string;
  readonly cursor: ListCursor;
  /** Accounts that are watched beside this one. */
  readonly others: number;
  readonly focused: boolean;
}

/** Who came and went of the followers of a watched account. */
export const watchPart: Part<WatchSeen> = {
  see: (state) => ({
    watch: shownWatch(state),
    filter: liveFilterText(state),
    cursor: state.liveCursor,
    others: state.watches.size - 1,
    focused: currentVisit(state).focus === 'live',
  }),
  title({ watch, filter, others }, _size, now) {
    if (!watch) return { name: 'Live' };
    const more = others > 0 ? ` · ${others} more watched` : '';
    return { name: nameOf(watch), info: `${liveInfo(watch, filter, now)}${more}` };
  },
  counts: ({ watch }) => watch !== undefined && !isConnected(watch),
  list: ({ watch, filter, cursor }, size) => watch && { cursor, viewport: liveViewport(watch, filter, size) },
  picture({ watch, filter, cursor, focused }, size) {
    if (!watch) return { lines: [], hits: () => [], spoken: () => ({ title: 'Live', lines: [] }) };
    const window = windowOf(cursor, liveViewport(watch, filter, size));
    return {
      lines: drawLive(watch, { cursor, focused, filter }, size),
      hits: () => rowHits(window, { y: liveHeader(watch, size), width: size.width }),
      spoken: () => ({
        role: 'list',
        title: sanitise(`${nameOf(watch)}, ${liveInfo(watch, filter, steadyClock.now())}`),
        lines: spokenLines(watch, filter, cursor).map(sanitise),
      }),
    };
  },
};

const nameOf = ({ repo }: Watch): string => `Live ── ${repo.startsWith('did:') ? repo : `@${repo}`}`;
