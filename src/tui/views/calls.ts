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
  readonly cursor: ListCursor;
}

/** What a screen reader hears: the newest calls, with everything about each. */
const spokenSize: Size = { width: 120, height: 21 };

/** The XRPC calls behind the screen, the newest at the bottom. */
export const callsView: View<'calls', CallsSeen> = {
  id: 'calls',
  stand: 'area',
  see: ({ calls, overlay }) => ({
    calls,
    cursor: overlay?.kind === 'menu' ? overlay.cursor : atFirst,
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

const infoOf = ({ calls, cursor }: CallsSeen): string | undefined =>
  calls.length === 0 ? undefined : `${positionOf(cursor, rowsOf(calls)) + 1} of ${calls.length}`;

/** The call that is open, or the one under the cursor of their list. */
export function selectedCall({ calls, overlay }: State): JournalEntry | undefined {
  if (overlay?.kind === 'call') return calls.find(({ id }) => id === overlay.call);
  return overlay?.kind === 'menu' ? calls[positionOf(overlay.cursor, rowsOf(calls))] : undefined;
}
