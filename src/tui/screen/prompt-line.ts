import type { Prompt } from '../../store/overlays/prompt.js';
import { fit, headWithin } from '../../text/fit.js';
import { eachGrapheme } from '../../text/graphemes.js';
import { sanitise } from '../../text/sanitise.js';
import { width } from '../../text/width.js';
import type { Picture } from './picture.js';
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
  const shownLabel = width(label) <= cells - 2 ? label : '';
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

/** Of the line, for what is typed; what has to be said gets the rest. */
const PROMPT_CELLS_MIN = 24;

/** A prompt as a picture of one line; at its end what has to be said. */
export function promptPicture(
  { label, prompt }: { readonly label: string; readonly prompt: Prompt },
  cells: number,
  notice = '',
  paint = palette.accent,
): Picture {
  const said = sanitise(notice);
  const room = Math.min(width(said), Math.max(0, cells - PROMPT_CELLS_MIN - 2));
  const shown = room === 0 ? '' : ` ${fit(said, room)} `;
  const { text, caret } = promptLine(label, prompt, cells - width(shown));
  return {
    lines: [text + paint(shown)],
    caret: { x: caret, y: 0 },
    hits: [],
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
