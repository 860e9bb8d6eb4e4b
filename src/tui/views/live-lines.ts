import { followersText, historyWords, mutualText } from '../../places/history.js';
import type { CursorRows, Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import { watchRows } from '../../store/live/watch-rows.js';
import type { Watch, WatchLine } from '../../store/watch/watch-state.js';
import { compactCount } from '../../text/compact-count.js';
import { countText } from '../../text/count-text.js';
import { clock } from '../../text/date-time.js';
import { errorSentence } from '../../text/error-sentence.js';
import { fit, fitMiddle, fitRaw } from '../../text/fit.js';
import { highlight } from '../../text/highlight.js';
import { filterTerms } from '../../text/match.js';
import { sanitise } from '../../text/sanitise.js';
import { width as cellsOf } from '../../text/width.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import { noticeRows } from '../screen/notice-rows.js';
import { withSelected } from '../screen/picture.js';
import { palette, type Style } from '../screen/style.js';
import { isConnected, streamTexts } from '../screen/watch-status.js';
import { padded } from './padded.js';

const said: Record<WatchLine['kind'], { mark: string; paint: Style }> = {
  followed: { mark: '+', paint: palette.good },
  unfollowed: { mark: '−', paint: palette.bad },
  lost: { mark: '−', paint: palette.bad },
  returned: { mark: '+', paint: palette.good },
  gap: { mark: '…', paint: palette.warn },
};

/** Cells of the column of names. */
const NAME_CELLS_MIN = 12;
/** The start of a name tells nothing in less. */
const SHORT_NAME_CELLS_MIN = 4;

const BARS = '▁▂▃▄▅▆▇█';

/** Rates as bars, against the highest of them. */
export function sparkline(rates: readonly number[]): string {
  const most = Math.max(1, ...rates);
  return rates
    .map((rate) => BARS[Math.min(BARS.length - 1, Math.floor((rate / most) * (BARS.length - 1)))])
    .join('');
}

function signed(gained: number, lost: number): string {
  const net = gained - lost;
  return `+${gained} −${lost}${gained > 0 && lost > 0 ? ` (${net < 0 ? '−' : '+'}${Math.abs(net)})` : ''}`;
}

/** What the title says beside whose watch it is: the tally, what the filter found, how the stream is doing. */
export function liveInfo(watch: Watch, filter: string, now: number): string {
  const { live, lines, rates, baseline } = watch;
  const parts = [signed(live.gained, live.lost)];
  if (filter !== '') {
    const found = watchRows(lines, filter).length;
    parts.push(`${countText(found)} of ${countText(lines.length)} match “${sanitise(filter)}”`);
  }
  const [said] = streamTexts(watch, now);
  if (said !== undefined) parts.push(isConnected(watch) ? `${said} ${sparkline(rates)}` : said);
  if (baseline.status === 'loading') {
    const total = baseline.total === undefined ? '' : ` of ${compactCount(baseline.total)}`;
    parts.push(`reading ${compactCount(baseline.loaded)}${total} followers`);
  }
  return parts.join(' · ');
}

/** What stands above the lines: what happened while one was away, or how many followers are known. */
function headLines({ away, baseline, stream, lines }: Watch, size: Size): readonly string[] {
  const { width } = size;
  if (baseline.status === 'failed') {
    const why = errorSentence(baseline.error);
    return troubleLines(palette.bad, `The followers could not be read; atscope asks again. ${why}`, size);
  }
  if (stream && stream.state !== 'connected' && stream.reason) {
    return troubleLines(palette.warn, stream.reason, size);
  }
  if (away) return [padded(palette.dim, `while you were away: ${signed(away.gained, away.lost)}`, width)];
  if (baseline.status === 'ready') {
    const total = baseline.total === undefined ? '' : ` · the profile says ${countText(baseline.total)}`;
    const limit = baseline.limited ? ' · more than are read' : '';
    return [padded(palette.dim, `${followersText(baseline.loaded)} in the list${total}${limit}`, width)];
  }
  return [padded(palette.dim, lines.length === 0 ? 'waiting for the first one to come or go' : '', width)];
}

/** Why nothing comes, above the lines of the live pane: it wraps, and leaves them at least half of it. */
export function troubleLines(paint: Style, text: string, { width, height }: Size): readonly string[] {
  const most = Math.max(1, height >> 1);
  const rows = noticeRows(text, width - 2 * PADDING_CELLS, most);
  return rows.map((row) => padded(paint, row, width));
}

export interface LiveView {
  readonly cursor: ListCursor;
  readonly focused: boolean;
  /** What the lines are filtered by; empty: not at all. */
  readonly filter: string;
}

/** How many lines stand above those of the watch. */
export const liveHeader = (watch: Watch, size: Size): number => headLines(watch, size).length;

/** What of the lines of a watch is drawn in so many cells. */
export const liveViewport = (watch: Watch, filter: string, size: Size): Viewport => ({
  rows: watchRows(watch.lines, filter),
  height: Math.max(0, size.height - liveHeader(watch, size)),
});

/** The newest lines of a watch around the one with the cursor: `height` lines of `width` cells. */
export function drawLive(watch: Watch, view: LiveView, size: Size): string[] {
  const { width, height } = size;
  const { cursor, focused, filter } = view;
  const { lines } = watch;
  const viewport = liveViewport(watch, filter, size);
  const { rows } = viewport;
  const terms = filterTerms(filter);
  const { top, end, position: selected } = windowOf(cursor, viewport);
  const drawn = [...headLines(watch, size)];
  for (let position = top; position < end; position++) {
    const line = lineAt(watch, rows, position);
    if (line) drawn.push(lineText(line, focused && position === selected, terms, width));
  }
  if (rows.length === 0 && lines.length > 0) drawn.push(padded(palette.dim, 'nothing matches', width));
  while (drawn.length < height) drawn.push(' '.repeat(Math.max(0, width)));
  return drawn.slice(0, height);
}

const lineAt = ({ lines }: Watch, rows: CursorRows, position: number): WatchLine | undefined =>
  lines[rows.indexAt(position)];

/** The line with the cursor and the newest lines, as a screen reader gets them. */
export function spokenLines(watch: Watch, filter: string, cursor: ListCursor): readonly string[] {
  const rows = watchRows(watch.lines, filter);
  const position = positionOf(cursor, rows);
  return withSelected(
    { position, length: rows.length },
    spokenLine(lineAt(watch, rows, position)),
    Array.from({ length: Math.min(10, rows.length) }, (_, at) => spokenLine(lineAt(watch, rows, at))),
  );
}

const spokenLine = (line: WatchLine | undefined): string =>
  line ? [line.name, line.handle ?? line.did, historyWords(line), line.reason].filter(Boolean).join(' ') : '';

function lineText(line: WatchLine, selected: boolean, terms: readonly string[], width: number): string {
  if (width <= 0) return '';
  const { mark, paint } = said[line.kind];
  const room = width - 1;
  const time = `${clock(line.time)}  ${mark} `;
  const left = Math.max(0, room - time.length);
  const text = fit(time + (line.kind === 'gap' ? gapText(line, left) : whoAndWhat(line, left)), room);
  if (selected) return palette.accent('▌') + palette.selected(highlight(text, terms, palette.match));
  return ` ${palette.dim(text.slice(0, 8))}${highlight(text.slice(8), terms, palette.match, paint)}`;
}

/** A gap is about nobody: why it is has all of the line. */
const gapText = (line: WatchLine, cells: number): string =>
  fitRaw([historyWords(line), line.reason].filter(Boolean).join(': '), cells);

function whoAndWhat(line: WatchLine, cells: number): string {
  const more = [
    historyWords(line),
    // Before what may be cut off: that one was not there decides how to read the rest.
    line.away ? 'away' : '',
    mutualText(line),
    line.followers === undefined ? '' : followersText(line.followers, compactCount(line.followers)),
  ];
  const tailRoom = Math.floor(cells * 0.45);
  const who = whoText(line, Math.max(0, cells - tailRoom - 1));
  return `${who} ${fitRaw(more.filter(Boolean).join(' · '), tailRoom)}`;
}

/** Cells for a name where its share is too small: in a few cells the handle tells more than the start of a name, and goes first. */
function besideHandle(name: string | undefined, handle: string, cells: number): number {
  const left = cells - cellsOf(sanitise(`@${handle.slice(0, 400)}`)) - 1;
  return Math.min(left, Math.max(NAME_CELLS_MIN, cellsOf(sanitise((name ?? '').slice(0, 400)))));
}

function whoText({ did, handle, name }: WatchLine, cells: number): string {
  if (did === undefined) return ' '.repeat(cells);
  if (handle === undefined) return fitMiddle(sanitise(did.slice(0, 400)), cells);
  const share = Math.floor(cells * 0.35);
  const nameRoom = share < NAME_CELLS_MIN ? besideHandle(name, handle, cells) : share;
  if (!name || nameRoom < SHORT_NAME_CELLS_MIN) return fitRaw(`@${handle}`, cells);
  return `${fitRaw(name, nameRoom)} ${fitRaw(`@${handle}`, Math.max(0, cells - nameRoom - 1))}`;
}
