import type { Names } from '../../lenses/names.js';
import type { Address } from '../../places/address.js';
import { kindOf } from '../../places/kind-of.js';
import { collectionsOf } from '../../store/accounts/accounts-selectors.js';
import { currentArchive } from '../../store/archives/archives-selectors.js';
import { selectedContent } from '../../store/contents/selected-content.js';
import type { ListCursor } from '../../store/cursor/list-cursor.js';
import { currentList } from '../../store/lists/lists-selectors.js';
import type { ListState } from '../../store/lists/lists-state.js';
import { marksOf } from '../../store/lists/marked-rows.js';
import type { Marks } from '../../store/lists/marks-state.js';
import { cachedRow } from '../../store/lists/row-cache.js';
import { shownSource } from '../../store/mirrors/mirrors-selectors.js';
import type { State } from '../../store/state.js';
import { currentVisit, shownPlace } from '../../store/visits/visits-selectors.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { rowHits } from '../screen/picture.js';
import { palette } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { withCalendar } from './calendar.js';
import { drawList, type ListPicture, listViewport } from './list-lines.js';
import { keptInfo, listInfo, listName, moreInfo } from './list-title.js';
import { listWindow } from './list-window.js';
import type { Part } from './one-of.js';
import { padded } from './padded.js';
import { joined } from './text-lines.js';

interface ListSeen {
  readonly list: ListState | undefined;
  readonly cursor: ListCursor;
  readonly names: Names;
  readonly namesVersion: number;
  readonly focused: boolean;
  /** The record that the place is, beside the list. */
  readonly beside: Address | undefined;
  readonly marks: Marks | undefined;
  readonly words: CommandWords;
  readonly named: boolean;
  /** The mirror that it is from; undefined: whoever has it anyway. */
  readonly source: string | undefined;
  /** It is not known yet what the place lists. */
  readonly isWaiting: boolean;
  /** What the cursor of the contents is on is shown on Enter only. */
  readonly isOnEnter: boolean;
}

const ON_ENTER = say`{key:open.collection} asks a service that is neither the account's own nor the AppView.`;

/** The line of column titles. */
const HEADER_LINES = 1;

/** The listing of the current place: records of a collection, followers, follows, likes. */
const rowsPart: Part<ListSeen> = {
  see(state) {
    const visit = currentVisit(state);
    const { cursors, focus, marks } = visit;
    const address = shownPlace(visit);
    const isContents = address !== undefined && kindOf(address).shows === 'contents';
    // What the contents of a place are stands beside it, with why they are not there.
    const list = isContents && !visit.preview ? undefined : currentList(state);
    const content = isContents && !list ? selectedContent(state) : undefined;
    const isOnEnter = content !== undefined && kindOf(content).onEnterOnly === true;
    return {
      list,
      marks: list && marksOf(list, marks),
      cursor: cursors.list,
      names: state.names,
      namesVersion: state.namesVersion,
      focused: focus === 'list',
      beside: address && kindOf(address).shows === 'record' ? address : undefined,
      isWaiting:
        isContents && !visit.preview && !isOnEnter && currentArchive(state)?.facts.status !== 'failed',
      isOnEnter,
      words: state.words,
      named: isNamed(state),
      source: shownSource(state),
    };
  },
  title({ list, cursor, marks, names, words, isWaiting, source }, size) {
    if (!list) return { name: 'List', loading: isWaiting };
    return {
      name: listName(list.address, names),
      kept: joined(source, keptInfo(list, marks)),
      info: moreInfo(list, listWindow(list, cursor, listViewport(list, words, size).height), words),
      loading: list.status === 'loading',
    };
  },
  list: ({ list, cursor, words }, size) => list && { cursor, viewport: listViewport(list, words, size) },
  picture({ list, ...seen }, size) {
    if (!list) {
      const said = seen.isOnEnter ? spell(ON_ENTER, seen.words) : '';
      const lines = wrap(said, Math.max(1, size.width - 2)).map((line) =>
        padded(palette.dim, line, size.width),
      );
      return { lines, hits: () => [], spoken: () => ({ title: 'List', lines: said === '' ? [] : [said] }) };
    }
    const drawn = drawList({ list, ...seen }, size);
    return {
      lines: drawn.lines,
      hits: () => rowHits(drawn.window, { y: HEADER_LINES, width: size.width }),
      spoken: () => ({
        role: 'list',
        title: `${sanitise(listName(list.address, seen.names))}, ${sanitise(joined(seen.source, listInfo(list, drawn.window, seen.words, seen.marks)) ?? '')}`,
        lines: spokenRows(list, drawn),
      }),
    };
  },
  wantedNames: (seen, size) => didsInSight(seen, size),
};

/** The list of the place: its rows, or the calendar of its days. */
export const listView: View<'list', ListSeen> = { ...withCalendar(rowsPart), id: 'list', stand: 'pane' };

/** Whether the list is of a collection that the account's own server names. */
function isNamed(state: State): boolean {
  const { address } = currentVisit(state);
  return address?.kind === 'collection' && collectionsOf(state).includes(address.collection);
}

function didsInSight({ list, cursor, names, namesVersion, words }: ListSeen, size: Size): readonly string[] {
  if (!list) return [];
  return listWindow(list, cursor, listViewport(list, words, size).height).indexes.flatMap(
    (index) => cachedRow(list, index, names, namesVersion)?.dids ?? [],
  );
}

/** The selected row first, then the rows around it. */
function spokenRows(list: ListState, { window, rows, marked, lines }: ListPicture): readonly string[] {
  const columns = list.listing?.columns ?? [];
  const said = rows.map(({ row, change }, at) =>
    [
      marked[at] ? 'marked' : '',
      change?.kind ?? '',
      ...(row.spoken === undefined ? row.cells.filter((_, index) => !columns[index]?.spare) : [row.spoken]),
    ]
      .filter((cell) => cell !== '')
      .map(sanitise)
      .join(', '),
  );
  const selected = said[window.position - window.top];
  if (selected === undefined) return lines;
  const more = list.ended ? '' : ' loaded';
  return [`selected, row ${window.position + 1} of ${window.length}${more}: ${selected}`, ...said];
}
