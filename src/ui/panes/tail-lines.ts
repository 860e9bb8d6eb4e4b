import { joinCells } from '../../listings/cell-text.js';
import { lensFor } from '../../listings/lens-for.js';
import type { Names } from '../../listings/listing.js';
import { windowTop } from '../../store/scroll.js';
import type { Scroll } from '../../store/state.js';
import type { Tail, TailEntry } from '../../store/tail/tail-state.js';
import type { Size } from '../layout.js';
import { clock } from '../overlays/calls-lines.js';
import { palette, type Style } from '../style.js';
import { fit, fitMiddle, fitRaw } from '../text/fit.js';
import { sanitise } from '../text/sanitise.js';
import { compactCount } from './compact-count.js';
import { padded } from './padded.js';

export interface TailView {
  readonly scroll: Scroll;
  readonly focused: boolean;
  readonly names: Names;
}

const count = new Intl.NumberFormat('en-US');
const mostCounted = 4;
const barCells = 6;

/** What the title says beside whose events these are: what waits to be shown, and how the stream is doing. */
export function tailInfo({ newer, paused, stream }: Tail): string {
  const parts: string[] = [];
  if (newer > 0) parts.push(`${count.format(newer)} new ↑ · g shows them`);
  if (paused) parts.push('paused');
  if (stream?.state === 'connected') {
    parts.push(`${Math.round(stream.eventsPerSecond)} ev/s`);
    if (stream.behind !== undefined && stream.behind > 10_000)
      parts.push(`behind by ${Math.round(stream.behind / 1000)} s`);
  } else if (stream) {
    parts.push(`${stream.state === 'connecting' ? 'connecting' : 'reconnecting'} to ${stream.source}`);
  }
  return parts.join(' · ');
}

/** The newest entries around the one with the cursor, below a line of what came most: `height` lines of `width` cells. */
export function drawTail(tail: Tail, view: TailView, { width, height }: Size): string[] {
  const { scroll, focused } = view;
  const room = Math.max(0, height - 1);
  const { length } = tail.shown;
  const top = windowTop(scroll.top, scroll.selected, length, room);
  const drawn = [headLine(tail, width)];
  for (let index = top; index < Math.min(length, top + room); index++) {
    drawn.push(entryLine(tail.shown.at(index)!, focused && index === scroll.selected, view.names, width));
  }
  while (drawn.length < height) drawn.push(' '.repeat(Math.max(0, width)));
  return drawn.slice(0, height);
}

/** An event in words, for a screen reader. */
export function spokenEvent(entry: TailEntry, names: Names): string {
  const { mark: _, collection, text } = described(entry, names);
  const who = entry.kind === 'gap' ? '' : (names(entry.did) ?? entry.did);
  const did = entry.kind === 'commit' ? `${entry.operation}d` : '';
  return [who, did, collection, text].filter(Boolean).join(' ');
}

/** Why nothing comes, or the collections of which most came, each with a bar against the one with the most. */
function headLine({ counts, stream, shown }: Tail, width: number): string {
  if (stream && stream.state !== 'connected' && stream.reason)
    return padded(palette.warn, sanitise(stream.reason), width);
  if (shown.length === 0 && counts.size === 0)
    return padded(palette.dim, 'waiting for the first event', width);
  const most = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostCounted);
  const highest = most[0]?.[1] ?? 1;
  const said = most.map(
    ([collection, times]) =>
      `${collection} ${compactCount(times)} ${'▇'.repeat(Math.max(1, Math.round((times / highest) * barCells)))}`,
  );
  return padded(palette.dim, sanitise(said.join(' · ')), width);
}

interface Described {
  readonly mark: string;
  readonly paint: Style;
  readonly collection: string;
  readonly text: string;
}

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
    case 'commit': {
      const { operation, collection, rkey } = entry;
      const text =
        operation === 'delete' ? rkey : joinCells(lensFor(collection).cells(entry.record(), names));
      return { ...operations[operation], collection, text };
    }
  }
}

function entryLine(entry: TailEntry, selected: boolean, names: Names, width: number): string {
  const room = Math.max(0, width - 1);
  const { mark, paint, collection, text } = described(entry, names);
  const time = `${clock(entry.time)} ${mark} `;
  const left = Math.max(0, room - time.length - 2);
  const collectionRoom = Math.min(28, Math.floor(left * 0.35));
  const whoRoom = Math.min(24, Math.floor(left * 0.3));
  const line = fit(
    `${time}${fitMiddle(sanitise(collection.slice(0, 400)), collectionRoom)} ${whoText(entry, names, whoRoom)} ${fitRaw(text, Math.max(0, left - collectionRoom - whoRoom))}`,
    room,
  );
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
