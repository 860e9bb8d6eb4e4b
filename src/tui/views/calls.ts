import { stripVTControlCharacters } from 'node:util';
import type { JournalEntry } from '../../atproto/calls/journal.js';
import { keyedRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import { searchOf } from '../../store/search/search.js';
import type { State } from '../../store/state.js';
import { filterTerms, matchesTerms } from '../../text/match.js';
import type { Size } from '../screen/layout.js';
import { rowHits, withSelected } from '../screen/picture.js';
import type { View } from '../screen/view.js';
import { CALLS_HEADER_LINES, callCells, drawCalls } from './calls-lines.js';
import { filterText } from './list-title.js';

interface CallsSeen {
  readonly calls: readonly JournalEntry[];
  /** How many more nobody asked for. */
  readonly hidden: number;
  /** What narrows them. */
  readonly filter: string | undefined;
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
    hidden: state.calls.length - wantedCalls(state).length,
    filter: filterOf(state),
    cursor: state.overlay?.kind === 'menu' ? state.overlay.cursor : atFirst,
  }),
  title: (seen) => ({ name: 'Calls', info: infoOf(seen) }),
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture(seen, size) {
    const window = windowOf(seen.cursor, viewportOf(seen, size));
    return {
      lines: drawCalls(seen.calls, window, size, noneText(seen)),
      hits: () => rowHits(window, { y: CALLS_HEADER_LINES, width: size.width }),
      spoken() {
        const rows = windowOf(seen.cursor, viewportOf(seen, spokenSize));
        const lines = drawCalls(seen.calls, rows, spokenSize, noneText(seen));
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

const noneText = ({ filter }: CallsSeen): string | undefined =>
  filter === undefined ? undefined : 'no call matches the filter';

function infoOf({ calls, hidden, filter, cursor }: CallsSeen): string | undefined {
  const more = hidden === 0 ? [] : [`${hidden} in the background`];
  const at = calls.length === 0 ? [] : [`${positionOf(cursor, rowsOf(calls)) + 1} of ${calls.length}`];
  const narrowed = filter === undefined ? [] : [filterText(filter)];
  return [...narrowed, ...at, ...more].join(' · ') || undefined;
}

const askedFor = new WeakMap<readonly JournalEntry[], readonly JournalEntry[]>();

/** All calls, or those that somebody asked for. The same array for the same calls. */
function wantedCalls({ calls, overlay }: Pick<State, 'calls' | 'overlay'>): readonly JournalEntry[] {
  if (overlay?.kind === 'menu' && overlay.background) return calls;
  let shown = askedFor.get(calls);
  if (!shown) {
    shown = calls.filter(({ isBackground }) => !isBackground);
    askedFor.set(calls, shown);
  }
  return shown;
}

/** What narrows the list of the calls; undefined where nothing does. */
function filterOf(state: State): string | undefined {
  const text = state.overlay?.kind === 'menu' ? searchOf(state)?.text : undefined;
  return text === undefined || text.trim() === '' ? undefined : text;
}

const narrowedTo = new WeakMap<
  readonly JournalEntry[],
  { readonly filter: string; readonly shown: readonly JournalEntry[] }
>();

/** The calls in the list, those that the filter lets through. The same array for the same calls and filter. */
function shownCalls(state: State): readonly JournalEntry[] {
  const wanted = wantedCalls(state);
  const filter = filterOf(state);
  if (filter === undefined) return wanted;
  const known = narrowedTo.get(wanted);
  if (known?.filter === filter) return known.shown;
  const terms = filterTerms(filter);
  const shown = wanted.filter((entry) => matchesTerms(callCells(entry), terms));
  narrowedTo.set(wanted, { filter, shown });
  return shown;
}

/** The call that is open, or the one under the cursor of their list. */
export function selectedCall(state: State): JournalEntry | undefined {
  const { calls, overlay } = state;
  if (overlay?.kind === 'call') return calls.find(({ id }) => id === overlay.call);
  const shown = shownCalls(state);
  return overlay?.kind === 'menu' ? shown[positionOf(overlay.cursor, rowsOf(shown))] : undefined;
}
