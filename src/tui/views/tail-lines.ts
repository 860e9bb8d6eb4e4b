import type { Label } from '../../atproto/labels/label.js';
import type { StreamFilter } from '../../atproto/streams/event-stream.js';
import type { Names } from '../../lenses/names.js';
import { subjectText, untilText } from '../../places/labels/label-texts.js';
import type { Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, positionOf, windowOf } from '../../store/cursor/list-cursor.js';
import { eventRows } from '../../store/tail/event-rows.js';
import type { CommitEntry, TailEntry } from '../../store/tail/tail-entry.js';
import type { Tail } from '../../store/tail/tail-state.js';
import { joinCells } from '../../text/cell-text.js';
import { compactCount } from '../../text/compact-count.js';
import { countText } from '../../text/count-text.js';
import { clock } from '../../text/date-time.js';
import { fit, fitMiddle, fitRaw } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width as cellsOf } from '../../text/width.js';
import type { Size } from '../screen/layout.js';
import { withSelected } from '../screen/picture.js';
import { palette, type Style } from '../screen/style.js';
import { rateText } from '../screen/watch-status.js';
import { troubleLines } from './live-lines.js';
import { padded } from './padded.js';

export interface TailView {
  readonly cursor: ListCursor;
  readonly focused: boolean;
  readonly names: Names;
}

const IN_HEAD_MAX = 4;
const BAR_CELLS = 6;
const ABOVE_LINES_MAX = 5;
const LONG_BAR_CELLS = 10;
const COUNT_CELLS = 6;
/** The collections beside the events, their border included. */
const BESIDE_CELLS = 46;
/** So many cells leave the events enough beside the collections; so many lines, below them. */
const BESIDE_CELLS_MIN = 110;
const ABOVE_LINES_MIN = 10;

/** What the title says beside whose events these are: what waits to be shown, and how the stream is doing. */
export function tailInfo({ newer, paused, stream }: Tail, words: CommandWords): string {
  const parts: string[] = [];
  if (newer > 0) parts.push(spell(say`${countText(newer)} new ↑ · {key:move.first} shows them`, words));
  if (paused) parts.push('paused');
  if (stream?.state === 'connected') {
    parts.push(rateText(stream.eventsPerSecond));
    if (stream.behind !== undefined && stream.behind > 10_000) {
      parts.push(`behind by ${Math.round(stream.behind / 1000)} s`);
    }
  } else if (stream) {
    parts.push(`${stream.state === 'connecting' ? 'connecting' : 'reconnecting'} to ${stream.source}`);
  }
  return parts.join(' · ');
}

/** Lines above the events. */
export const tailHeader = (tail: Tail, size: Size): number =>
  placeOfTop(tail, size) === 'above' ? aboveLines(size) : headLines(tail, size).length;

/** Cells of the events: the collections that came most may stand beside them. */
export const eventCells = (tail: Tail, size: Size): number =>
  placeOfTop(tail, size) === 'beside' ? size.width - BESIDE_CELLS : size.width;

/** What of the events is drawn in so many cells. */
export const tailViewport = (tail: Tail, size: Size): Viewport => ({
  rows: eventRows(tail),
  height: Math.max(0, size.height - tailHeader(tail, size)),
});

/**
 * The newest entries around the one with the cursor, and what came most: beside them where there is room, else above: `height`
 * lines of `width` cells.
 */
export function drawTail(tail: Tail, view: TailView, size: Size): string[] {
  const { height } = size;
  const { cursor, focused, names } = view;
  const place = placeOfTop(tail, size);
  const cells = eventCells(tail, size);
  const { top, end, position } = windowOf(cursor, tailViewport(tail, size));
  const drawn =
    place === 'above' ? withCollections(headLines(tail, size), tail, size) : [...headLines(tail, size)];
  for (let index = top; index < end; index++) {
    const entry = tail.shown.at(index);
    const selected = focused && index === position;
    if (entry) drawn.push(entryLine(entry, { selected, names, width: cells, filter: tail.filter }));
  }
  while (drawn.length < height) drawn.push(' '.repeat(Math.max(0, cells)));
  const lines = drawn.slice(0, height);
  if (place !== 'beside') return lines;
  const beside = topLines(tail, height, BESIDE_CELLS - 1);
  return lines.map((line, index) => `${line}${palette.border('│')}${beside[index]}`);
}

/** Where the collections of which most came stand. Of one collection there is nothing to compare. */
function placeOfTop(
  { filter, kind }: Tail,
  { width, height }: Size,
): 'beside' | 'above' | 'head' | 'nowhere' {
  if (isOfOneCollection(filter)) return 'nowhere';
  if (width >= BESIDE_CELLS_MIN && height >= 3) return 'beside';
  return kind === 'stream' && height >= ABOVE_LINES_MIN ? 'above' : 'head';
}

function isOfOneCollection({ collections }: StreamFilter): boolean {
  const [only, ...others] = collections;
  return only !== undefined && others.length === 0 && !only.endsWith('*');
}

/** Lines above the events, with those of the collections: as many before these are known, so that no event moves for them. */
const aboveLines = ({ height }: Size): number => 1 + Math.min(ABOVE_LINES_MAX, Math.floor(height / 3));

/** The collections of which most came, a line each: name, how many, a bar against the first. */
function topLines({ counts }: Tail, lines: number, width: number): string[] {
  const most = mostOf(counts, lines);
  const highest = most[0]?.[1] ?? 1;
  const bars = Math.max(0, Math.min(LONG_BAR_CELLS, width - 24));
  const room = Math.max(0, width - bars - COUNT_CELLS - 4);
  const drawn = most.map(([collection, times]) => {
    const name = fitMiddle(sanitise(collection.slice(0, 400)), room);
    const bar = '▇'.repeat(Math.max(1, Math.round((times / highest) * bars)));
    const said = `${name} ${fit(compactCount(times), COUNT_CELLS, { align: 'right' })}`;
    return ` ${palette.dim(said)} ${palette.accent(fit(bar, bars))} `;
  });
  while (drawn.length < lines) drawn.push(' '.repeat(Math.max(0, width)));
  return drawn.map((line) => (width < 24 ? ' '.repeat(Math.max(0, width)) : line));
}

const mostOf = (counts: Tail['counts'], many: number): [string, number][] =>
  [...counts].sort(([, a], [, b]) => b - a).slice(0, many);

/** The event with the cursor and the newest ones, as a screen reader gets them. */
export function spokenEvents(tail: Tail, names: Names, cursor: ListCursor): readonly string[] {
  const { shown } = tail;
  const spoken = (entry: TailEntry | undefined): string => (entry ? sanitise(spokenEvent(entry, names)) : '');
  const position = positionOf(cursor, eventRows(tail));
  return withSelected(
    { position, length: shown.length },
    spoken(shown.at(position)),
    Array.from({ length: Math.min(10, shown.length) }, (_, index) => spoken(shown.at(index))),
  );
}

/** An event in words, for a screen reader. */
export function spokenEvent(entry: TailEntry, names: Names): string {
  const { mark: _, collection, text } = described(entry, names);
  const who = entry.kind === 'gap' ? '' : (names(entry.did) ?? entry.did);
  const did = entry.kind === 'commit' ? `${entry.operation}d` : entry.kind === 'label' ? LABELLED : '';
  return [who, did, collection, text].filter(Boolean).join(' ');
}

/** The collections below the head, as many as there is room for above the events: of a head of several rows they are fewer. */
function withCollections(head: readonly string[], tail: Tail, size: Size): string[] {
  const lines = aboveLines(size);
  return [...head, ...topLines(tail, Math.max(0, lines - head.length), size.width)].slice(0, lines);
}

/** Why nothing comes; else what came, in a line. */
function headLines(tail: Tail, size: Size): readonly string[] {
  const { stream } = tail;
  const width = eventCells(tail, size);
  if (stream && stream.state !== 'connected' && stream.reason) {
    const place = placeOfTop(tail, size);
    return troubleLines(palette.warn, stream.reason, {
      width,
      height: place === 'above' ? aboveLines(size) : size.height,
    });
  }
  return [headLine(tail, width, placeOfTop(tail, size) === 'head' ? 'with collections' : 'plain')];
}

/** What came most where that stands nowhere else. */
function headLine(tail: Tail, width: number, kind: 'plain' | 'with collections'): string {
  const { counts, shown } = tail;
  if (shown.length === 0 && counts.size === 0) {
    return padded(palette.dim, `waiting for the first ${tail.kind === 'labels' ? 'label' : 'event'}`, width);
  }
  if (kind === 'plain') return padded(palette.dim, totalText(tail), width);
  const most = mostOf(counts, IN_HEAD_MAX);
  const highest = most[0]?.[1] ?? 1;
  const said = most.map(
    ([collection, times]) =>
      `${collection} ${compactCount(times)} ${'▇'.repeat(Math.max(1, Math.round((times / highest) * BAR_CELLS)))}`,
  );
  return padded(palette.dim, sanitise(said.join(' · ')), width);
}

function totalText({ counts, kind }: Pick<Tail, 'counts' | 'kind'>): string {
  let total = 0;
  for (const times of counts.values()) total += times;
  if (kind === 'labels') return `${countText(total)} ${total === 1 ? 'label' : 'labels'}`;
  const records = `${countText(total)} ${total === 1 ? 'record' : 'records'}`;
  if (counts.size < 2) return records;
  return `${records} in ${counts.size} collections`;
}

interface Described {
  readonly mark: string;
  readonly paint: Style;
  readonly collection: string;
  readonly text: string;
}

/** What a screen reader hears of a label, before its value. */
const LABELLED = 'labelled';

const operations = {
  create: { mark: '+', paint: palette.good },
  update: { mark: '~', paint: palette.warn },
  delete: { mark: '−', paint: palette.bad },
} as const;

function described(entry: TailEntry, names: Names): Described {
  switch (entry.kind) {
    case 'gap':
      return { mark: '…', paint: palette.warn, collection: 'events are missing', text: entry.reason };
    case 'identity':
      return {
        mark: '~',
        paint: palette.warn,
        collection: 'identity',
        text: entry.handle ? `@${entry.handle}` : '',
      };
    case 'account': {
      const text = entry.active ? 'active' : (entry.status ?? 'not active');
      return { mark: '~', paint: palette.warn, collection: 'account', text };
    }
    case 'label':
      return { ...(entry.label.neg ? operations.delete : operations.create), ...labelWords(entry.label) };
    case 'commit': {
      const { operation, collection, rkey } = entry;
      return {
        ...operations[operation],
        collection,
        text: operation === 'delete' ? rkey : named(entry, names),
      };
    }
  }
}

/** A value, of what, and for how long. */
function labelWords(label: Label): Pick<Described, 'collection' | 'text'> {
  const until = untilText(label, Date.now());
  const version = label.cid === undefined ? '' : 'one version';
  return { collection: label.val, text: joinCells([subjectText(label.uri), version, until]) };
}

/** The text of a record, with handles in place of DIDs where they are known by now. */
function named({ text, dids }: CommitEntry, names: Names): string {
  return dids.reduce((known, did) => {
    const handle = names(did);
    return handle === undefined ? known : known.replaceAll(did, () => `@${handle}`);
  }, text);
}

interface EntryView {
  readonly selected: boolean;
  readonly names: Names;
  readonly width: number;
  readonly filter: StreamFilter;
}

/** What is the same in all lines, the one collection or account asked for, stands in the title and leaves its room to the text. */
function entryLine(entry: TailEntry, { selected, names, width, filter }: EntryView): string {
  const room = Math.max(0, width - 1);
  const { mark, paint, collection, text } = described(entry, names);
  const time = `${clock(entry.time)} ${mark} `;
  const left = Math.max(0, room - time.length);
  let head = time;
  if (entry.kind !== 'commit' || !isOfOneCollection(filter)) {
    head += `${fitMiddle(sanitise(collection.slice(0, 400)), Math.min(28, Math.floor(left * 0.35)))} `;
  }
  if (filter.dids.length !== 1) head += `${whoText(entry, names, Math.min(24, Math.floor(left * 0.3)))} `;
  const line = fit(head + fitRaw(text, Math.max(0, room - cellsOf(head))), room);
  if (width <= 0) return '';
  if (selected) return palette.accent('▌') + palette.selected(line);
  return ` ${palette.dim(line.slice(0, 8))}${paint(line.slice(8, 11))}${line.slice(11)}`;
}

function whoText(entry: TailEntry, names: Names, cells: number): string {
  if (entry.kind === 'gap') return ' '.repeat(cells);
  const handle = names(entry.did);
  return handle === undefined
    ? fitMiddle(sanitise(entry.did.slice(0, 400)), cells)
    : fitRaw(`@${handle}`, cells);
}
