import type { Names } from '../../lenses/names.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import { shownTail } from '../../store/tail/tail-selectors.js';
import type { Tail } from '../../store/tail/tail-state.js';
import { currentVisit } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import type { CommandWords } from '../../text/sentence.js';
import { rowHits } from '../screen/picture.js';
import type { Part } from './one-of.js';
import { drawTail, eventCells, spokenEvents, tailHeader, tailInfo, tailViewport } from './tail-lines.js';

interface TailSeen {
  readonly tail: Tail | undefined;
  readonly cursor: ListCursor;
  readonly names: Names;
  readonly namesVersion: number;
  /** Accounts that are watched. */
  readonly watched: number;
  readonly focused: boolean;
  readonly words: CommandWords;
}

const NAME_CHARACTERS_MIN = 8;
/** Cells of a title beside name and info, its frame included. */
const AROUND_NAME_CELLS = 20;

/** Live events: of a repo, of a collection, or of the network. */
export const tailPart: Part<TailSeen> = {
  see: (state) => ({
    tail: shownTail(state),
    cursor: state.liveCursor,
    names: state.names,
    namesVersion: state.namesVersion,
    watched: state.watches.size,
    focused: currentVisit(state).focus === 'live',
    words: state.words,
  }),
  title({ tail, watched, words }, { width }) {
    if (!tail) return { name: 'Live' };
    const info = infoOf(tail, watched, words);
    // A long name would leave no room for what waits, or that it is paused.
    const room = Math.max(NAME_CHARACTERS_MIN, width - info.length - AROUND_NAME_CELLS);
    const name = tail.name.length > room ? `${tail.name.slice(0, room - 1)}…` : tail.name;
    return { name: `${kindOf(tail)} ── ${name}`, info };
  },
  list: ({ tail, cursor }, size) => tail && { cursor, viewport: tailViewport(tail, size) },
  picture({ tail, watched, ...seen }, size) {
    if (!tail) return { lines: [], hits: () => [], spoken: () => ({ title: 'Live', lines: [] }) };
    const window = windowOf(seen.cursor, tailViewport(tail, size));
    return {
      lines: drawTail(tail, seen, size),
      hits: () => rowHits(window, { y: tailHeader(tail, size), width: eventCells(tail, size) }),
      spoken: () => ({
        role: 'list',
        title: sanitise(`${kindOf(tail)} ── ${tail.name}, ${infoOf(tail, watched, seen.words)}`),
        lines: spokenEvents(tail, seen.names, seen.cursor),
      }),
    };
  },
};

const KINDS: Readonly<Record<Tail['kind'], string>> = { tail: 'Tail', stream: 'Stream', labels: 'Labels' };
const kindOf = ({ kind }: Tail): string => KINDS[kind];

const infoOf = (tail: Tail, watched: number, words: CommandWords): string =>
  `${tailInfo(tail, words)}${watched > 0 ? ` · ${watched} watched` : ''}`;
