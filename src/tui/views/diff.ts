import { addressKey } from '../../places/address.js';
import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import type { Loadable } from '../../store/loadable.js';
import type { RecordText } from '../../store/records/records-state.js';
import type { Search } from '../../store/search/search-state.js';
import { clock, zoneText } from '../../text/date-time.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import type { CommandWords } from '../../text/sentence.js';
import { layoutJson } from '../json/json-layout.js';
import { jsonTexts } from '../json/json-search.js';
import { paintJson } from '../json/paint-json.js';
import type { Size } from '../screen/layout.js';
import { matchText } from '../screen/search-text.js';
import { litRows, type Sheet, SheetWriter } from '../screen/sheet.js';
import { paintedCache, palette } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { type DiffSides, differenceText, diffSheet } from './diff-lines.js';
import { failureRows } from './failure-text.js';
import { indented, withinMargins } from './indented.js';
import { documentOf } from './record-view.js';
import { drawText, joined, rangeText } from './text-lines.js';

interface DiffSeen {
  readonly name: string;
  /** When the event came, in milliseconds since 1970. */
  readonly time: number;
  readonly json: string;
  /** The record as it is now. */
  readonly now: Loadable<RecordText> | undefined;
  readonly cursor: ListCursor;
  readonly words: CommandWords;
  readonly search?: Search | undefined;
}

const SPOKEN_CELLS = 80;
const FAILURE_ROWS_MAX = 8;
const UNFOLDED: ReadonlySet<number> = new Set();

/** A record as a live event brought it, with what is there now beside it. */
export const diffView: View<'diff', DiffSeen> = {
  id: 'diff',
  stand: 'area',
  see({ overlay, records, words }) {
    if (overlay?.kind !== 'diff') {
      return { name: '', time: 0, json: '', now: undefined, cursor: atFirst, words };
    }
    const { address, time, json, cursor, search } = overlay;
    const name = `${address.collection}/${address.rkey}`;
    return { name, time, json, now: records.get(addressKey(address)), cursor, words, search };
  },
  title: (seen, size) => ({
    name: seen.name,
    info: joined(
      differences(seen),
      matchText(seen.search, sheetAt(seen, size)),
      rangeText(windowAt(seen, size)),
    ),
    loading: seen.now?.status === 'loading',
  }),
  search: sheetAt,
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture: (seen, size) => ({
    lines: indented(
      litRows(
        drawText(sheetAt(seen, size).lines, windowAt(seen, size), withinMargins(size)),
        seen.search?.text,
      ),
    ),
    hits: () => [],
    spoken: () => ({
      title: joined(sanitise(seen.name), differences(seen)) ?? '',
      lines: sheetOf(seen, SPOKEN_CELLS).lines.slice(0, withinMargins(size).height),
    }),
  }),
};

const cameText = (time: number): string => `as it came, ${clock(time)} ${zoneText(time)}`;

function sidesOf({ time, json, now }: DiffSeen): DiffSides | undefined {
  if (now?.value === undefined) return undefined;
  return {
    old: { name: cameText(time), document: documentOf(json) },
    new: { name: 'as it is now', document: documentOf(now.value.json) },
  };
}

function differences(seen: DiffSeen): string | undefined {
  const sides = seen.now?.status === 'ready' ? sidesOf(seen) : undefined;
  return sides && differenceText(sides);
}

const drawn = paintedCache<Loadable<RecordText>, { json: string; width: number; sheet: Sheet }>();

function sheetOf(seen: DiffSeen, width: number): Sheet {
  const { now, json } = seen;
  const known = now && drawn.get(now);
  if (known?.width === width && known.json === json) return known.sheet;
  const sides = sidesOf(seen);
  const sheet = sides && now?.status !== 'failed' ? diffSheet(sides, width) : aloneSheet(seen, width);
  if (now) drawn.set(now, { json, width, sheet });
  return sheet;
}

/** What the event brought alone, while what is there now is asked for, or where that cannot be had. */
function aloneSheet({ json, now, time, words }: DiffSeen, width: number): Sheet {
  const sheet = new SheetWriter();
  if (now?.status === 'failed') {
    const rows = failureRows(now.error, words, width, FAILURE_ROWS_MAX);
    sheet.add(
      rows.join(' '),
      rows.map((row) => palette.bad(fit(row, width))),
    );
  } else {
    sheet.add('', [palette.dim(fit('loading what is there now …', width))]);
  }
  const document = documentOf(json);
  sheet.add('', [palette.bold(fit(cameText(time), width))]);
  const layout = layoutJson(document, { width, folded: UNFOLDED });
  const rows = paintJson(layout, 0, layout.length, { selected: undefined, focused: false });
  for (const [line, text] of jsonTexts(document).entries()) {
    const first = layout.rowOf(line);
    sheet.add(text, rows.slice(first, first + layout.rowsOf(line)));
  }
  return sheet;
}

function sheetAt(seen: DiffSeen, size: Size): Sheet {
  return sheetOf(seen, withinMargins(size).width);
}

function viewportOf(seen: DiffSeen, size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(sheetOf(seen, width).lines.length), height };
}

const windowAt = (seen: DiffSeen, size: Size) => windowOf(seen.cursor, viewportOf(seen, size));
