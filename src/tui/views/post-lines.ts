import type { PostPiece } from '../../jobs/posts/facets.js';
import { POST_MAX_BYTES, POST_MAX_GRAPHEMES } from '../../jobs/posts/post-text.js';
import type { PreparedImage, PreparedPost } from '../../jobs/posts/prepare-post.js';
import type { PostOverlay } from '../../store/posting/posting-state.js';
import { byteSize } from '../../text/byte-size.js';
import { countText } from '../../text/count-text.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width as cellsOf } from '../../text/width.js';
import { wrap, wrapOffsets } from '../../text/wrap.js';
import { SheetWriter } from '../screen/sheet.js';
import { palette, type Style } from '../screen/style.js';

/** Rows of a post that is answered or quoted: enough to know which it is. */
const OTHER_ROWS_MAX = 3;

type Shown = Pick<PostOverlay, 'by' | 'post' | 'busy' | 'problem' | 'asksAlt'>;

/** A post as it will read, as lines of `width` cells: whom it answers, its text, what hangs on it, its length, and what is wrong. */
export function postSheet(shown: Shown, width: number, words: CommandWords): SheetWriter {
  const sheet = new SheetWriter();
  const { post, busy } = shown;
  function add(text: string, style: Style): void {
    sheet.add(
      text,
      wrap(text, width).map((row) => style(fit(row, width))),
    );
  }
  const blank = (): void => sheet.add('', [' '.repeat(width)]);
  for (const line of problemLines(shown, words)) add(line, palette.bad);
  if (busy !== undefined) add(sanitise(spell(busy, words)), palette.dim);
  if (sheet.lines.length > 0) blank();
  if (post === undefined) return sheet;
  add(sanitise(`${shown.by} posts${post.reply ? `, answering ${post.reply.by}:` : ':'}`), palette.bold);
  if (post.reply) addOther(sheet, post.reply.said, width);
  blank();
  for (const line of linesOf(post.pieces)) sheet.add(textOf(line), paintedRows(line, width));
  blank();
  for (const image of post.images) add(imageText(image), image.alt === '' ? palette.bad : palette.plain);
  if (post.quote) {
    add(sanitise(`❝ ${post.quote.by}:`), palette.plain);
    addOther(sheet, post.quote.said, width);
  }
  add(countsText(post), isTooLong(post) ? palette.bad : palette.dim);
  for (const line of [...post.notes, ...behindWords(post.pieces)]) add(sanitise(line), palette.dim);
  return sheet;
}

/** What a screen reader hears: the same without colours. */
export const postWords = (shown: Shown, words: CommandWords): readonly string[] =>
  postSheet(shown, SPOKEN_CELLS, words).texts.filter((line) => line !== '');

const SPOKEN_CELLS = 400;

/** `212 of 300 characters`. */
export const lengthText = ({ graphemes }: Pick<PreparedPost, 'graphemes'>): string =>
  `${countText(graphemes)} of ${POST_MAX_GRAPHEMES} characters`;

const isTooLong = ({ graphemes, bytes }: PreparedPost): boolean =>
  graphemes > POST_MAX_GRAPHEMES || bytes > POST_MAX_BYTES;

function countsText(post: PreparedPost): string {
  const { langs, bytes } = post;
  // Bytes are only the limit of texts that are made of much more than letters.
  const size =
    bytes > POST_MAX_BYTES / 2 ? [`${countText(bytes)} of ${countText(POST_MAX_BYTES)} bytes`] : [];
  const language = langs.length === 0 ? 'in no language that is said' : `in ${langs.join(', ')}`;
  return [lengthText(post), ...size, language].join(' · ');
}

/** What stands before all else, so that it is seen on the smallest screen. */
function problemLines({ post, problem, asksAlt }: Shown, words: CommandWords): readonly string[] {
  const asked = say`A picture has no words for who does not see it: {key:post.edit} adds them, {key:post.send} posts it all the same.`;
  const all = [
    ...(problem === undefined ? [] : [problem]),
    ...(post?.faults ?? []),
    ...(asksAlt ? [asked] : []),
  ];
  return all.map((line) => sanitise(spell(line, words)));
}

function imageText({ name, alt, size, type, width, height, note }: PreparedImage): string {
  const pixels = width === undefined || height === undefined ? '' : `${width}×${height}, `;
  const said = alt === '' ? 'no words for who does not see it' : `“${alt}”`;
  return sanitise(
    `▣ ${name} (${pixels}${byteSize(size)} of ${type}): ${said}${note === undefined ? '' : ` – ${note}`}`,
  );
}

function addOther(sheet: SheetWriter, said: string, width: number): void {
  const rows = said.split(/\r?\n/).flatMap((line) => wrap(sanitise(line), Math.max(1, width - 2)));
  const shown = rows.slice(0, OTHER_ROWS_MAX);
  for (const [index, row] of shown.entries()) {
    const isCut = index === OTHER_ROWS_MAX - 1 && rows.length > OTHER_ROWS_MAX;
    sheet.add(row, [palette.dim(fit(`│ ${row.trimEnd()}${isCut ? '…' : ''}`, width))]);
  }
}

/** Where words lead that do not say it themselves. */
function behindWords(pieces: readonly PostPiece[]): readonly string[] {
  return pieces.flatMap(({ is, text, to = '' }) =>
    is === 'link' && !to.endsWith(text) ? [`“${text}” leads to ${to}`] : [],
  );
}

/** The pieces of each line of a text, sanitised. */
function linesOf(pieces: readonly PostPiece[]): readonly (readonly PostPiece[])[] {
  const lines: PostPiece[][] = [[]];
  for (const { text, ...rest } of pieces) {
    for (const [index, part] of text.split('\n').entries()) {
      if (index > 0) lines.push([]);
      const clean = sanitise(part);
      if (clean !== '') lines.at(-1)?.push({ text: clean, ...rest });
    }
  }
  return lines;
}

const textOf = (line: readonly PostPiece[]): string => line.map(({ text }) => text).join('');

/** A line in rows, each piece of it painted as what it is. */
function paintedRows(line: readonly PostPiece[], width: number): readonly string[] {
  const text = textOf(line);
  const offsets = wrapOffsets(text, width);
  return offsets.map((start, row) => {
    const end = offsets[row + 1] ?? text.length;
    let painted = '';
    let at = 0;
    for (const { text: part, is } of line) {
      const shown = part.slice(Math.max(0, start - at), Math.max(0, end - at));
      at += part.length;
      if (shown !== '') painted += is === undefined ? shown : palette.reference(shown);
    }
    return painted + ' '.repeat(Math.max(0, width - cellsOf(text.slice(start, end))));
  });
}
