import type { Viewport } from '../../store/cursor/cursor-rows.js';
import { type ListCursor, windowOf } from '../../store/cursor/list-cursor.js';
import type { Shown } from '../../store/records/shown-record.js';
import type { Search } from '../../store/search/search-state.js';
import type { ValidityEntry } from '../../store/validities/validities-state.js';
import { clock, zoneText } from '../../text/date-time.js';
import { fitMiddle } from '../../text/fit.js';
import { fold } from '../../text/match.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, type Sentence, say, spell } from '../../text/sentence.js';
import { jsonPath } from '../json/json-document.js';
import { referenceInText, referencePage } from '../json/json-reference.js';
import { PADDING_CELLS, type Size } from '../screen/layout.js';
import { linked } from '../screen/links.js';
import { matchText } from '../screen/search-text.js';
import { palette, type Style } from '../screen/style.js';
import { failureRows, noteRows } from './failure-text.js';
import { padded } from './padded.js';
import {
  jsonLineAt,
  paintRecord,
  type RecordSource,
  recordDocument,
  recordSearch,
} from './record-document.js';
import { joined, partText } from './text-lines.js';
import { validityNote } from './validity-words.js';

export interface RecordView extends RecordSource {
  readonly cursor: ListCursor;
  readonly focused: boolean;
  readonly words: CommandWords;
  /** What its lexicon says of it. */
  readonly validity?: ValidityEntry | undefined;
  /** What else is to be said of it. */
  readonly note?: Sentence | undefined;
  /** What it is looked through for. */
  readonly search?: Search | undefined;
}

/** Names are bounded by the protocol, but not all services keep to it. */
const NAME_CHARACTERS_MAX = 2_000;

/** Lines above the record (its URI and CID), as many as the pane has room for beside it. */
export const recordHeader = (height: number): number => (height >= 8 ? 2 : height >= 5 ? 1 : 0);

/** What is drawn in so many cells: the header, and what stands at the foot, are taken off. Undefined where there is nothing. */
export function recordViewport(view: Omit<RecordView, 'focused'>, size: Size): Viewport | undefined {
  const document = recordDocument(view, size.width);
  return document && { rows: document.rows, height: rowsWithin(view, size) };
}

type Told = Pick<RecordView, 'shown' | 'words' | 'validity' | 'note'>;

const rowsWithin = (view: Told, size: Size): number =>
  Math.max(0, size.height - recordHeader(size.height) - footLines(view, size).length);

/** The URI and CID of a record above the window of what it says and its JSON: `height` lines of `width` cells. */
export function drawRecord(view: RecordView, size: Size): readonly string[] {
  const { width, height } = size;
  const record = view.shown?.record;
  const blank = ' '.repeat(Math.max(0, width));
  const room = Math.max(1, width - 2 * PADDING_CELLS);
  const document = recordDocument(view, width);
  if (!record?.value || !document) {
    const said =
      record?.status === 'loading' ? [padded(palette.dim, 'loading …', width)] : failureLines(view, size);
    return filled(said, height, blank);
  }
  const { uri, cid } = record.value;
  const header = [
    padded((text) => linked(palette.dim(text), pageOf(uri), 'uri'), fitMiddle(nameText(uri), room), width),
    padded(palette.dim, cid === undefined ? '' : fitMiddle(nameText(cid), room), width),
  ].slice(0, recordHeader(height));
  const rows = rowsWithin(view, size);
  const { top, position } = windowOf(view.cursor, { rows: document.rows, height: rows });
  const body = paintRecord(
    document,
    { top, height: rows, width },
    { selected: position, focused: view.focused, lit: view.search && fold(view.search.text) },
  );
  const margin = ' '.repeat(Math.min(PADDING_CELLS, width));
  return [...header, ...body.map((line) => line + margin), ...footLines(view, size)].slice(0, height);
}

/** The web page of a record, by its URI. */
function pageOf(uri: string): string | undefined {
  const reference = referenceInText(uri);
  return reference && referencePage(reference);
}

/** What the title says: where in the record the cursor is (`embed.images[0].alt`), and which rows are in sight where not all are. */
export function recordInfo(view: RecordView, size: Size): string | undefined {
  const document = recordDocument(view, size.width);
  if (!document) return undefined;
  const window = windowOf(view.cursor, { rows: document.rows, height: rowsWithin(view, size) });
  const line = view.focused ? jsonLineAt(document, window.position) : undefined;
  const path = line === undefined || !document.json ? '' : jsonPath(document.json.document, line);
  return joined(matchText(view.search, recordSearch(document)), path, partText(window));
}

function footLines({ shown, words, validity, note }: Told, { width, height }: Size): readonly string[] {
  const most = height >> 1;
  const changed = changeLines(shown, words, width).slice(0, most);
  const failed = failureLines({ shown, words }, { width, height: most - changed.length });
  const notes = noteLines({ shown, words, validity, note }, { width, height });
  return [...notes, ...failed, ...changed];
}

/** The record needs the room of a small pane. */
const NOTE_HEIGHT_MIN = 10;
const NOTE_LINES_MAX = 3;

/** What its lexicon says only of the record that is open: a preview is moved through. */
function noteLines({ shown, words, validity, note }: Told, { width, height }: Size): readonly string[] {
  if (height < NOTE_HEIGHT_MIN) return [];
  const room = Math.max(1, width - 2 * PADDING_CELLS);
  const linesOf = (text: string | undefined, paint: Style): readonly string[] =>
    text === undefined ? [] : noteRows(text, room, NOTE_LINES_MAX).map((line) => padded(paint, line, width));
  const ofLexicon = shown?.of === 'record' ? validityNote(validity, words) : undefined;
  return [
    ...linesOf(note && spell(note, words), palette.warn),
    ...linesOf(ofLexicon, validity?.status === 'failed' ? palette.warn : palette.dim),
  ];
}

function failureLines({ shown, words }: Told, { width, height }: Size): readonly string[] {
  const record = shown?.record;
  if (record?.status !== 'failed' || height <= 0) return [];
  const room = Math.max(1, width - 2 * PADDING_CELLS);
  return failureRows(record.error, words, room, height).map((line) => padded(palette.bad, line, width));
}

/** What became of the record since it was read: a preview shows the content that live events bring, a record that of its loading. */
function changeLines(shown: Shown | undefined, words: CommandWords, width: number): readonly string[] {
  const change = shown?.record.value?.change;
  if (!change || change.kind === 'new') return [];
  const at = `${change.kind} ${clock(change.time)} ${zoneText(change.time)}`;
  if (change.kind === 'deleted') return [padded(palette.bad, at, width)];
  const text = shown?.of === 'record' ? say`${at} — {key:pane.reload} shows it` : at;
  return [padded(palette.warn, spell(text, words), width)];
}

const nameText = (name: string): string => sanitise(name.slice(0, NAME_CHARACTERS_MAX));

function filled(lines: readonly string[], height: number, blank: string): readonly string[] {
  return [...lines, ...Array<string>(Math.max(0, height - lines.length)).fill(blank)].slice(0, height);
}
