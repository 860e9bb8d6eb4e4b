/** Most bytes of UTF-8 that are put on the clipboard. */
export const CLIPBOARD_BYTES = 74_994;

export type ClipboardWrite =
  | { readonly ok: true; readonly sequence: string }
  | { readonly ok: false; readonly reason: string };

const ESC = '\x1b';
const ST = `${ESC}\\`;
const BEL = '\x07';

/** GNU screen cuts a device control string at 768 bytes; each piece stays under it. */
const SCREEN_PIECE_CHARACTERS = 500;

/**
 * The bytes that make a terminal put a text on its clipboard (OSC 52), wherever the program runs: over ssh too, and through tmux
 * (`TMUX` set: its passthrough, with each ESC doubled) and GNU screen (`STY` set: device control strings).
 *
 * Terminals cap the sequence: xterm and hterm take 100,000 bytes in all, which is 74,994 of text in base64 with the introducer and
 * the end, and drop or cut what is longer without a word. So a longer text is refused here with a sentence.
 *
 * tmux hands its passthrough on only with `allow-passthrough on`; where it is off, `set-clipboard on` lets tmux itself take the bare
 * sequence. So both are sent: setting the same clipboard twice does no harm.
 */
export function osc52(text: string, env: Readonly<Record<string, string | undefined>>): ClipboardWrite {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > CLIPBOARD_BYTES) {
    const size = Math.ceil(bytes.length / 1000);
    return {
      ok: false,
      reason: `This is too much to copy: it is ${size} KB, and terminals take at most ${Math.floor(CLIPBOARD_BYTES / 1000)} KB.`,
    };
  }
  const bare = `${ESC}]52;c;${bytes.toString('base64')}${BEL}`;
  if (env.TMUX) return { ok: true, sequence: bare + throughTmux(bare) };
  if (env.STY) return { ok: true, sequence: throughScreen(bare) };
  return { ok: true, sequence: bare };
}

function throughTmux(sequence: string): string {
  return `${ESC}Ptmux;${sequence.replaceAll(ESC, ESC + ESC)}${ST}`;
}

function throughScreen(sequence: string): string {
  let out = '';
  for (let at = 0; at < sequence.length; at += SCREEN_PIECE_CHARACTERS) {
    out += `${ESC}P${sequence.slice(at, at + SCREEN_PIECE_CHARACTERS)}${ST}`;
  }
  return out;
}
