import type { JournalEntry } from '../../atproto/calls/journal.js';
import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import type { Search } from '../../store/search/search-state.js';
import { sanitise } from '../../text/sanitise.js';
import type { Size } from '../screen/layout.js';
import { matchText } from '../screen/search-text.js';
import { litRows, type Sheet, SheetWriter } from '../screen/sheet.js';
import type { View } from '../screen/view.js';
import { callSheet } from './call-lines.js';
import { selectedCall } from './calls.js';
import { indented, withinMargins } from './indented.js';
import { drawText, rangeText } from './text-lines.js';

interface CallSeen {
  readonly call: JournalEntry | undefined;
  readonly cursor: ListCursor;
  readonly search?: Search | undefined;
}

const SPOKEN_CELLS = 100;

/** One of the calls, with its answer. */
export const callView: View<'call', CallSeen> = {
  id: 'call',
  stand: 'area',
  see: (state) => ({
    call: selectedCall(state),
    cursor: state.overlay?.kind === 'call' ? state.overlay.cursor : atFirst,
    search: state.overlay?.kind === 'call' ? state.overlay.search : undefined,
  }),
  title: (seen, size) => ({
    name: seen.call?.nsid ?? 'Call',
    kept: matchText(seen.search, sheetAt(seen, size)),
    info: rangeText(windowAt(seen, size)),
  }),
  search: sheetAt,
  list: ({ call, cursor }, size) => ({ cursor, viewport: viewportOf(call, size) }),
  picture(seen, size) {
    const { call } = seen;
    const room = withinMargins(size);
    const { lines } = sheetAt(seen, size);
    return {
      lines: indented(litRows(drawText(lines, windowAt(seen, size), room), seen.search?.text)),
      hits: () => [],
      spoken: () => ({
        title: `Call ${sanitise(call?.nsid ?? '')}`,
        lines: sheetOf(call, SPOKEN_CELLS).lines.slice(0, room.height),
      }),
    };
  },
};

function sheetOf(call: JournalEntry | undefined, width: number): Sheet {
  if (call) return callSheet(call, width);
  const gone = 'This call is not kept any more.';
  const sheet = new SheetWriter();
  sheet.add(gone, [gone.slice(0, width).padEnd(width)]);
  return sheet;
}

function sheetAt({ call }: CallSeen, size: Size): Sheet {
  return sheetOf(call, withinMargins(size).width);
}

function viewportOf(call: JournalEntry | undefined, size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(sheetOf(call, width).lines.length), height };
}

const windowAt = ({ call, cursor }: CallSeen, size: Size) => windowOf(cursor, viewportOf(call, size));
