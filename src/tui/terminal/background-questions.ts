import { throughTmux } from './through-tmux.js';

/** Asks for the colour behind text (OSC 11). */
export const ASK_COLOUR = '\x1b]11;?\x1b\\';
/** Asks whether the scheme is dark or light (contour's `CSI ? 996 n`), which says less, and more terminals than answer to OSC 11. */
const ASK_SCHEME = '\x1b[?996n';
/** Every terminal answers to this one, and in the order in which it is asked: who has answered has answered to all. */
const ASK_WHAT_IT_IS = '\x1b[c';

/** Has the terminal say what it is behind its text, and say so again (mode 2031) when that is another colour. */
export const TELL_BACKGROUND = `\x1b[?2031h${ASK_COLOUR}${ASK_SCHEME}${ASK_WHAT_IT_IS}`;
export const TELL_NO_BACKGROUND = '\x1b[?2031l';
/** Through tmux, which before 3.5 answers nothing itself, to the terminal around it. It passes this over where it may not hand it on. */
export const ASK_AROUND_TMUX = throughTmux(ASK_COLOUR);
