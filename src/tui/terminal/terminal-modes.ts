import { ASK_AROUND_TMUX, TELL_BACKGROUND, TELL_NO_BACKGROUND } from './background-questions.js';
import { TELL_PICTURES, TELL_PICTURES_AROUND_TMUX } from './picture-questions.js';

/**
 * Everything that the program switches on in a terminal, beside the alternate screen and the cursor, which are Ink's, and raw mode,
 * which goes with reading. A mode is a line here: what switches it on, and what leaves the terminal as it was.
 */
const MODES = {
  pastes: ['\x1b[?2004h', '\x1b[?2004l'],
  /** xterm as it comes sends â for Alt-b. It is asked to send ESC and the letter, as all others do, and as it was set it is put back. */
  xtermAlt: ['\x1b[?1036s\x1b[?1036h', '\x1b[?1036r'],
  /** Before the background, whose last question ends the wait for all answers. */
  pictures: [TELL_PICTURES, ''],
  picturesAroundTmux: [TELL_PICTURES_AROUND_TMUX, ''],
  /** It may be another one each time that the terminal is ours again, and is asked for anew. */
  background: [TELL_BACKGROUND, TELL_NO_BACKGROUND],
  backgroundAroundTmux: [ASK_AROUND_TMUX, ''],
  /**
   * Presses, releases and the wheel (1000), in numbers that any column fits (1006). Neither dragging (1002) nor moving (1003) is asked for.
   */
  mouse: ['\x1b[?1000h\x1b[?1006h', '\x1b[?1006l\x1b[?1000l'],
  /** Has the wheel send arrow keys where the mouse is the terminal's. Some have it on by default: as it was it is put back. */
  alternateScroll: ['\x1b[?1007s\x1b[?1007h', '\x1b[?1007r'],
} as const satisfies Record<string, readonly [on: string, off: string]>;

export type TerminalMode = keyof typeof MODES;

/**
 * The one owner of the modes. What is wanted is on for as long as the terminal is ours: whoever gives it to somebody else, or back to
 * the shell, gives it back whole, and takes it as it was.
 */
export interface TerminalModes {
  /** Wants a mode, or does not want it any more; at once where the terminal is ours, else when it is again. */
  want(mode: TerminalMode, isWanted: boolean): void;
  isWanted(mode: TerminalMode): boolean;
  /** The terminal is ours: what is wanted is switched on. Twice is once. */
  takeBack(): void;
  /** The terminal is somebody else's: all is switched off, the last first. Twice is once. */
  giveBack(): void;
}

/** `wanted`: in the order in which they are switched on. `write` puts a sequence on the terminal at once. */
export function createTerminalModes(
  wanted: readonly TerminalMode[],
  write: (sequence: string) => void,
): TerminalModes {
  let modes = [...wanted];
  let isOurs = false;

  return {
    want(mode, isWanted) {
      if (modes.includes(mode) === isWanted) return;
      modes = isWanted ? [...modes, mode] : modes.filter((other) => other !== mode);
      if (isOurs) write(MODES[mode][isWanted ? 0 : 1]);
    },
    isWanted: (mode) => modes.includes(mode),
    takeBack() {
      if (isOurs) return;
      isOurs = true;
      if (modes.length > 0) write(modes.map((mode) => MODES[mode][0]).join(''));
    },
    giveBack() {
      if (!isOurs) return;
      isOurs = false;
      if (modes.length > 0) {
        write(
          modes
            .map((mode) => MODES[mode][1])
            .reverse()
            .join(''),
        );
      }
    },
  };
}
