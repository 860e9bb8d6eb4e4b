import type { Shown } from '../../store/records/shown-record.js';
import type { Scroll } from '../../store/scroll.js';
import { windowTop } from '../../store/scroll.js';
import { clock } from '../../text/date-time.js';
import { fitMiddle } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import { jsonPath } from '../json/json-document.js';
import { type JsonLayout, layoutJson } from '../json/json-layout.js';
import { paintJson } from '../json/paint-json.js';
import { padding, recordHeader, type Size } from '../screen/layout.js';
import { palette } from '../screen/style.js';
import { failureText } from './failure-text.js';
import { padded } from './padded.js';
import { documentOf } from './record-view.js';

export interface RecordView {
  readonly shown: Shown | undefined;
  readonly scroll: Scroll;
  readonly folded: ReadonlySet<number>;
  readonly focused: boolean;
  readonly words: CommandWords;
}

export interface RecordPicture {
  readonly lines: readonly string[];
  /** What the title says: which rows of how many are in sight. */
  readonly info: string | undefined;
}

/** Names are bounded by the protocol, but not all services keep to it. */
const longestName = 2_000;

/** The URI and CID of a record above the window of its JSON: `height` lines of `width` cells. */
export function drawRecord(view: RecordView, { width, height }: Size): RecordPicture {
  const { shown } = view;
  const record = shown?.record;
  const blank = ' '.repeat(Math.max(0, width));
  const room = Math.max(1, width - 2 * padding);
  const failure =
    record?.status === 'failed'
      ? wrap(failureText(record.error, view.words), room).map((line) => padded(palette.bad, line, width))
      : [];
  if (!record?.value) {
    const said = shown && record?.status === 'loading' ? [padded(palette.dim, 'loading …', width)] : failure;
    return { lines: filled(said, height, blank), info: undefined };
  }

  const { uri, cid, json } = record.value;
  const header = [
    padded(palette.dim, fitMiddle(nameText(uri), room), width),
    padded(palette.dim, cid === undefined ? '' : fitMiddle(nameText(cid), room), width),
  ].slice(0, recordHeader(height));
  const foot = [...failure, ...changeLines(shown, view.words, width)].slice(0, height >> 1);
  const rows = Math.max(0, height - header.length - foot.length);
  const layout = layoutJson(documentOf(json), { width: Math.max(1, width - padding), folded: view.folded });
  const { selected, top } = recordWindow(view.scroll, layout, rows);
  const body = paintJson(layout, top, rows, { selected, focused: view.focused });
  const margin = ' '.repeat(Math.min(padding, width));
  return {
    lines: [...header, ...body.map((line) => line + margin), ...foot].slice(0, height),
    info: infoText(layout, view.focused ? selected : undefined, top, rows),
  };
}

/** What became of the record since it was read: a preview shows the content that live events bring, a record that of its loading. */
function changeLines(shown: Shown | undefined, words: CommandWords, width: number): readonly string[] {
  const change = shown?.record.value?.change;
  if (!change || change.kind === 'new') return [];
  const at = `${change.kind} ${clock(change.time)}`;
  if (change.kind === 'deleted') return [padded(palette.bad, at, width)];
  const text = shown?.of === 'record' ? say`${at} — {key:pane.reload} shows it` : at;
  return [padded(palette.warn, spell(text, words), width)];
}

/** Where in the record the cursor is (`embed.images[0].alt`), and which rows are in sight where not all are. */
function infoText(
  layout: JsonLayout,
  selected: number | undefined,
  top: number,
  rows: number,
): string | undefined {
  const line = selected === undefined ? undefined : layout.lineAt(selected)?.logical;
  const path = line === undefined ? '' : jsonPath(layout.document, line);
  const last = Math.min(top + rows, layout.length);
  const range = layout.length > rows ? `${top + 1}–${last} of ${layout.length}` : '';
  return [path, range].filter((part) => part !== '').join(' · ') || undefined;
}

/** The cursor and the first row, where the JSON has fewer rows than when one moved there last. */
function recordWindow({ selected, top }: Scroll, { length }: JsonLayout, height: number): Scroll {
  const row = Math.max(0, Math.min(selected, length - 1));
  return { selected: row, top: windowTop(top, row, length, height) };
}

const nameText = (name: string): string => sanitise(name.slice(0, longestName));

function filled(lines: readonly string[], height: number, blank: string): readonly string[] {
  return [...lines, ...Array<string>(Math.max(0, height - lines.length)).fill(blank)].slice(0, height);
}
