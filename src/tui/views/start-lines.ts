import type { Prompt } from '../../store/overlays/prompt.js';
import type { Recent } from '../../store/visits/visits-state.js';
import { fit } from '../../text/fit.js';
import { wrap } from '../../text/wrap.js';
import type { Size } from '../screen/layout.js';
import { type PromptLine, promptLine } from '../screen/prompt-line.js';
import { palette } from '../screen/style.js';
import { drawChoices } from './choice-lines.js';

export interface StartView {
  readonly prompt: Prompt;
  /** Which of the recent places is selected; -1 for the prompt. */
  readonly selected: number;
  readonly recents: readonly Recent[];
  /** What the last line leads to: the accounts, or signing in. */
  readonly account: string;
}

export interface StartPicture {
  readonly lines: readonly string[];
  /** Where the caret stands within the lines. */
  readonly caret: { readonly x: number; readonly y: number };
}

const widest = 72;
const accepted =
  'A handle, a DID, an at:// URI, or a web address of bsky.app or pdsls.dev; or a colon and a command.';

/** The start screen: what this is, a prompt, what it takes, the places visited before, and the way to the accounts. */
export function drawStart(
  { prompt, selected, recents, account }: StartView,
  { width, height }: Size,
): StartPicture {
  const cells = Math.min(widest, Math.max(1, width - 4));
  const title = ['atscope', 'the AT Protocol from the keyboard'];
  const input: PromptLine = promptLine('› ', prompt, cells);
  const head = [
    palette.titleFocused(fit(title[0]!, cells)),
    palette.dim(fit(title[1]!, cells)),
    ' '.repeat(cells),
    input.text,
    ' '.repeat(cells),
    ...wrap(accepted, cells).map((line) => palette.dim(fit(line, cells))),
  ];
  const choices = recents.map(({ address, title: name }) => ({
    title: name ?? address,
    aside: name ? address : '',
  }));
  const listRoom = Math.max(0, Math.min(choices.length, height - head.length - 4));
  const list = listRoom > 0 ? [' '.repeat(cells), palette.bold(fit('recent places', cells))] : [];
  if (listRoom > 0) list.push(...drawChoices(choices, selected, { width: cells, height: listRoom }));

  const entry = { title: account, aside: '↑' };
  const atEntry = selected === recents.length ? 0 : -1;
  const last = drawChoices([entry], atEntry, { width: cells, height: 1 });
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
  return { lines, caret: { x: left + input.caret, y: above + 3 } };
}
