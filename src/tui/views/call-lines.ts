import type { JournalEntry } from '../../atproto/calls/journal.js';
import { clock, zoneText } from '../../text/date-time.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { wrap } from '../../text/wrap.js';
import { readJson } from '../../text/written-json.js';
import { jsonDocument } from '../json/json-document.js';
import { layoutJson } from '../json/json-layout.js';
import { paintJson } from '../json/paint-json.js';
import { paintedCache, palette } from '../screen/style.js';
import { durationText, sizeText, statusText, viaText } from './calls-lines.js';

const unfolded: ReadonlySet<number> = new Set();
const drawn = paintedCache<JournalEntry, { readonly width: number; readonly lines: readonly string[] }>();

/** All there is to see of a call, each line `width` cells wide: its address, how it went, its headers, what was sent with it, the start of its answer. */
export function callLines(entry: JournalEntry, width: number): readonly string[] {
  const known = drawn.get(entry);
  if (known?.width === width) return known.lines;
  const cells = Math.max(1, width);
  const text = (paint: (line: string) => string, said: string): string[] =>
    wrap(sanitise(said), cells).map((line) => paint(fit(line, cells)));
  const { method, url, startedAt, milliseconds, bytes, note, headers, sent, body } = entry;
  const facts = [
    `${clock(startedAt)} ${zoneText(startedAt)}`,
    `status ${statusText(entry)}`,
    durationText(milliseconds),
    sizeText(bytes),
    viaText(entry),
    note ?? '',
  ].filter((fact) => fact !== '');
  const lines = [
    ...text(palette.bold, `${method} ${url}`),
    ...text(palette.plain, facts.join(' · ')),
    ...Object.entries(headers).flatMap(([name, value]) => text(palette.dim, `${name}: ${value}`)),
    ...(sent === undefined ? [] : text(palette.dim, `sent ${sent}`)),
    ' '.repeat(cells),
    ...(body === undefined ? text(palette.dim, 'no answer to show') : bodyLines(body, cells)),
  ];
  drawn.set(entry, { width, lines });
  return lines;
}

/** JSON as the record pane has it; anything else, and JSON that is cut short, as text. */
function bodyLines(body: string, cells: number): readonly string[] {
  try {
    const layout = layoutJson(jsonDocument(readJson(body)), { width: cells, folded: unfolded });
    return paintJson(layout, 0, layout.length, { selected: undefined, focused: false });
  } catch {
    return body
      .split(/\r\n|\n|\r/)
      .flatMap((line) => wrap(sanitise(line), cells))
      .map((line) => fit(line, cells));
  }
}
