import { graphemesOf } from '../../text/character-classes.js';

/** A line of text being typed. `caret` counts UTF-16 units and never stands inside a grapheme. */
export interface Prompt {
  readonly text: string;
  readonly caret: number;
}

/**
 * Characters (UTF-16 units) that a prompt holds. An at:// URI has at most 8,192 (atproto.com/specs/at-uri-scheme), and nothing that is typed
 * here is longer.
 */
export const PROMPT_MAX_CHARACTERS = 8192;

export const emptyPrompt: Prompt = { text: '', caret: 0 };

export type PromptEdit =
  | { readonly kind: 'insert'; readonly text: string }
  /** To a place in the text, in UTF-16 units; within a grapheme it is that before it. */
  | { readonly kind: 'caret'; readonly at: number }
  | {
      readonly kind:
        | 'left'
        | 'right'
        | 'word-left'
        | 'word-right'
        | 'home'
        | 'end'
        | 'backspace'
        | 'delete'
        | 'delete-word'
        | 'delete-word-after'
        | 'delete-to-start'
        | 'delete-to-end';
    };

function before(text: string, caret: number): number {
  let start = 0;
  for (const { index } of graphemesOf(text.slice(0, caret))) start = index;
  return start;
}

function after(text: string, caret: number): number {
  for (const { segment } of graphemesOf(text.slice(caret))) return caret + segment.length;
  return caret;
}

/** The last place at or before a place that is between two graphemes. */
function boundary(text: string, at: number): number {
  let found = 0;
  for (const { index, segment } of graphemesOf(text)) {
    if (index + segment.length > at) break;
    found = index + segment.length;
  }
  return found;
}

/** Where the word before the caret begins. Handles, addresses and paths have their dots, slashes and colons between words. */
const wordBefore = (text: string, caret: number): number =>
  text.slice(0, caret).replace(/[^\s./:]*[\s./:]*$/u, '').length;

/** Where the word behind the caret ends. */
const wordAfter = (text: string, caret: number): number =>
  caret + (/^[\s./:]*[^\s./:]*/u.exec(text.slice(caret))?.[0].length ?? 0);

/** A prompt is one line: line ends and tabs of what is pasted become spaces, other controls go. */
const oneLine = (text: string): string =>
  text.replace(/[\r\n\t]+/g, ' ').replace(/[\x00-\x1f\x7f-\x9f]/g, '');

/** As much of what is put in as there is room for, in whole graphemes. */
function withinPrompt(text: string, room: number): string {
  if (text.length <= room) return text;
  // One grapheme more tells whether the last one is whole.
  return text.slice(0, before(text.slice(0, room + 1), room + 1));
}

/** Whether an edit puts in more than there is room for: what is too much is left out. */
export const isTooMuch = ({ text }: Prompt, edit: PromptEdit): boolean =>
  edit.kind === 'insert' && oneLine(edit.text).length > PROMPT_MAX_CHARACTERS - text.length;

export const PROMPT_FULL = `Cut: a prompt holds ${PROMPT_MAX_CHARACTERS.toLocaleString('en')} characters.`;

/** The prompt after one edit. Pure: every key that arrives in one burst counts. */
export function editPrompt(prompt: Prompt, edit: PromptEdit): Prompt {
  const { text, caret } = prompt;
  const cut = (from: number, to: number): Prompt => ({
    text: text.slice(0, from) + text.slice(to),
    caret: from,
  });
  switch (edit.kind) {
    case 'insert': {
      const added = withinPrompt(oneLine(edit.text), PROMPT_MAX_CHARACTERS - text.length);
      return { text: text.slice(0, caret) + added + text.slice(caret), caret: caret + added.length };
    }
    case 'caret':
      return { text, caret: boundary(text, edit.at) };
    case 'left':
      return { text, caret: before(text, caret) };
    case 'right':
      return { text, caret: after(text, caret) };
    case 'home':
      return { text, caret: 0 };
    case 'end':
      return { text, caret: text.length };
    case 'backspace':
      return cut(before(text, caret), caret);
    case 'delete':
      return cut(caret, after(text, caret));
    case 'word-left':
      return { text, caret: wordBefore(text, caret) };
    case 'word-right':
      return { text, caret: wordAfter(text, caret) };
    case 'delete-word':
      return cut(wordBefore(text, caret), caret);
    case 'delete-word-after':
      return cut(caret, wordAfter(text, caret));
    case 'delete-to-start':
      return cut(0, caret);
    case 'delete-to-end':
      return { text: text.slice(0, caret), caret };
  }
}

/** The prompt holding `text`, with the caret behind it. */
export function promptOf(text: string): Prompt {
  return editPrompt(emptyPrompt, { kind: 'insert', text });
}
