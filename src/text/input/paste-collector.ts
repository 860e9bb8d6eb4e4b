import { StringDecoder } from 'node:string_decoder';
import type { Token } from './token.js';

/** Bytes of one paste that are kept. Any prompt holds less. */
export const PASTE_MAX_BYTES = 65_536;

const CTRL_C = 0x03;
const ESC = 0x1b;
const END = Buffer.from('\x1b[201~');

/**
 * What stands between the beginning and the end of a bracketed paste. All of it is text, forged reports too. A Ctrl-c in it was
 * pasted where the end comes, and pressed where it does not.
 */
export class PasteCollector {
  #pieces: Uint8Array[] = [];
  #bytes = 0;
  #isCut = false;
  /** How much of the end has been seen. */
  #endSeen = 0;
  /** Where the first one is, in bytes of what is kept. */
  #ctrlCAt: number | undefined;

  get hasEnded(): boolean {
    return this.#endSeen === END.length;
  }

  get holdsCtrlC(): boolean {
    return this.#ctrlCAt !== undefined;
  }

  /** Takes what is at `from`, and gives back where the next is. */
  take(chunk: Uint8Array, from: number): number {
    if (this.#endSeen > 0) {
      if (chunk[from] === END[this.#endSeen]) {
        this.#endSeen += 1;
        return from + 1;
      }
      this.#keep(END.subarray(0, this.#endSeen));
      this.#endSeen = 0;
    }
    const escapeAt = chunk.indexOf(ESC, from);
    const end = escapeAt === -1 ? chunk.length : escapeAt;
    this.#keep(chunk.subarray(from, end));
    if (escapeAt === -1) return end;
    this.#endSeen = 1;
    return escapeAt + 1;
  }

  /** The paste, as far as it came, and the Ctrl-c that ended it. Begins anew. */
  end(): Token[] {
    const whole = Buffer.concat(this.#pieces);
    const interruptedAt = this.hasEnded ? undefined : this.#ctrlCAt;
    // Not a whole Buffer#toString: what is cut may be cut inside a character.
    const text = new StringDecoder('utf8').write(whole.subarray(0, interruptedAt ?? whole.length));
    const tokens: Token[] = [{ kind: 'paste', text, isCut: this.#isCut }];
    if (interruptedAt !== undefined) tokens.push({ kind: 'control', code: CTRL_C, isAlt: false });
    this.#pieces = [];
    this.#bytes = 0;
    this.#isCut = false;
    this.#endSeen = 0;
    this.#ctrlCAt = undefined;
    return tokens;
  }

  #keep(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, PASTE_MAX_BYTES - this.#bytes);
    if (this.#ctrlCAt === undefined && bytes.includes(CTRL_C)) {
      const at = kept.indexOf(CTRL_C);
      this.#ctrlCAt = this.#bytes + (at === -1 ? kept.length : at);
    }
    if (kept.length < bytes.length) this.#isCut = true;
    // A copy: the chunk is the stream's to use again.
    if (kept.length > 0) this.#pieces.push(Uint8Array.from(kept));
    this.#bytes += kept.length;
  }
}
