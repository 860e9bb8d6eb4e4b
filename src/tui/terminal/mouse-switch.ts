import type { TerminalModes } from './terminal-modes.js';

/** The mouse, to be taken and let go of. */
export interface MouseSwitch {
  /** Takes it where the terminal has it, and lets go of it where we have it; says which, or why there is none to be taken. */
  toggle(): 'taken' | 'let-go' | { readonly missing: string };
}

/** Terminals that have no mouse to report, by the beginning of their names in terminfo. */
const WITHOUT_MOUSE =
  /^(?:vt\d|ansi|pcansi|dumb|unknown|network|teletype|eterm|emacs|sun|wy(?:se)?\d|hp|adm|ibm)/;

/** Whether a terminal of that `TERM` may report a mouse. Where nothing is said of it, it does not. */
export const mayHaveMouse = (term: string | undefined): boolean =>
  term !== undefined && term !== '' && !WITHOUT_MOUSE.test(term);

/**
 * Takes the mouse, or with `isWanted: false` leaves it to the terminal, until it is toggled. `isSpoken`: the screen is read aloud, and
 * has no places to click at.
 */
export function createMouseSwitch(
  modes: Pick<TerminalModes, 'want'>,
  { isWanted, isSpoken, term }: { isWanted: boolean; isSpoken: boolean; term: string | undefined },
): MouseSwitch {
  const missing = isSpoken
    ? 'The screen is read aloud: there is nothing on it to click at.'
    : mayHaveMouse(term)
      ? undefined
      : `This terminal (TERM=${term ?? ''}) reports no mouse.`;
  function set(isTaken: boolean): void {
    modes.want(isTaken ? 'alternateScroll' : 'mouse', false);
    modes.want(isTaken ? 'mouse' : 'alternateScroll', true);
  }
  let isTaken = isWanted;
  if (missing === undefined) set(isTaken);
  return {
    toggle() {
      if (missing !== undefined) return { missing };
      isTaken = !isTaken;
      set(isTaken);
      return isTaken ? 'taken' : 'let-go';
    },
  };
}
