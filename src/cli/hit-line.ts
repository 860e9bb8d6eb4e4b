import { styleText } from 'node:util';
import { hitText } from '../archive/search/hit-text.js';
import type { ExportedRecord } from '../jobs/export/exported-record.js';
import { whenText } from '../lenses/created-text.js';
import { cellText } from '../text/cell-text.js';
import { fit } from '../text/fit.js';
import { highlight } from '../text/highlight.js';
import { textField } from '../text/json-fields.js';
import { sanitise } from '../text/sanitise.js';

const COLLECTION_CELLS = 12;
const WHEN_CELLS = 8;
const RKEY_CELLS = 13;
const TEXT_MIN_CELLS = 20;

/** A hit as people read it: when, of which collection, its key, and the text around the first of the words, which is lit. */
export function hitLine(
  { collection, rkey, body, value }: ExportedRecord,
  words: readonly string[],
  cells: number,
): string {
  const head = [
    fit(whenText(textField(value, 'createdAt'), rkey), WHEN_CELLS),
    fit(sanitise(collection.slice(collection.lastIndexOf('.') + 1)), COLLECTION_CELLS),
    fit(sanitise(rkey), RKEY_CELLS),
  ].join(' ');
  const left = Math.max(TEXT_MIN_CELLS, cells - (WHEN_CELLS + COLLECTION_CELLS + RKEY_CELLS + 3));
  const shown = fit(sanitise(cellText(hitText(body, words))), left).trimEnd();
  return `${head} ${highlight(shown, words, lit)}\n`;
}

const lit = (part: string): string => styleText('inverse', part, { stream: process.stdout });
