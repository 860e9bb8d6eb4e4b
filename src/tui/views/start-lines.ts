import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import type { Prompt } from '../../store/overlays/prompt.js';
import type { StartPlace } from '../../store/start/start-places.js';
import { fit } from '../../text/fit.js';
import { sanitise } from '../../text/sanitise.js';
import { timeAgo } from '../../text/time-ago.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { type Hit, rowHits } from '../screen/picture.js';
import { promptHit, promptLine } from '../screen/prompt-line.js';
import { palette } from '../screen/style.js';
import { drawChoices } from './choice-lines.js';

/** What stands above the places. */
export interface StartHead {
  readonly prompt: Prompt;
  /** What went wrong, whole; empty: nothing. */
  readonly error: string;
  /** Which commands work here, and how they are called. */
  readonly help: string;
}

export interface StartPicture extends StartHead {
  /** What is in sight of the prompt, the places, and the way to the accounts, which the positions count in that order. */
  readonly window: CursorWindow;
  readonly places: readonly StartPlace[];
  /** Address of the place that Enter goes to while the prompt has the cursor. */
  readonly meant: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the last line leads to: the accounts, or signing in. */
  readonly account: string;
}

const BLOCK_CELLS_MAX = 72;
/** From here on there is room to say what this is. */
const TALL_LINES_MIN = 16;
const ERROR_LINES_MAX = 6;
const ACCEPTED = 'A handle, a DID, an at:// URI, or a web address of bsky.app or pdsls.dev.';

const cellsWithin = (width: number): number => Math.min(BLOCK_CELLS_MAX, Math.max(1, width - 4));

/** The lines above the places, and which of them is the prompt. */
function headOf({ prompt, error, help }: StartHead, { width, height }: Size) {
  const cells = cellsWithin(width);
  const isTall = height >= TALL_LINES_MIN;
  const input = promptLine('› ', prompt, cells);
  const text = (said: string, paint: (line: string) => string): readonly string[] =>
    said === '' ? [] : wrap(said, cells).map((line) => paint(fit(line, cells)));
  const above = [
    palette.titleFocused(fit('atscope', cells)),
    ...(isTall ? [palette.dim(fit('the AT Protocol from the keyboard', cells)), ' '.repeat(cells)] : []),
  ];
  const lines = [
    ...above,
    input.text,
    ...text(sanitise(error), palette.bad).slice(0, ERROR_LINES_MAX),
    ...(isTall ? [' '.repeat(cells), ...text(ACCEPTED, palette.dim)] : []),
    ...text(help, palette.dim),
  ];
  return { lines, promptLine: above.length, caret: input.caret };
}

/** How many of the places have room: beside the head, their title, and the way to the accounts. */
export function placesHeight(head: StartHead, count: number, size: Size): number {
  const beside = size.height >= TALL_LINES_MIN ? 4 : 2;
  return Math.max(0, Math.min(count, size.height - headOf(head, size).lines.length - beside));
}

/** The start screen: what this is, a prompt, what it takes, the places that it offers, and the way to the accounts. */
export function drawStart(picture: StartPicture, size: Size) {
  const { prompt, window, places, meant, now, account } = picture;
  const { width, height } = size;
  const cells = cellsWithin(width);
  const head = headOf(picture, size);
  const choices = places.map((place) => ({
    title: place.title,
    aside: `${place.address === meant ? '↵ ' : ''}${asideOf(place, now)}`,
  }));
  const room = placesHeight(picture, places.length, size);
  const list = room > 0 ? [palette.bold(fit(titleOf(prompt, places), cells))] : [];
  if (list.length > 0 && height >= TALL_LINES_MIN) list.unshift(' '.repeat(cells));
  const top = Math.max(0, Math.min(window.top - 1, places.length - room));
  const shown = { top, end: top + room, position: window.position - 1 };
  const placesAt = head.lines.length + list.length;
  list.push(...drawChoices(choices, shown, { width: cells, height: room }));

  const isLast = window.position > places.length;
  const last = drawChoices(
    [{ title: account, aside: '↑' }],
    { top: 0, end: 1, position: isLast ? 0 : -1 },
    { width: cells, height: 1 },
  );
  if (head.lines.length + list.length + 2 <= height) last.unshift(' '.repeat(cells));

  const block = [...head.lines, ...list, ...last];
  const above = Math.max(0, Math.min(Math.floor((height - block.length) / 3), Math.floor(height / 4)));
  const left = Math.max(0, Math.floor((width - cells) / 2));
  const right = ' '.repeat(Math.max(0, width - cells - left));
  const blank = ' '.repeat(width);
  const lines = [
    ...Array<string>(above).fill(blank),
    ...block.map((line) => ' '.repeat(left) + line + right),
  ].slice(0, height);
  while (lines.length < height) lines.push(blank);
  const promptY = above + head.promptLine;
  const hits = (): readonly Hit[] =>
    [
      promptHit({ x: left, y: promptY, width: cells }, '› ', prompt),
      ...rowHits({ ...window, top: 0, end: 1 }, { y: promptY, width }),
      ...rowHits({ ...window, top: top + 1, end: top + 1 + room }, { y: above + placesAt, width }),
      ...rowHits(
        { ...window, top: places.length + 1, end: places.length + 2 },
        { y: above + block.length - 1, width },
      ),
    ]
      .filter(({ y }) => y < height)
      .map((hit) => ({ ...hit, height: Math.min(hit.height, height - hit.y) }));
  return { lines, caret: { x: left + head.caret, y: promptY }, hits };
}

/** What stands over the places. */
export function titleOf(prompt: Prompt, places: readonly StartPlace[]): string {
  if (prompt.text.trim() !== '') return 'called so';
  return places.some(({ kind }) => kind === 'example') ? 'to begin with' : 'recent places';
}

function asideOf({ kind, at }: StartPlace, now: number): string {
  if (kind === 'person') return 'person';
  return at === undefined ? '' : timeAgo(at, now);
}
