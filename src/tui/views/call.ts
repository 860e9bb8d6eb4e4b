import type { JournalEntry } from '../../atproto/calls/journal.js';
import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { sanitise } from '../../text/sanitise.js';
import type { Size } from '../screen/layout.js';
import type { View } from '../screen/view.js';
import { callLines } from './call-lines.js';
import { selectedCall } from './calls.js';
import { indented, withinMargins } from './indented.js';
import { drawText, rangeText } from './text-lines.js';

interface CallSeen {
  readonly call: JournalEntry | undefined;
  readonly cursor: ListCursor;
}

const SPOKEN_CELLS = 100;

/** One of the calls, with its answer. */
export const callView: View<'call', CallSeen> = {
  id: 'call',
  stand: 'area',
  see: (state) => ({
    call: selectedCall(state),
    cursor: state.overlay?.kind === 'call' ? state.overlay.cursor : atFirst,
  }),
  title: (seen, size) => ({ name: seen.call?.nsid ?? 'Call', info: rangeText(windowAt(seen, size)) }),
  list: ({ call, cursor }, size) => ({ cursor, viewport: viewportOf(call, size) }),
  picture(seen, size) {
    const { call } = seen;
    const room = withinMargins(size);
    return {
      lines: indented(drawText(linesOf(call, room.width), windowAt(seen, size), room)),
      hits: () => [],
      spoken: () => ({
        title: `Call ${sanitise(call?.nsid ?? '')}`,
        lines: linesOf(call, SPOKEN_CELLS).slice(0, room.height),
      }),
    };
  },
};

const linesOf = (call: JournalEntry | undefined, width: number): readonly string[] =>
  call ? callLines(call, width) : ['This call is not kept any more.'.slice(0, width).padEnd(width)];

function viewportOf(call: JournalEntry | undefined, size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(linesOf(call, width).length), height };
}

const windowAt = ({ call, cursor }: CallSeen, size: Size) => windowOf(cursor, viewportOf(call, size));
