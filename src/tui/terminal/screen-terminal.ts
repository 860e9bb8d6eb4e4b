import { fstatSync } from 'node:fs';
import { isTerminalRemote } from '../../text/input/remote.js';
import { type BackgroundWatch, mayBeAsked, watchBackground } from './background.js';
import { type InputStage, openInputStage } from './input/stage.js';
import { createJobControl, type JobControl } from './job-control.js';
import { type PictureWatch, watchPictures } from './picture-watch.js';
import { createTerminalHold, type TerminalHold } from './terminal-hold.js';
import { createTerminalModes, type TerminalMode, type TerminalModes } from './terminal-modes.js';

/**
 * The terminal that the screen is on: what it sends, what is switched on in it, whose it is, who may stop us on it, what is behind its text.
 */
export interface ScreenTerminal {
  readonly stage: InputStage;
  readonly modes: TerminalModes;
  readonly hold: TerminalHold;
  readonly jobControl: JobControl;
  readonly background: BackgroundWatch;
  readonly pictures: PictureWatch;
  /** Gives it back for good. */
  close(): void;
}

/**
 * Takes the terminal of this process, which is one on both ends, and listens to it from then on. `hasColours`: enough of them for
 * pictures.
 */
export function openScreenTerminal(
  { stdin, stdout, env }: NodeJS.Process,
  hasColours: boolean,
): ScreenTerminal {
  const modes = createTerminalModes(modesOf(env, isOneTerminal()), (sequence) => void stdout.write(sequence));
  // Whatever ends the program: an exception that nobody waits for yet, too.
  process.once('exit', modes.giveBack);
  const stage = openInputStage(stdin, { isRemote: isTerminalRemote(env), modes });
  const hold = createTerminalHold(stage, stdout);
  const background = watchBackground(stage, { env, ask: (sequence) => void hold.stdout.write(sequence) });
  const pictures = watchPictures(stage, {
    // Who listens hears what a picture shows.
    hasColours: hasColours && env.INK_SCREEN_READER !== 'true',
    isInTmux: Boolean(env.TMUX),
    ask: (sequence) => hold.holder === 'us' && hold.stdout.write(sequence),
  });
  process.on('SIGWINCH', pictures.askCell);
  const jobControl = createJobControl(hold);
  return {
    ...{ stage, modes, hold, jobControl, background, pictures },
    close() {
      process.off('SIGWINCH', pictures.askCell);
      jobControl.close();
      stage.close();
      process.off('exit', modes.giveBack);
    },
  };
}

/** What is switched on from the start. It is asked nothing where somebody else would read the answers. */
function modesOf({ XTERM_VERSION, TMUX, TERM }: NodeJS.ProcessEnv, isAnswerRead: boolean): TerminalMode[] {
  const modes: TerminalMode[] = ['pastes'];
  if (XTERM_VERSION) modes.push('xtermAlt');
  if (isAnswerRead && mayBeAsked(TERM)) {
    // screen takes the question for a message to its user.
    if (TMUX) modes.push('picturesAroundTmux');
    else if (!TERM?.startsWith('screen')) modes.push('pictures');
    modes.push('background');
  }
  if (isAnswerRead && TMUX) modes.push('backgroundAroundTmux');
  return modes;
}

/** Whether what is typed comes from the terminal that is drawn on. */
function isOneTerminal(): boolean {
  try {
    return fstatSync(0).rdev === fstatSync(1).rdev;
  } catch {
    return false;
  }
}
