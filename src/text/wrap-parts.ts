import { width } from './width.js';
import { wrap } from './wrap.js';

const BETWEEN_PARTS = ' · ';

/**
 * Parts with ` · ` between them as rows of a sanitised text, each at most `cells` wide: a row breaks between two parts, and none begins
 * or ends with the dot. Where that would take more rows than a text takes, they are wrapped as one.
 */
export function wrapParts(text: string, cells: number): readonly string[] {
  const rows = partRows(text, cells);
  const asText = wrap(text, cells);
  return rows.length > asText.length ? asText : rows;
}

function partRows(text: string, cells: number): readonly string[] {
  const rows: string[] = [];
  let row = '';
  for (const part of text.split(BETWEEN_PARTS)) {
    const longer = row === '' ? part : row + BETWEEN_PARTS + part;
    if (width(longer) <= cells) {
      row = longer;
      continue;
    }
    if (row !== '') rows.push(row);
    const wrapped = wrap(part, cells);
    row = wrapped.pop() ?? '';
    rows.push(...wrapped);
  }
  return [...rows, row];
}
