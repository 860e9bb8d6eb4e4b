import type { Prompt } from '../../store/overlays/prompt.js';
import { graphemesOf } from '../../text/character-classes.js';
import { fit, headWithin } from '../../text/fit.js';
import { eachGrapheme } from '../../text/graphemes.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';
import type { Hit, Picture } from './picture.js';
import { palette } from './style.js';

export interface PromptLine {
  /** Exactly as many cells as asked for. */
  readonly text: string;
  /** Cell of the caret, counted from 0. */
  readonly caret: number;
}

/** A prompt in so many cells behind a label. A text longer than that scrolls, by whole graphemes, so that the caret is in sight. */
export function promptLine(label: string, prompt: Prompt, cells: number): PromptLine {
  if (cells <= 0) return { text: '', caret: 0 };
  const shownLabel = labelWithin(label, cells);
  const labelWidth = width(shownLabel);
  const room = cells - labelWidth;
  const before = sanitise(prompt.text.slice(0, prompt.caret));
  const after = sanitise(prompt.text.slice(prompt.caret));
  const beforeWidth = width(before);
  // The caret stands behind the text, too; and some of what follows it is worth seeing.
  const behind = Math.min(width(after), Math.floor(room / 4));
  const head = beforeWidth <= room - 1 - behind ? before : `…${tail(before, beforeWidth, room - 2 - behind)}`;
  const headWidth = width(head);
  if (headWidth >= room) return { text: fit(shownLabel + head, cells), caret: cells - 1 };
  return {
    text: shownLabel + head + fit(after, room - headWidth),
    caret: labelWidth + headWidth,
  };
}

/** A label that leaves no room for what is typed is left out. */
const labelWithin = (label: string, cells: number): string => (width(label) <= cells - 2 ? label : '');

/**
 * Where a click on a cell of a prompt's line puts the caret: before the character that stands there, behind the last one where nothing
 * does. Cells are counted as in {@link promptLine}.
 */
export function caretAt(label: string, prompt: Prompt, cells: number, cell: number): number {
  const { text, caret } = prompt;
  const wanted = Math.max(cell, width(labelWithin(label, cells)));
  let at = promptLine(label, prompt, cells).caret;
  let found = caret;
  if (wanted < at) {
    const before = [...graphemesOf(text.slice(0, caret))];
    for (let grapheme = before.pop(); grapheme && at > wanted; grapheme = before.pop()) {
      found = grapheme.index;
      at -= width(sanitise(grapheme.segment));
    }
    return found;
  }
  for (const { segment } of graphemesOf(text.slice(caret))) {
    at += width(sanitise(segment));
    if (at > wanted) break;
    found += segment.length;
  }
  return found;
}

/** The line of a prompt as what a click hits. */
export const promptHit = (at: Pick<Hit, 'x' | 'y' | 'width'>, label: string, prompt: Prompt): Hit => ({
  ...at,
  height: 1,
  target: { kind: 'typed', caretAt: (cell) => caretAt(label, prompt, at.width, cell) },
});

/** Of the line, for what is typed; what has to be said gets the rest. */
const PROMPT_CELLS_MIN = 24;

/** Cells that something has that is said at the end of a prompt's line. */
export const noticeRoom = (cells: number): number => Math.max(0, cells - PROMPT_CELLS_MIN - 2);

/** A prompt as a picture of one line; at its end what has to be said. */
export function promptPicture(
  { label, prompt }: { readonly label: string; readonly prompt: Prompt },
  cells: number,
  notice = '',
  paint = palette.accent,
): Picture {
  const said = sanitise(notice);
  const room = Math.min(width(said), noticeRoom(cells));
  const shown = room === 0 ? '' : ` ${fit(said, room)} `;
  const { text, caret } = promptLine(label, prompt, cells - width(shown));
  return {
    lines: [text + paint(shown)],
    caret: { x: caret, y: 0 },
    hits: () => [promptHit({ x: 0, y: 0, width: cells - width(shown) }, label, prompt)],
    spoken: () => ({ title: `${text.trim()}${shown.trimEnd()}`, lines: [] }),
  };
}

/** The end of a text that takes at most `cells`. */
function tail(text: string, total: number, cells: number): string {
  let skipped = headWithin(text, Math.max(0, total - cells)).width;
  let start = headWithin(text, skipped).end;
  // A wide grapheme across the edge leaves one cell too much: it goes as well.
  eachGrapheme(
    text,
    (_start, end, graphemeWidth) => {
      if (total - skipped <= cells) return false;
      skipped += graphemeWidth;
      start = end;
      return true;
    },
    start,
  );
  return text.slice(start);
}
