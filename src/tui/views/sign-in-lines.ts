import type { Prompt } from '../../store/overlays/prompt.js';
import type { SignInOverlay } from '../../store/session/session-state.js';
import { errorSentence } from '../../text/error-sentence.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import type { Hit } from '../screen/picture.js';
import { promptHit, promptLine } from '../screen/prompt-line.js';
import { palette } from '../screen/style.js';
import { noteRows } from './failure-text.js';
import { shownName } from './shown-name.js';

export interface SignInPicture {
  readonly lines: readonly string[];
  /** Where the caret stands within the lines. */
  readonly caret: { readonly x: number; readonly y: number };
  hits(): readonly Hit[];
}

const hints = {
  who: 'A handle, a DID, or an e-mail address. Left empty, the page in the browser asks.',
  password:
    'An app password is enough. Make one at bsky.app → Settings → Privacy and security → App passwords.',
  code: 'It is in the e-mail that you got just now.',
} as const;

/** The question that is open, what is typed, what went wrong, and what helps: `height` lines of `width` cells. */
export function drawSignIn(
  overlay: SignInOverlay,
  { width, height }: Size,
  words: CommandWords,
): SignInPicture {
  const room = Math.max(1, width - 2);
  const input = promptLine(MARK, shownAnswer(overlay), room);
  const { question, error, hint } = partsOf(overlay, room, words);
  // Where it is tight, the hint gives way first, then of the error what stands before its last sentence.
  const asked = question.slice(0, Math.max(1, Math.min(2, height - 1)));
  const left = Math.max(0, height - asked.length - 1);
  const told = error === '' || left === 0 ? [] : noteRows(error, room, left);
  const helped = hint.slice(0, Math.max(0, left - told.length));
  const spare = left - told.length - helped.length;
  const blank = ' '.repeat(room);
  const inner = [
    ...asked.map((line) => palette.bold(fit(line, room))),
    input.text,
    ...(spare > 0 ? [blank] : []),
    ...told.map((line) => palette.bad(fit(line, room))),
    ...(spare > 1 && told.length > 0 ? [blank] : []),
    ...helped.map((line) => palette.dim(fit(line, room))),
  ].slice(0, height);
  while (inner.length < height) inner.push(blank);
  const [before, after] = [' '.repeat(Math.min(1, width)), width > 1 ? ' ' : ''];
  const promptY = Math.min(height - 1, asked.length);
  return {
    lines: width > 1 ? inner.map((line) => before + line + after) : inner,
    caret: { x: Math.min(width - 1, 1 + input.caret), y: promptY },
    hits: () => [answerHit(overlay, { x: 1, y: promptY, width: width - 1 })],
  };
}

/** How many lines show all of it at that width. */
export function signInHeight(overlay: SignInOverlay, width: number, words: CommandWords): number {
  const { question, error, hint } = partsOf(overlay, Math.max(1, width - 2), words);
  return (
    question.length + 2 + hint.length + (error === '' ? 0 : wrap(error, Math.max(1, width - 2)).length + 1)
  );
}

/** All that is told in words, for a screen reader. */
export function signInWords(overlay: SignInOverlay, words: CommandWords): readonly string[] {
  const { question, error, hint } = partsOf(overlay, 400, words);
  return [...question, ...(error === '' ? [] : wrap(error, 400)), ...hint];
}

function partsOf(
  overlay: SignInOverlay,
  room: number,
  words: CommandWords,
): { question: readonly string[]; error: string; hint: readonly string[] } {
  const { step, busy, error } = overlay;
  const hint = busy ? spell(say`Signing in … {key:sign-in.back} ends it.`, words) : hints[step];
  return {
    question: wrap(questionOf(overlay), room).slice(0, 2),
    error:
      error === undefined ? '' : typeof error === 'string' ? sanitise(error) : errorSentence(error, words),
    hint: wrap(hint, room),
  };
}

function questionOf({ step, identifier, host }: SignInOverlay): string {
  const who = shownName(identifier);
  const at = host === undefined ? '' : ` (for ${shownName(host)} only)`;
  if (step === 'who') return 'Who signs in?';
  return step === 'password' ? `The app password of ${who}${at}` : `The code that was e-mailed to ${who}`;
}

const MARK = '› ';

const shownAnswer = ({ step, prompt }: SignInOverlay): Prompt =>
  step === 'password' ? masked(prompt) : prompt;

/** What is typed, as what a click hits. Behind bullets stand characters of one unit or two. */
function answerHit(overlay: SignInOverlay, at: Pick<Hit, 'x' | 'y' | 'width'>): Hit {
  const hit = promptHit({ ...at, width: at.width - 1 }, MARK, shownAnswer(overlay));
  const { target } = hit;
  if (overlay.step !== 'password' || target.kind !== 'typed') return hit;
  const characters = [...overlay.prompt.text];
  return {
    ...hit,
    target: { ...target, caretAt: (cell) => characters.slice(0, target.caretAt(cell)).join('').length },
  };
}

/** A bullet for each character: how many there are, and not which. */
function masked({ text, caret }: Prompt): Prompt {
  const bullets = (part: string): string => '•'.repeat([...part].length);
  return { text: bullets(text), caret: bullets(text.slice(0, caret)).length };
}
