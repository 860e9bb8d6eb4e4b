import { stripVTControlCharacters } from 'node:util';
import type { JournalEntry } from '../../atproto/calls/journal.js';
import { keyedRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import type { State } from '../../store/state.js';
import type { Size } from '../screen/layout.js';
import { rowHits, withSelected } from '../screen/picture.js';
import type { View } from '../screen/view.js';
import { CALLS_HEADER_LINES, drawCalls } from './calls-lines.js';

interface CallsSeen {
  readonly calls: readonly JournalEntry[];
  /** How many more nobody asked for. */
  readonly hidden: number;
  readonly cursor: ListCursor;
}

/** What a screen reader hears: the newest calls, with everything about each. */
const spokenSize: Size = { width: 120, height: 21 };

/** The XRPC calls behind the screen, the newest at the bottom. */
export const callsView: View<'calls', CallsSeen> = {
  id: 'calls',
  stand: 'area',
  see: (state) => ({
    calls: shownCalls(state),
    hidden: state.calls.length - shownCalls(state).length,
    cursor: state.overlay?.kind === 'menu' ? state.overlay.cursor : atFirst,
  }),
  title: (seen) => ({ name: 'Calls', info: infoOf(seen) }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    const window = windowOf(seen.cursor, viewportOf(seen, size));
    return {
      lines: drawCalls(seen.calls, window, size),
      hits: () => rowHits(window, { y: CALLS_HEADER_LINES, width: size.width }),
      spoken() {
        const rows = windowOf(seen.cursor, viewportOf(seen, spokenSize));
        const lines = drawCalls(seen.calls, rows, spokenSize);
        const selected = lines[CALLS_HEADER_LINES + rows.position - rows.top] ?? '';
        const text = stripVTControlCharacters(selected).replace('▌', ' ').trim();
        return { role: 'table', title: 'Calls', lines: withSelected(rows, text, lines) };
      },
    };
  },
};

// On the newest the cursor stays with the newest as more come in.
const rowsOf = (calls: readonly JournalEntry[]) =>
  keyedRows(
    calls.map(({ id }) => String(id)),
    { follows: 'last' },
  );

const viewportOf = ({ calls }: Pick<CallsSeen, 'calls'>, { height }: Size) => ({
  rows: rowsOf(calls),
  height: Math.max(0, height - CALLS_HEADER_LINES),
});

function infoOf({ calls, hidden, cursor }: CallsSeen): string | undefined {
  const more = hidden === 0 ? [] : [`${hidden} in the background`];
  const at = calls.length === 0 ? [] : [`${positionOf(cursor, rowsOf(calls)) + 1} of ${calls.length}`];
  return [...at, ...more].join(' · ') || undefined;
}

const askedFor = new WeakMap<readonly JournalEntry[], readonly JournalEntry[]>();

/** The calls in the list: all, or those that somebody asked for. The same array for the same calls. */
function shownCalls({ calls, overlay }: Pick<State, 'calls' | 'overlay'>): readonly JournalEntry[] {
  if (overlay?.kind === 'menu' && overlay.background) return calls;
  let shown = askedFor.get(calls);
  if (!shown) {
    shown = calls.filter(({ isBackground }) => !isBackground);
    askedFor.set(calls, shown);
  }
  return shown;
}

/** The call that is open, or the one under the cursor of their list. */
export function selectedCall(state: State): JournalEntry | undefined {
  const { calls, overlay } = state;
  if (overlay?.kind === 'call') return calls.find(({ id }) => id === overlay.call);
  const shown = shownCalls(state);
  return overlay?.kind === 'menu' ? shown[positionOf(overlay.cursor, rowsOf(shown))] : undefined;
}
