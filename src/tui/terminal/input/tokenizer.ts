import { StringDecoder } from 'node:string_decoder';

/** One piece of what a terminal sends: text, a control character, or a whole sequence. */
export type Token =
  | { readonly kind: 'text'; readonly text: string }
  /** A character behind an ESC: what Alt sends. One code point. */
  | { readonly kind: 'alt'; readonly text: string }
  /** C0 or DEL. */
  | { readonly kind: 'control'; readonly code: number; readonly isAlt: boolean }
  | { readonly kind: 'escape' }
  /** `body` is what stands behind the introducer, the final byte included. */
  | { readonly kind: 'csi' | 'ss3'; readonly body: string; readonly isAlt: boolean }
  | { readonly kind: StringKind; readonly body: string }
  /** The three numbers behind `CSI M`, as they were sent. */
  | { readonly kind: 'x10'; readonly codes: readonly number[] }
  | { readonly kind: 'paste'; readonly text: string; readonly isCut: boolean };

export type StringKind = 'osc' | 'dcs' | 'apc' | 'pm' | 'sos';

/** What is unfinished, and so for how long it is worth waiting. */
export type Waiting =
  | 'escape'
  | 'ss3'
  | 'sequence'
  /** A string of which more has come than its introducer. */
  | 'string'
  | 'paste'
  /** A paste that holds a Ctrl-c: pasted, or pressed because the paste does not end. */
  | 'paste-interrupted';

/** Bytes of one paste that are kept. Any prompt holds less. */
export const PASTE_MAX_BYTES = 65_536;
/** Bytes of one OSC, DCS … that are kept; what follows belongs to it all the same, and is dropped. */
export const STRING_MAX_BYTES = 65_536;
const CSI_MAX_BYTES = 256;

const CTRL_C = 0x03;
const BEL = 0x07;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const DEL = 0x7f;
const CONTINUATION_MIN = 0x80;
const CONTINUATION_MAX = 0xbf;
const REPLACEMENT = '\uFFFD';
const PASTE_END = Buffer.from('\x1b[201~');

/** Introducers by the character behind ESC; the C1 control is 0x40 above it. */
const STRINGS: Readonly<Record<string, StringKind>> = { ']': 'osc', P: 'dcs', _: 'apc', '^': 'pm', X: 'sos' };

type State =
  | 'ground'
  | 'escape'
  | 'escape-escape'
  | 'csi'
  | 'ss3'
  | 'string'
  | 'string-escape'
  | 'x10'
  | 'utf8'
  /** Behind a character that is not UTF-8: what else belongs to it goes with it. */
  | 'broken'
  | 'paste';

const WAITING: Readonly<Record<State, Waiting | undefined>> = {
  ground: undefined,
  escape: 'escape',
  'escape-escape': 'escape',
  csi: 'sequence',
  ss3: 'ss3',
  string: 'string',
  'string-escape': 'string',
  x10: 'sequence',
  utf8: 'sequence',
  broken: undefined,
  paste: 'paste',
};

const isContinuation = (byte: number): boolean => byte >= CONTINUATION_MIN && byte <= CONTINUATION_MAX;

/** How many bytes follow a first byte of UTF-8; 0 where none may. */
function followers(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 1;
  if (lead >= 0xe0 && lead <= 0xef) return 2;
  return lead >= 0xf0 && lead <= 0xf4 ? 3 : 0;
}

/** No overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629, 4). */
function maySecond(lead: number, second: number): boolean {
  if (!isContinuation(second)) return false;
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second <= 0x9f;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second <= 0x8f;
}

/**
 * Cuts the bytes of a terminal into tokens. A pure state machine: it knows no time, and any cut of the bytes into chunks gives the
 * same tokens, but for text, which comes in as many pieces as it came. Whoever owns it waits as `waiting` says and then calls
 * `flush`.
 *
 * Sequences are ECMA-48's, as terminals send them: `CSI … final`, `SS3 final`, strings that end in ST or BEL, each also with its
 * 8-bit introducer; further the linux console's `CSI [ A`, rxvt's `CSI 2 $`, the X10 mouse's `CSI M` and three characters, and
 * bracketed pastes, inside which everything is text. What is broken off by Ctrl-c, CAN, SUB or ESC is dropped whole. Control
 * characters inside a CSI are keys pressed meanwhile, and the sequence goes on behind them.
 */
export class Tokenizer {
  #state: State = 'ground';
  #tokens: Token[] = [];
  /** Of what is unfinished. */
  #body = '';
  #isAlt = false;
  #string: StringKind = 'osc';
  /** Bytes of an unfinished character, in text, in a string or of the mouse. */
  #bytes: number[] = [];
  #codes: number[] = [];
  #paste: Uint8Array[] = [];
  #pasteBytes = 0;
  #isPasteCut = false;
  /** How much of the end of a paste has been seen. */
  #endSeen = 0;
  #ctrlCAt: number | undefined;

  get waiting(): Waiting | undefined {
    if (this.#state === 'paste') return this.#ctrlCAt === undefined ? 'paste' : 'paste-interrupted';
    const waiting = WAITING[this.#state];
    return waiting === 'string' && this.#body === '' ? 'sequence' : waiting;
  }

  push(chunk: Uint8Array): Token[] {
    let at = 0;
    while (at < chunk.length) at = this.#take(chunk, at);
    return this.#taken();
  }

  /** What is unfinished will not be finished: a lone ESC is the key, and the rest of what nobody sends so is dropped. */
  flush(): Token[] {
    const state = this.#state;
    if (state === 'paste') this.#endPaste();
    else if (state === 'utf8') this.#break();
    else this.#abandon();
    this.#state = 'ground';
    return this.#taken();
  }

  /** Forgets what is unfinished. */
  reset(): void {
    this.#clear();
    this.#paste = [];
    this.#tokens = [];
  }

  #taken(): Token[] {
    const tokens = this.#tokens;
    this.#tokens = [];
    return tokens;
  }

  #clear(): void {
    this.#state = 'ground';
    this.#body = '';
    this.#isAlt = false;
    this.#bytes = [];
    this.#codes = [];
  }

  /** Takes what is at `at`, one byte or a run of them, and gives back where the next is. */
  #take(chunk: Uint8Array, at: number): number {
    if (this.#state === 'ground') return this.#takeText(chunk, at);
    if (this.#state === 'paste') return this.#takePaste(chunk, at);
    const byte = chunk[at] ?? 0;
    // Ctrl-c is always the way out; the others break off a sequence in every terminal.
    if (byte === CTRL_C || ((byte === CAN || byte === SUB) && this.#state !== 'escape')) {
      if (this.#state === 'utf8') this.#break();
      else if (this.#state !== 'escape') this.#abandon();
      this.#clear();
      this.#control(byte, false);
      return at + 1;
    }
    return at + (this.#takeByte(byte) ? 1 : 0);
  }

  /** False where the byte belongs to what comes next. */
  #takeByte(byte: number): boolean {
    switch (this.#state) {
      case 'escape':
        return this.#escape(byte);
      case 'escape-escape':
        return this.#escapeEscape(byte);
      case 'csi':
        return this.#csi(byte);
      case 'ss3':
        return this.#ss3(byte);
      case 'string':
        return this.#inString(byte);
      case 'string-escape':
        return this.#stringEscape(byte);
      case 'x10':
        return this.#x10(byte);
      case 'utf8':
        return this.#utf8(byte);
      default:
        if (isContinuation(byte)) return true;
        this.#state = 'ground';
        return false;
    }
  }

  #takeText(chunk: Uint8Array, from: number): number {
    let at = from;
    while (at < chunk.length && (chunk[at] ?? 0) >= 0x20 && (chunk[at] ?? 0) < DEL) at += 1;
    if (at > from) {
      this.#text(String.fromCharCode.apply(undefined, [...chunk.subarray(from, Math.min(at, from + 4096))]));
      return Math.min(at, from + 4096);
    }
    const byte = chunk[at] ?? 0;
    if (byte === ESC) this.#state = 'escape';
    else if (byte < 0x20 || byte === DEL) this.#control(byte, false);
    else if (byte <= 0x9f) this.#c1(byte);
    else this.#character(byte);
    return at + 1;
  }

  #text(text: string): void {
    const last = this.#tokens.at(-1);
    if (last?.kind === 'text') this.#tokens.pop();
    this.#tokens.push({ kind: 'text', text: last?.kind === 'text' ? last.text + text : text });
  }

  #control(code: number, isAlt: boolean): void {
    this.#tokens.push({ kind: 'control', code, isAlt });
  }

  #typed(text: string): void {
    if (this.#isAlt) this.#tokens.push({ kind: 'alt', text });
    else this.#text(text);
  }

  /** The first byte of a character that is not ASCII. */
  #character(byte: number): void {
    if (followers(byte) > 0) {
      this.#bytes = [byte];
      this.#state = 'utf8';
    } else this.#break();
  }

  #break(): void {
    this.#typed(REPLACEMENT);
    this.#clear();
    this.#state = 'broken';
  }

  #utf8(byte: number): boolean {
    const [lead = 0] = this.#bytes;
    if (!(this.#bytes.length === 1 ? maySecond(lead, byte) : isContinuation(byte))) {
      this.#break();
      return false;
    }
    this.#bytes.push(byte);
    if (this.#bytes.length <= followers(lead)) return true;
    if (lead === 0xc2 && byte <= 0x9f) {
      this.#clear();
      this.#c1(byte);
      return true;
    }
    this.#typed(Buffer.from(this.#bytes).toString('utf8'));
    this.#clear();
    return true;
  }

  #c1(byte: number): void {
    const introducer = String.fromCharCode(byte - 0x40);
    this.#clear();
    this.#introduce(introducer);
  }

  /** Begins what an introducer begins; false where it is none. */
  #introduce(introducer: string): boolean {
    const string = STRINGS[introducer];
    if (string !== undefined) {
      this.#string = string;
      this.#isAlt = false;
      this.#state = 'string';
    } else if (introducer === '[') this.#state = 'csi';
    else if (introducer === 'O') this.#state = 'ss3';
    else return false;
    return true;
  }

  #escape(byte: number): boolean {
    if (byte === ESC) {
      this.#state = 'escape-escape';
      return true;
    }
    this.#state = 'ground';
    if (byte < 0x20 || byte === DEL) this.#control(byte, true);
    else if (byte >= CONTINUATION_MIN) {
      this.#isAlt = true;
      if (byte <= 0x9f) this.#c1(byte);
      else this.#character(byte);
    } else if (!this.#introduce(String.fromCharCode(byte))) {
      this.#tokens.push({ kind: 'alt', text: String.fromCharCode(byte) });
    }
    return true;
  }

  /** rxvt and iTerm2 put an ESC before the sequence of a key where Alt is held; anything else is the key Esc, and what follows. */
  #escapeEscape(byte: number): boolean {
    if (byte === 0x5b || byte === 0x4f) {
      this.#isAlt = true;
      this.#state = byte === 0x5b ? 'csi' : 'ss3';
      return true;
    }
    this.#tokens.push({ kind: 'escape' });
    this.#state = 'escape';
    return false;
  }

  /** What had begun is not what it seemed: with nothing behind its introducer it was Alt with that character. */
  #abandon(): void {
    const state = this.#state;
    if (state === 'escape' || state === 'escape-escape' || (this.#isAlt && this.#body === '')) {
      this.#tokens.push({ kind: 'escape' });
    }
    if (state === 'escape-escape') this.#tokens.push({ kind: 'escape' });
    if (this.#body === '') {
      if (state === 'csi') this.#tokens.push({ kind: 'alt', text: '[' });
      else if (state === 'ss3') this.#tokens.push({ kind: 'alt', text: 'O' });
      else if (state === 'string') this.#tokens.push({ kind: 'alt', text: introducerOf(this.#string) });
    }
    this.#clear();
  }

  #csi(byte: number): boolean {
    if (byte === ESC || byte >= CONTINUATION_MIN) {
      this.#abandon();
      return false;
    }
    if (byte < 0x20 || byte === DEL) {
      this.#control(byte, false);
      return true;
    }
    if (this.#body.length < CSI_MAX_BYTES) this.#body += String.fromCharCode(byte);
    // The linux console's function keys: the first [ is no end.
    if (byte < 0x40 || (byte === 0x5b && this.#body === '[')) {
      // rxvt ends the keys that are pressed with Shift in what is no end elsewhere.
      if (byte !== 0x24 || !/^\d{1,2}\$$/.test(this.#body)) return true;
    }
    const body = this.#body;
    const isAlt = this.#isAlt;
    this.#clear();
    if (body === 'M') this.#state = 'x10';
    else if (body === '200~') this.#beginPaste();
    else if (body.length < CSI_MAX_BYTES) this.#tokens.push({ kind: 'csi', body, isAlt });
    return true;
  }

  #ss3(byte: number): boolean {
    const isParameter = (byte >= 0x30 && byte <= 0x39) || byte === 0x3b;
    const isFinal = (byte >= 0x40 && byte <= 0x7e) || (byte === 0x20 && this.#body === '');
    if (isParameter && this.#body.length < CSI_MAX_BYTES) {
      this.#body += String.fromCharCode(byte);
      return true;
    }
    if (!isFinal) {
      this.#abandon();
      return false;
    }
    const body = this.#body + String.fromCharCode(byte);
    const isAlt = this.#isAlt;
    this.#clear();
    this.#tokens.push({ kind: 'ss3', body, isAlt });
    return true;
  }

  #inString(byte: number): boolean {
    if (byte === ESC) {
      this.#state = 'string-escape';
      return true;
    }
    // 0x9C ends a string, but it also stands inside characters: ✜ is E2 9C 9C.
    const isWithin = isContinuation(byte) && this.#bytes.length > 0;
    const isEncodedEnd = isWithin && byte === 0x9c && this.#bytes[0] === 0xc2;
    if (byte === BEL || isEncodedEnd || (byte === 0x9c && !isWithin)) {
      this.#endString();
      return true;
    }
    if (isWithin) {
      this.#bytes.push(byte);
      if (this.#bytes.length > followers(this.#bytes[0] ?? 0)) this.#bytes = [];
    } else this.#bytes = followers(byte) > 0 ? [byte] : [];
    if (this.#body.length < STRING_MAX_BYTES) this.#body += String.fromCharCode(byte);
    return true;
  }

  #stringEscape(byte: number): boolean {
    if (byte === 0x5c) {
      this.#endString();
      return true;
    }
    this.#clear();
    this.#state = 'escape';
    return false;
  }

  #endString(): void {
    const body = Buffer.from(this.#body, 'latin1').toString('utf8');
    this.#clear();
    this.#tokens.push({ kind: this.#string, body });
  }

  /** A number of the mouse is one byte, or with mode 1005 one character of UTF-8. */
  #x10(byte: number): boolean {
    if (byte < 0x20) {
      this.#clear();
      return false;
    }
    const [lead] = this.#bytes;
    if (lead !== undefined) {
      this.#bytes = [];
      if (isContinuation(byte)) {
        this.#x10Code(((lead & 0x1f) << 6) | (byte & 0x3f));
        return true;
      }
      this.#x10Code(lead);
      if (this.#state !== 'x10') return false;
    }
    if (followers(byte) === 1 && this.#codes.length < 2) this.#bytes = [byte];
    else this.#x10Code(byte);
    return true;
  }

  #x10Code(code: number): void {
    this.#codes.push(code);
    if (this.#codes.length < 3) return;
    const codes = this.#codes;
    this.#clear();
    this.#tokens.push({ kind: 'x10', codes });
    // The second half of a row that was sent as a character.
    this.#state = 'broken';
  }

  #beginPaste(): void {
    this.#state = 'paste';
    this.#paste = [];
    this.#pasteBytes = 0;
    this.#isPasteCut = false;
    this.#endSeen = 0;
    this.#ctrlCAt = undefined;
  }

  #takePaste(chunk: Uint8Array, from: number): number {
    if (this.#endSeen > 0) {
      if (chunk[from] === PASTE_END[this.#endSeen]) {
        this.#endSeen += 1;
        if (this.#endSeen === PASTE_END.length) {
          this.#ctrlCAt = undefined;
          this.#endSeen = 0;
          this.#endPaste();
        }
        return from + 1;
      }
      this.#keepPasted(PASTE_END.subarray(0, this.#endSeen));
      this.#endSeen = 0;
    }
    const escapeAt = chunk.indexOf(ESC, from);
    const end = escapeAt === -1 ? chunk.length : escapeAt;
    this.#keepPasted(chunk.subarray(from, end));
    if (escapeAt === -1) return end;
    this.#endSeen = 1;
    return escapeAt + 1;
  }

  #keepPasted(bytes: Uint8Array): void {
    const kept = bytes.subarray(0, PASTE_MAX_BYTES - this.#pasteBytes);
    if (this.#ctrlCAt === undefined && bytes.includes(CTRL_C)) {
      const at = kept.indexOf(CTRL_C);
      this.#ctrlCAt = this.#pasteBytes + (at === -1 ? kept.length : at);
    }
    if (kept.length < bytes.length) this.#isPasteCut = true;
    // A copy: the chunk is the stream's to use again.
    if (kept.length > 0) this.#paste.push(Uint8Array.from(kept));
    this.#pasteBytes += kept.length;
  }

  /** The paste, as far as it came; a Ctrl-c that is still in it was pressed. */
  #endPaste(): void {
    const whole = Buffer.concat(this.#paste);
    const text = new StringDecoder('utf8').write(whole.subarray(0, this.#ctrlCAt ?? whole.length));
    this.#tokens.push({ kind: 'paste', text, isCut: this.#isPasteCut });
    if (this.#ctrlCAt !== undefined) this.#control(CTRL_C, false);
    this.#paste = [];
    this.#clear();
  }
}

const introducerOf = (kind: StringKind): string =>
  Object.entries(STRINGS).find(([, named]) => named === kind)?.[0] ?? '';
