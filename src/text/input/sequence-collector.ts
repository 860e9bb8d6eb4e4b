/** Bytes of one CSI or SS3 that are kept; one that is longer is dropped. */
const SEQUENCE_MAX_BYTES = 256;

const DOLLAR = 0x24;
const BRACKET = 0x5b;

/** How what stands behind an introducer can begin, of all keys, reports and answers of terminals that are known. */
const BEGINNINGS = { csi: /[0-?A-IMO-SZ[a-d]/, ss3: /[0-9; A-IMP-SXa-dj-y]/ } as const;

/** What comes of a byte: the sequence goes on, it ends with it, or it is broken off by what is none of it. */
export type Taken = 'more' | 'whole' | 'broken';

/** What stands behind `ESC [` (a CSI) or `ESC O` (an SS3), up to its final byte. */
export class SequenceCollector {
  #kind: 'csi' | 'ss3' = 'csi';
  #body = '';

  get kind(): 'csi' | 'ss3' {
    return this.#kind;
  }

  get isEmpty(): boolean {
    return this.#body === '';
  }

  begin(kind: 'csi' | 'ss3'): void {
    this.#kind = kind;
    this.#body = '';
  }

  /** Whether a letter was typed behind Alt and the introducer: no terminal goes on so. */
  isTyped(byte: number): boolean {
    return (
      this.isEmpty && byte > 0x20 && byte < 0x7f && !BEGINNINGS[this.#kind].test(String.fromCharCode(byte))
    );
  }

  /** Takes a byte that is no control character. */
  take(byte: number): Taken {
    return this.#kind === 'csi' ? this.#takeOfCsi(byte) : this.#takeOfSs3(byte);
  }

  /** What has come; undefined where that is too long. The next one begins with `begin`. */
  end(): string | undefined {
    return this.#kind === 'ss3' || this.#body.length < SEQUENCE_MAX_BYTES ? this.#body : undefined;
  }

  #takeOfCsi(byte: number): Taken {
    if (byte >= 0x80) return 'broken';
    if (this.#body.length < SEQUENCE_MAX_BYTES) this.#body += String.fromCharCode(byte);
    // rxvt ends the keys that are pressed with Shift in what is no end elsewhere.
    if (byte === DOLLAR && /^\d{1,2}\$$/.test(this.#body)) return 'whole';
    // The linux console's function keys: the first [ is no end.
    return byte < 0x40 || (byte === BRACKET && this.#body === '[') ? 'more' : 'whole';
  }

  #takeOfSs3(byte: number): Taken {
    const isParameter = (byte >= 0x30 && byte <= 0x39) || byte === 0x3b;
    const isFinal = (byte >= 0x40 && byte <= 0x7e) || (byte === 0x20 && this.isEmpty);
    if (isParameter ? this.#body.length >= SEQUENCE_MAX_BYTES : !isFinal) return 'broken';
    this.#body += String.fromCharCode(byte);
    return isParameter ? 'more' : 'whole';
  }
}
