import { fit } from '../../text/fit.js';
import { highlight } from '../../text/highlight.js';
import { width } from '../../text/width.js';
import { linked } from '../screen/links.js';
import { palette, type Style } from '../screen/style.js';
import type { JsonLine } from './json-document.js';
import { GUTTER_CELLS, type JsonLayout, type JsonRowText } from './json-layout.js';
import { referencePage } from './json-reference.js';

export interface PaintJsonOptions {
  /** The row under the cursor; none when undefined. */
  readonly selected: number | undefined;
  /** Whether the pane has the keys. */
  readonly focused: boolean;
  /** What is lit wherever it stands, folded; none when undefined. */
  readonly lit?: string | undefined;
}

type Terms = readonly string[];

const SELECTED_MARK = '▌';

/**
 * `height` rows from `top` on, each exactly `layout.width` cells: coloured, sanitised, the selected one marked. Behind the end the rows
 * are blank. Costs what the rows seen cost, however long the record is.
 */
export function paintJson(
  layout: JsonLayout,
  top: number,
  height: number,
  { selected, focused, lit }: PaintJsonOptions,
): string[] {
  const terms = lit === undefined || lit === '' ? [] : [lit];
  const rows: string[] = [];
  for (let row = top; row < top + height; row++) {
    const text = layout.textAt(row);
    if (text === undefined) rows.push(' '.repeat(Math.max(0, layout.width)));
    else
      rows.push(
        row === selected
          ? selectedRow(text, layout.width, focused, terms)
          : paintedRow(text, layout.width, terms),
      );
  }
  return rows;
}

/** The selected row is one piece, since colours within a reversed row would be its background; what is lit in it is underlined. */
function selectedRow(
  { indent, key, value, tail }: JsonRowText,
  cells: number,
  focused: boolean,
  terms: Terms,
): string {
  const style = focused ? palette.selected : palette.selectedElsewhere;
  const text = fit(SELECTED_MARK + indent + key + value + tail, cells);
  return highlight(text, terms, (part) => style(palette.match(part)), style);
}

function paintedRow(
  { line, logical, indent, key, value, tail }: JsonRowText,
  cells: number,
  terms: Terms,
): string {
  const gutter = ' '.repeat(GUTTER_CELLS);
  const taken = GUTTER_CELLS + width(indent) + width(key) + width(value) + width(tail);
  // Only panes of a few cells are too narrow for what the layout gives: there the colours are let go.
  if (taken > cells) return fit(gutter + indent + key + value + tail, cells);
  return (
    gutter +
    styled(palette.dim, indent) +
    highlight(key, terms, palette.match, palette.key) +
    linked(highlight(value, terms, palette.match, valueStyle(line)), pageOf(line), `json${logical}`) +
    styled(palette.bracket, tail) +
    ' '.repeat(cells - taken)
  );
}

/** Where a click on the value leads. */
const pageOf = (line: JsonLine): string | undefined =>
  line.reference === undefined || line.kind === 'open' || line.kind === 'close'
    ? undefined
    : referencePage(line.reference);

function styled(style: Style, text: string): string {
  return text === '' ? '' : style(text);
}

function valueStyle(line: JsonLine): Style {
  if (line.reference !== undefined && line.kind !== 'open' && line.kind !== 'close') return palette.reference;
  switch (line.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return palette[line.kind];
    case 'null':
      return palette.nul;
    case 'cid':
    case 'bytes':
    case 'blob':
      return palette.string;
    default:
      return palette.bracket;
  }
}
