import { NO_PICTURES, type PictureTerminal } from '../../store/pictures/pictures-state.js';
import type { InputStage, Reply } from './input/stage.js';
import { ASK_CELL } from './picture-questions.js';

/** What the terminal can show of pictures, as far as it has said. */
export interface PictureWatch {
  /** Called at once, and whenever it says something else. */
  onChange(listener: (terminal: PictureTerminal) => void): void;
  /** Whether it is the terminal around tmux that draws them. */
  readonly isAroundTmux: boolean;
  /** Has a terminal that draws them say anew how large its cells are: another font is heard of as another size of the window. */
  askCell(): void;
}

/** The first kitty that has placeholders. */
const KITTY_SINCE = [0, 28] as const;

/** Listens for what the terminal says when it is asked (`background-questions.ts`). */
export function watchPictures(
  stage: Pick<InputStage, 'onReply'>,
  {
    hasColours,
    isInTmux,
    ask,
  }: {
    readonly hasColours: boolean;
    readonly isInTmux: boolean;
    /** Puts a question on the terminal where it is ours. */
    ask(sequence: string): void;
  },
): PictureWatch {
  let takesKitty = false;
  let hasPlaceholders = false;
  let cell: PictureTerminal['kitty'];
  let now: PictureTerminal = { ...NO_PICTURES, hasColours };
  let listener: ((terminal: PictureTerminal) => void) | undefined;

  stage.onReply((reply) => {
    if (isKittyOk(reply)) takesKitty = true;
    else if (namesPlaceholders(reply)) hasPlaceholders = true;
    else cell = cellSize(reply) ?? cell;
    const kitty = takesKitty && hasPlaceholders ? cell : undefined;
    if (kitty?.width === now.kitty?.width && kitty?.height === now.kitty?.height) return;
    now = { hasColours, kitty };
    listener?.(now);
  });

  return {
    onChange(next) {
      listener = next;
      next(now);
    },
    isAroundTmux: isInTmux,
    askCell() {
      // Of tmux itself: what the terminal around it says goes to the pane that has the keys, and that may be another one.
      if (now.kitty) ask(ASK_CELL);
    },
  };
}

const isKittyOk = ({ kind, body }: Reply): boolean => kind === 'apc' && /^Gi=31;OK/.test(body);

/**
 * Whether a terminal that names itself (XTVERSION) is known to draw placeholders. Others say yes to kitty's protocol, and show them as
 * boxes (wezterm#7807).
 */
function namesPlaceholders({ kind, body }: Reply): boolean {
  if (kind !== 'dcs') return false;
  if (/^>\|ghostty/i.test(body)) return true;
  const [, major, minor] = /^>\|kitty\((\d+)\.(\d+)/.exec(body) ?? [];
  if (major === undefined || minor === undefined) return false;
  const [since, sinceMinor] = KITTY_SINCE;
  return Number(major) > since || Number(minor) >= sinceMinor;
}

const CELL_MAX = 200;

/** `6;17;8t`: the height and the width of a cell in pixels. */
function cellSize({ kind, body }: Reply): { width: number; height: number } | undefined {
  const [, height, width] = (kind === 'csi' && /^6;(\d+);(\d+)t$/.exec(body)) || [];
  if (width === undefined || height === undefined) return undefined;
  const cell = { width: Number(width), height: Number(height) };
  return cell.width > 0 && cell.height > 0 && cell.width <= CELL_MAX && cell.height <= CELL_MAX
    ? cell
    : undefined;
}
