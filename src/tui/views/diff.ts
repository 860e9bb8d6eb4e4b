import { addressKey } from '../../places/address.js';
import { textRows } from '../../store/cursor/cursor-rows.js';
import { atFirst, type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import type { Loadable } from '../../store/loadable.js';
import type { Version } from '../../store/overlays/overlays-state.js';
import type { RecordText } from '../../store/records/records-state.js';
import type { Search } from '../../store/search/search-state.js';
import type { State } from '../../store/state.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, type Sentence, spell } from '../../text/sentence.js';
import { layoutJson } from '../json/json-layout.js';
import { jsonTexts } from '../json/json-search.js';
import { paintJson } from '../json/paint-json.js';
import type { Size } from '../screen/layout.js';
import { matchText } from '../screen/search-text.js';
import { litRows, SheetWriter } from '../screen/sheet.js';
import { paintedCache, palette } from '../screen/style.js';
import type { View } from '../screen/view.js';
import { type DiffSheet, type DiffSides, differenceText, diffSheet } from './diff-lines.js';
import { failureRows } from './failure-text.js';
import { indented, withinMargins } from './indented.js';
import { documentOf } from './record-view.js';
import { drawText, joined, rangeText } from './text-lines.js';

interface DiffSeen {
  readonly name: string;
  readonly oldName: string;
  readonly old: Loadable<RecordText> | undefined;
  readonly newName: string;
  readonly new: Loadable<RecordText> | undefined;
  /** What there is to know before the new one is written. */
  readonly proposes?: readonly Sentence[] | undefined;
  readonly cursor: ListCursor;
  /** The difference that one has stepped to, counted from 0. */
  readonly change?: number | undefined;
  readonly words: CommandWords;
  readonly search?: Search | undefined;
}

const SPOKEN_CELLS = 80;
const FAILURE_ROWS_MAX = 8;
const UNFOLDED: ReadonlySet<number> = new Set();

/** Two versions of a record, or two records, beside each other. */
export const diffView: View<'diff', DiffSeen> = {
  id: 'diff',
  stand: 'area',
  see(state) {
    const { overlay, words } = state;
    if (overlay?.kind !== 'diff') {
      return { name: '', oldName: '', old: undefined, newName: '', new: undefined, cursor: atFirst, words };
    }
    const { name, old, new: now, proposes, cursor, change, search } = overlay;
    return {
      name,
      oldName: old.name,
      old: recordOf(old, state),
      newName: now.name,
      new: recordOf(now, state),
      proposes,
      cursor,
      change,
      words,
      search,
    };
  },
  title: (seen, size) => ({
    name: seen.name,
    info: joined(
      differences(seen),
      changeText(seen, size),
      matchText(seen.search, sheetAt(seen, size)),
      rangeText(windowAt(seen, size)),
    ),
    loading: seen.old?.status === 'loading' || seen.new?.status === 'loading',
  }),
  search: sheetAt,
  list: (seen, size) => ({ cursor: seen.cursor, viewport: viewportOf(seen, size) }),
  picture: (seen, size) => ({
    lines: withChange(
      indented(
        litRows(
          drawText(sheetAt(seen, size).lines, windowAt(seen, size), withinMargins(size)),
          seen.search?.text,
        ),
      ),
      seen,
      size,
    ),
    hits: () => [],
    spoken: () => ({
      title: joined(sanitise(seen.name), differences(seen)) ?? '',
      lines: sheetOf(seen, SPOKEN_CELLS).lines.slice(0, withinMargins(size).height),
    }),
  }),
};

/** The rows at which the differences begin, as the view is drawn. */
export const changesIn = (seen: DiffSeen, size: Size): readonly number[] => sheetAt(seen, size).changes;

const recordOf = (version: Version, { records }: State): Loadable<RecordText> | undefined =>
  'address' in version ? records.get(addressKey(version.address)) : version.record;

function sidesOf(seen: DiffSeen): DiffSides | undefined {
  const { old, new: now } = seen;
  if (old?.value === undefined || now?.value === undefined) return undefined;
  return {
    old: { name: seen.oldName, document: documentOf(old.value.json) },
    new: { name: seen.newName, document: documentOf(now.value.json) },
  };
}

function differences(seen: DiffSeen): string | undefined {
  const isThere = seen.old?.status === 'ready' && seen.new?.status === 'ready';
  const sides = isThere ? sidesOf(seen) : undefined;
  return sides && differenceText(sides);
}

/** Which difference one has stepped to: `difference 2 of 5`. */
function changeText(seen: DiffSeen, size: Size): string | undefined {
  const { length } = sheetAt(seen, size).changes;
  if (seen.change === undefined || length === 0) return undefined;
  return `difference ${Math.min(seen.change, length - 1) + 1} of ${length}`;
}

/** The lines with a sign before the difference that one has stepped to. */
function withChange(lines: readonly string[], seen: DiffSeen, size: Size): readonly string[] {
  const row = seen.change === undefined ? undefined : sheetAt(seen, size).changes[seen.change];
  if (row === undefined) return lines;
  const at = row - windowAt(seen, size).top;
  return lines.map((line, index) => (index === at ? palette.accent('▌') + line.slice(1) : line));
}

const drawn = paintedCache<
  Loadable<RecordText>,
  { old: Loadable<RecordText> | undefined; width: number; sheet: DiffSheet }
>();

function sheetOf(seen: DiffSeen, width: number): DiffSheet {
  const { old, new: now, words } = seen;
  const known = now && drawn.get(now);
  if (known?.width === width && known.old === old) return known.sheet;
  const sides = sidesOf(seen);
  const isFailed = old?.status === 'failed' || now?.status === 'failed';
  const sheet =
    sides && !isFailed
      ? diffSheet(
          sides,
          width,
          (seen.proposes ?? []).map((note) => spell(note, words)),
        )
      : aloneSheet(seen, width);
  if (now) drawn.set(now, { old, width, sheet });
  return sheet;
}

/** The one version that is here, while the other is asked for, or where that cannot be had. */
function aloneSheet(seen: DiffSeen, width: number): DiffSheet {
  const { old, new: now, words } = seen;
  const sheet = new SheetWriter();
  const error = [old, now].find((one) => one?.status === 'failed')?.error;
  if (error !== undefined) {
    const rows = failureRows(error, words, width, FAILURE_ROWS_MAX);
    sheet.add(
      rows.join(' '),
      rows.map((row) => palette.bad(fit(row, width))),
    );
  } else {
    sheet.add('', [palette.dim(fit('loading what is there now …', width))]);
  }
  const [name, shown] = old?.status === 'ready' ? [seen.oldName, old] : [seen.newName, now];
  if (shown?.value === undefined) return Object.assign(sheet, { changes: [] });
  const document = documentOf(shown.value.json);
  sheet.add('', [palette.bold(fit(name, width))]);
  const layout = layoutJson(document, { width, folded: UNFOLDED });
  const rows = paintJson(layout, 0, layout.length, { selected: undefined, focused: false });
  for (const [line, text] of jsonTexts(document).entries()) {
    const first = layout.rowOf(line);
    sheet.add(text, rows.slice(first, first + layout.rowsOf(line)));
  }
  return Object.assign(sheet, { changes: [] });
}

function sheetAt(seen: DiffSeen, size: Size): DiffSheet {
  return sheetOf(seen, withinMargins(size).width);
}

function viewportOf(seen: DiffSeen, size: Size) {
  const { width, height } = withinMargins(size);
  return { rows: textRows(sheetOf(seen, width).lines.length), height };
}

const windowAt = (seen: DiffSeen, size: Size) => windowOf(seen.cursor, viewportOf(seen, size));
