import type { JournalEntry } from '../../atproto/calls/journal.js';
import { clock, zoneText } from '../../text/date-time.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { wrap } from '../../text/wrap.js';
import { readJson } from '../../text/written-json.js';
import { type JsonDocument, jsonDocument } from '../json/json-document.js';
import { layoutJson } from '../json/json-layout.js';
import { jsonTexts } from '../json/json-search.js';
import { paintJson } from '../json/paint-json.js';
import { type Sheet, SheetWriter } from '../screen/sheet.js';
import { paintedCache, palette } from '../screen/style.js';
import { durationText, sizeText, statusText, viaText } from './calls-lines.js';

const unfolded: ReadonlySet<number> = new Set();
const drawn = paintedCache<JournalEntry, { readonly width: number; readonly sheet: Sheet }>();

/** All there is to see of a call, each line `width` cells wide: its address, how it went, its headers, what was sent with it, the start of its answer. */
export const callLines = (entry: JournalEntry, width: number): readonly string[] =>
  callSheet(entry, width).lines;

/** The same, as it is looked through. */
export function callSheet(entry: JournalEntry, width: number): Sheet {
  const known = drawn.get(entry);
  if (known?.width === width) return known.sheet;
  const sheet = new SheetWriter();
  const cells = Math.max(1, width);
  function add(paint: (line: string) => string, said: string): void {
    const clean = sanitise(said);
    sheet.add(
      clean,
      wrap(clean, cells).map((line) => paint(fit(line, cells))),
    );
  }
  const { method, url, startedAt, milliseconds, bytes, note, headers, sent, body } = entry;
  const facts = [
    `${clock(startedAt)} ${zoneText(startedAt)}`,
    `status ${statusText(entry)}`,
    durationText(milliseconds),
    sizeText(bytes),
    viaText(entry),
    note ?? '',
  ].filter((fact) => fact !== '');
  add(palette.bold, `${method} ${url}`);
  add(palette.plain, facts.join(' · '));
  for (const [name, value] of Object.entries(headers)) add(palette.dim, `${name}: ${value}`);
  if (sent !== undefined) add(palette.dim, `sent ${sent}`);
  sheet.add('', [' '.repeat(cells)]);
  if (body === undefined) add(palette.dim, 'no answer to show');
  else addBody(sheet, body, cells);
  drawn.set(entry, { width, sheet });
  return sheet;
}

/** JSON as the record pane has it; anything else, and JSON that is cut short, as text. */
function addBody(sheet: SheetWriter, body: string, cells: number): void {
  const document = documentIn(body);
  if (!document) {
    for (const line of body.split(/\r\n|\n|\r/)) {
      const clean = sanitise(line);
      sheet.add(
        clean,
        wrap(clean, cells).map((row) => fit(row, cells)),
      );
    }
    return;
  }
  const layout = layoutJson(document, { width: cells, folded: unfolded });
  const rows = paintJson(layout, 0, layout.length, { selected: undefined, focused: false });
  for (const [line, text] of jsonTexts(document).entries()) {
    const first = layout.rowOf(line);
    sheet.add(text, rows.slice(first, first + layout.rowsOf(line)));
  }
}

function documentIn(body: string): JsonDocument | undefined {
  try {
    return jsonDocument(readJson(body));
  } catch {
    return undefined;
  }
}
