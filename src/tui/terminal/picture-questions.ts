import { throughTmux } from './through-tmux.js';

/** Asks for the name of the terminal and its version (XTVERSION). */
const ASK_NAME = '\x1b[>0q';
/** Asks whether pictures of one pixel are taken by kitty's protocol (sw.kovidgoyal.net/kitty/graphics-protocol, "Querying support"). */
const ASK_KITTY = '\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\';
/** Asks for the size of a cell in pixels. */
export const ASK_CELL = '\x1b[16t';

/** Has the terminal say what of pictures it can show. */
export const TELL_PICTURES = `${ASK_NAME}${ASK_KITTY}${ASK_CELL}`;
/** The one around tmux: tmux takes the question for a title, and shows no pictures by itself. */
export const TELL_PICTURES_AROUND_TMUX = [ASK_NAME, ASK_KITTY, ASK_CELL].map(throughTmux).join('');
