import { byteSize } from '../../text/byte-size.js';
import { isNarrow } from '../../text/character-classes.js';
import { fitMiddle } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';

import type { OpenLine, ValueLine } from './json-document.js';

const ESCAPED = /["\\]/;

/**
 * Whatever leaves no trace on the screen. What only says how an emoji is drawn, or how letters of one word join, is matched by the
 * first group and stays out of the text without an escape: ordinary posts are full of it.
 */
const HIDDEN =
  /(\u{1F3F4}[\u{E0020}-\u{E007E}]{1,16}\u{E007F}|(?<=\p{Emoji})(?:\uFE0E|\uFE0F)|(?<=\p{Emoji}|\uFE0F)\u200D(?=\p{Extended_Pictographic})|(?<=[\p{L}\p{M}])(?:\u200C|\u200D)(?=[\p{L}\p{M}]))|[\x7F-\x9F\u2028\u2029\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A string as JSON, safe to draw: what JSON escapes is escaped, and so is every character that could not be seen (`\u202e`), so that
 * what one reads is what is there.
 */
export function jsonString(text: string): string {
  if (isNarrow(text)) return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
  const shown = JSON.stringify(text).replace(HIDDEN, (found: string, drawn: string | undefined) =>
    drawn === undefined ? unicodeEscape(found) : found,
  );
  return sanitise(shown);
}

/** Cells of `jsonString(text)`, without making it where that can be helped. */
export function jsonStringWidth(text: string): number {
  return isNarrow(text) && !ESCAPED.test(text) ? text.length + 2 : width(jsonString(text));
}

/** The value of a line, without its key and comma. */
export function valueText(line: ValueLine): string {
  switch (line.kind) {
    case 'string':
      return jsonString(line.text);
    case 'cid':
      return `{"$link": ${jsonString(line.text)}}`;
    case 'bytes':
      return `{"$bytes": ${jsonString(line.text)}}`;
    case 'blob':
      return blobText(line);
    default:
      return line.text;
  }
}

/** What a folded object or list shows: `{… 5 keys}`. */
export function foldedText(line: OpenLine): string {
  const noun = line.list ? 'item' : 'key';
  const [open, close] = line.list ? '[]' : '{}';
  return `${open}… ${line.count} ${noun}${line.count === 1 ? '' : 's'}${close}`;
}

/** `⬚ image/png 34 KB bafkrei…x4yq`. */
function blobText({ reference }: ValueLine): string {
  if (reference?.kind !== 'blob') return '⬚';
  const type = sanitise(reference.mimeType.slice(0, 64));
  const cid = sanitise(reference.cid.slice(0, 256));
  const size = reference.size === undefined ? '' : ` ${byteSize(reference.size)}`;
  return `⬚ ${type}${size} ${width(cid) > 16 ? fitMiddle(cid, 16) : cid}`;
}

function unicodeEscape(character: string): string {
  let out = '';
  for (let unit = 0; unit < character.length; unit++) {
    out += `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`;
  }
  return out;
}
