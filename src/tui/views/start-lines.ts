import type { CursorWindow } from '../../store/cursor/list-cursor.js';
import type { Prompt } from '../../store/overlays/prompt.js';
import type { Recent } from '../../store/visits/visits-state.js';
import { fit } from '../../text/fit.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { type Hit, rowHits } from '../screen/picture.js';
import { promptHit, promptLine } from '../screen/prompt-line.js';
import { palette } from '../screen/style.js';
import { drawChoices } from './choice-lines.js';

export interface StartPicture {
  readonly prompt: Prompt;
  /** What is in sight of the prompt, the places visited and the way to the accounts, which the positions count in that order. */
  readonly window: CursorWindow;
  readonly recents: readonly Recent[];
  /** What the last line leads to: the accounts, or signing in. */
  readonly account: string;
}

const BLOCK_CELLS_MAX = 72;
const ACCEPTED =
  'A handle, a DID, an at:// URI, or a web address of bsky.app or pdsls.dev; or a colon and a command.';
/** The line of the head that the prompt is on. */
const PROMPT_LINE = 3;

const cellsWithin = (width: number): number => Math.min(BLOCK_CELLS_MAX, Math.max(1, width - 4));

function headLines(prompt: string, cells: number): readonly string[] {
  return [
    palette.titleFocused(fit('atscope', cells)),
    palette.dim(fit('the AT Protocol from the keyboard', cells)),
    ' '.repeat(cells),
    prompt,
    ' '.repeat(cells),
    ...wrap(ACCEPTED, cells).map((line) => palette.dim(fit(line, cells))),
  ];
}

/** How many of the places visited have room: beside the head, their title, and the way to the accounts. */
export function recentsHeight(count: number, { width, height }: Size): number {
  return Math.max(0, Math.min(count, height - headLines('', cellsWithin(width)).length - 4));
}

/** The start screen: what this is, a prompt, what it takes, the places visited before, and the way to the accounts. */
export function drawStart({ prompt, window, recents, account }: StartPicture, size: Size) {
  const { width, height } = size;
  const cells = cellsWithin(width);
  const input = promptLine('› ', prompt, cells);
  const head = headLines(input.text, cells);
  const choices = recents.map(({ address, title: name }) => ({
    title: name ?? address,
    aside: name ? address : '',
  }));
  const room = recentsHeight(recents.length, size);
  const list = room > 0 ? [' '.repeat(cells), palette.bold(fit('recent places', cells))] : [];
  const top = Math.max(0, Math.min(window.top - 1, recents.length - room));
  const shown = { top, end: top + room, position: window.position - 1 };
  const recentsAt = head.length + list.length;
  list.push(...drawChoices(choices, shown, { width: cells, height: room }));

  const isLast = window.position > recents.length;
  const last = drawChoices(
    [{ title: account, aside: '↑' }],
    { top: 0, end: 1, position: isLast ? 0 : -1 },
    { width: cells, height: 1 },
  );
  if (head.length + list.length + 2 <= height) last.unshift(' '.repeat(cells));

  const block = [...head, ...list, ...last];
  const above = Math.max(0, Math.min(Math.floor((height - block.length) / 3), Math.floor(height / 4)));
  const left = Math.max(0, Math.floor((width - cells) / 2));
  const right = ' '.repeat(Math.max(0, width - cells - left));
  const blank = ' '.repeat(width);
  const lines = [
    ...Array<string>(above).fill(blank),
    ...block.map((line) => ' '.repeat(left) + line + right),
  ].slice(0, height);
  while (lines.length < height) lines.push(blank);
  const promptY = above + PROMPT_LINE;
  const hits = (): readonly Hit[] =>
    [
      promptHit({ x: left, y: promptY, width: cells }, '› ', prompt),
      ...rowHits({ ...window, top: 0, end: 1 }, { y: promptY, width }),
      ...rowHits({ ...window, top: top + 1, end: top + 1 + room }, { y: above + recentsAt, width }),
      ...rowHits(
        { ...window, top: recents.length + 1, end: recents.length + 2 },
        { y: above + block.length - 1, width },
      ),
    ]
      .filter(({ y }) => y < height)
      .map((hit) => ({ ...hit, height: Math.min(hit.height, height - hit.y) }));
  return { lines, caret: { x: left + input.caret, y: promptY }, hits };
}
