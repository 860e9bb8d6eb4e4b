import type { BrowserSignInOverlay } from '../../store/overlays/overlays-state.js';
import type { BrowserOpening } from '../../store/session/session-state.js';
import { errorSentence } from '../../text/error-sentence.js';
import { fit } from '../../text/fit.js';
import { addressInWords, maskAddress } from '../../text/masked-address.js';
import { sanitise } from '../../text/sanitise.js';
import { type CommandWords, say, spell } from '../../text/sentence.js';
import { width } from '../../text/width.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { linked } from '../screen/links.js';
import type { Hit } from '../screen/picture.js';
import { type PromptLine, promptHit, promptLine } from '../screen/prompt-line.js';
import { type Block, linesWithin } from '../screen/stacked.js';
import { palette, type Style } from '../screen/style.js';
import { noteRows } from './failure-text.js';
import { shownName } from './shown-name.js';

export interface BrowserSignInPicture {
  readonly lines: readonly string[];
  /** Where the caret stands within the lines; undefined where nothing is typed. */
  readonly caret: { readonly x: number; readonly y: number } | undefined;
  hits(): readonly Hit[];
}

const MARK = '› ';

/** What is told of a sign-in in the browser, in words; what there is nothing of is left out. */
interface Told {
  readonly heading: string;
  /** What one does with the address. */
  readonly advice?: string | undefined;
  readonly address?: string | undefined;
  /** There is no room for all of the address: it comes last, for it has to be copied anyway. */
  readonly isCut?: boolean | undefined;
  readonly error?: string | undefined;
  /** What one pastes. */
  readonly pasting?: string | undefined;
  readonly waiting?: string | undefined;
}

const COPY = say`{key:sign-in.copy-address} copies this address.`;
/** Where there is no room for all of it. */
const COPY_ALL = say`{key:sign-in.copy-address} copies all of this address; a larger terminal shows it, and atscope login prints it.`;

const OPENED = 'The browser opens it; where it does not, open it yourself, in one only.';
const OPENING: Readonly<Record<BrowserOpening, string>> = {
  opening: OPENED,
  opened: OPENED,
  failed: 'No browser could be started: open it in one yourself.',
  away: 'This is ssh: open it on the machine before you, in one browser only.',
  none: 'There is no desktop here: open it where you have a browser, in one only.',
};

const ELSEWHERE = say`On another machine the browser ends at a page that is not there: paste its address here, and press {key:sign-in.next}.`;
const AGAIN = say`{key:sign-in.next} begins again, {key:sign-in.back} goes back.`;

/** `isCut`: there is no room for all of the address. */
function toldOf(overlay: BrowserSignInOverlay, words: CommandWords, isCut = false): Told {
  const { stage, level, url, browser, secondsLeft } = overlay;
  const host = overlay.host === undefined ? 'the server' : shownName(overlay.host);
  const error = overlay.error === undefined ? undefined : errorSentence(overlay.error, words);
  switch (stage) {
    case 'asking':
      return { heading: `Asking ${host} for the page to sign in at …` };
    case 'finishing':
      return { heading: `Signing in at ${host} …` };
    case 'ended':
      return { heading: 'Nobody was signed in.', error, pasting: spell(AGAIN, words) };
    case 'waiting':
      return {
        heading: `${host} asks whether atscope may ${level === 'read' ? 'read' : 'read and write'} for you.`,
        advice: spell(say`${isCut ? COPY_ALL : COPY} ${OPENING[browser]}`, words),
        isCut,
        address: sanitise(url ?? ''),
        error,
        pasting: spell(ELSEWHERE, words),
        waiting: `Waiting for the answer of ${host} … ${clock(secondsLeft)} left.`,
      };
  }
}

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** A block, and its rows painted where it has so many lines. */
interface PaintedBlock extends Block {
  paint(count: number): readonly string[];
}

function textBlock(
  said: string,
  style: Style,
  room: number,
  order: Pick<Block, 'rank' | 'least'>,
): PaintedBlock {
  const lines = wrap(said, room);
  const rows = (count: number): readonly string[] =>
    count < lines.length ? noteRows(said, room, count) : lines;
  return { lines, ...order, paint: (count) => rows(count).map((line) => style(fit(line, room))) };
}

/** The address as rows that are it when they are joined; the terminal opens it where it takes links. */
function addressBlock(address: string, url: string | undefined, room: number): Omit<PaintedBlock, 'rank'> {
  const lines = wrap(address, room);
  const cut = (line: string): string => fit(`${line} …`, room);
  return {
    lines,
    least: 1,
    paint: (count) =>
      lines.slice(0, count).map((line, row) => {
        const shown = row === count - 1 && count < lines.length ? cut(line) : line;
        return (
          linked(palette.reference(shown), url, 'sign-in') + ' '.repeat(Math.max(0, room - width(shown)))
        );
      }),
  };
}

/** What is typed, and where the caret stands in it. */
function typedLine({ prompt }: BrowserSignInOverlay, room: number): PromptLine {
  const { text, masked } = maskAddress(prompt.text);
  return promptLine(MARK, { text, caret: masked(prompt.caret) }, room);
}

const spaceOf = (room: number): PaintedBlock => ({
  lines: [''],
  least: 0,
  rank: 0,
  paint: () => [' '.repeat(room)],
});

/** What stands in the box, in its order. */
interface Stack {
  readonly blocks: readonly PaintedBlock[];
  /** The block of the prompt, if there is one. */
  readonly typed: PaintedBlock | undefined;
  readonly address: PaintedBlock | undefined;
}

function stackOf(overlay: BrowserSignInOverlay, told: Told, room: number): Stack {
  const isEnded = overlay.stage === 'ended';
  const text = (said: string | undefined, style: Style, rank: number, least: number): PaintedBlock[] =>
    said === undefined ? [] : [textBlock(said, style, room, { rank, least })];
  const typed: PaintedBlock | undefined =
    overlay.stage === 'waiting'
      ? { lines: [''], rank: 10, paint: () => [typedLine(overlay, room).text] }
      : undefined;
  const address =
    told.address === undefined
      ? undefined
      : { ...addressBlock(told.address, overlay.url, room), rank: told.isCut ? 1 : 4 };
  const head = [
    ...text(told.heading, palette.bold, 8, 1),
    ...text(told.advice, palette.dim, 6, 1),
    ...(address ? [address] : []),
  ];
  const waiting = text(told.waiting, palette.plain, 5, 1);
  const paste = [
    ...text(told.error, palette.bad, 9, 2),
    ...(typed ? [typed] : []),
    ...text(told.pasting, palette.dim, isEnded ? 7 : 3, isEnded ? 1 : 0),
  ];
  // Where no browser was opened, what is pasted is the way on.
  const isPasted = overlay.browser === 'away' || overlay.browser === 'none';
  const blocks = [head, ...(isPasted ? [paste, waiting] : [waiting, paste])]
    .filter((part) => part.length > 0)
    .flatMap((part, at) => (at === 0 ? part : [spaceOf(room), ...part]));
  return { blocks, typed, address };
}

/** The stack in so many lines, and how many each of its blocks has. */
function stackWithin(
  overlay: BrowserSignInOverlay,
  { width: room, height }: Size,
  words: CommandWords,
): Stack & { readonly counts: readonly number[] } {
  function within(told: Told) {
    const stack = stackOf(overlay, told, room);
    return { ...stack, counts: linesWithin(stack.blocks, height) };
  }
  const stack = within(toldOf(overlay, words));
  const shown = stack.address ? (stack.counts[stack.blocks.indexOf(stack.address)] ?? 0) : 0;
  const isCut = shown < (stack.address?.lines.length ?? 0);
  return isCut ? within(toldOf(overlay, words, true)) : stack;
}

/** A sign-in that waits for the browser: `height` lines of `width` cells. */
export function drawBrowserSignIn(
  overlay: BrowserSignInOverlay,
  { width: cells, height }: Size,
  words: CommandWords,
): BrowserSignInPicture {
  const room = Math.max(1, cells - 2);
  const { blocks, typed, counts } = stackWithin(overlay, { width: room, height }, words);
  const inner = blocks.flatMap((block, at) => block.paint(counts[at] ?? 0).slice(0, counts[at] ?? 0));
  while (inner.length < height) inner.push(' '.repeat(room));
  const lines = inner.slice(0, height).map((line) => (cells > 1 ? ` ${line}${cells > 2 ? ' ' : ''}` : line));
  if (!typed) return { lines, caret: undefined, hits: () => [] };
  const y = counts.slice(0, blocks.indexOf(typed)).reduce((sum, count) => sum + count, 0);
  return {
    lines,
    caret: { x: Math.min(cells - 1, 1 + typedLine(overlay, room).caret), y: Math.min(height - 1, y) },
    hits: () => [typedHit(overlay, { x: 1, y, width: room })],
  };
}

/** What is typed, as what a click hits: a bullet is a character of the address. */
function typedHit({ prompt }: BrowserSignInOverlay, at: Pick<Hit, 'x' | 'y' | 'width'>): Hit {
  const { text, masked, unmasked } = maskAddress(prompt.text);
  const hit = promptHit(at, MARK, { text, caret: masked(prompt.caret) });
  const { target } = hit;
  if (target.kind !== 'typed') return hit;
  return { ...hit, target: { ...target, caretAt: (cell) => unmasked(target.caretAt(cell)) } };
}

/** How many lines show all of it at that width. */
export function browserSignInHeight(
  overlay: BrowserSignInOverlay,
  cells: number,
  words: CommandWords,
): number {
  const { blocks } = stackOf(overlay, toldOf(overlay, words), Math.max(1, cells - 2));
  return blocks.reduce((sum, { lines }) => sum + lines.length, 0);
}

/** All that is told in words, for a screen reader. */
export function browserSignInWords(overlay: BrowserSignInOverlay, words: CommandWords): readonly string[] {
  const { heading, advice, address, error, waiting, pasting } = toldOf(overlay, words);
  const typed =
    overlay.stage === 'waiting' ? `typed: ${sanitise(addressInWords(overlay.prompt.text))}` : undefined;
  return [heading, error, advice, address, waiting, pasting, typed].filter((line) => line !== undefined);
}
