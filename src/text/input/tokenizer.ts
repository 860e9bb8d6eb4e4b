import { CharacterCollector } from './character-collector.js';
import { PasteCollector } from './paste-collector.js';
import { SequenceCollector } from './sequence-collector.js';
import { StringCollector } from './string-collector.js';
import type { StringKind, Token } from './token.js';
import { followers, isContinuation } from './utf8.js';
import { type State, WAITING, type Waiting } from './waiting.js';
import { X10Collector } from './x10-collector.js';

const CTRL_C = 0x03;
const CAN = 0x18;
const SUB = 0x1a;
const ESC = 0x1b;
const DEL = 0x7f;
const REPLACEMENT = '\uFFFD';

/** Introducers by the character behind ESC; the C1 control is 0x40 above it. */
const STRINGS: Readonly<Record<string, StringKind>> = { ']': 'osc', P: 'dcs', _: 'apc', '^': 'pm', X: 'sos' };

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
  /** Alt is held with what is unfinished. */
  #isAlt = false;
  readonly #sequence = new SequenceCollector();
  readonly #character = new CharacterCollector();
  readonly #string = new StringCollector();
  readonly #mouse = new X10Collector();
  readonly #paste = new PasteCollector();

  get waiting(): Waiting | undefined {
    if (this.#state === 'paste') return this.#paste.holdsCtrlC ? 'paste-interrupted' : 'paste';
    if ((this.#state === 'csi' || this.#state === 'ss3') && this.#sequence.isEmpty) return 'introducer';
    const waiting = WAITING[this.#state];
    return waiting === 'string' && !this.#string.looksSent ? 'sequence' : waiting;
  }

  /**
   * Whether what comes in a read of its own, and begins with this byte, was typed behind Alt-[ or Alt-O. Whoever owns it then calls
   * `flush` first.
   */
  isTyped(byte: number | undefined): boolean {
    return this.waiting === 'introducer' && byte !== undefined && this.#sequence.isTyped(byte);
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
    else if (state === 'string' && !this.#string.looksSent) this.#typedAfterAlt();
    else this.#abandon();
    this.#state = 'ground';
    return this.#taken();
  }

  /** Forgets what is unfinished. */
  reset(): void {
    this.#clear();
    this.#paste.end();
    this.#tokens = [];
  }

  #taken(): Token[] {
    const tokens = this.#tokens;
    this.#tokens = [];
    return tokens;
  }

  #clear(): void {
    this.#state = 'ground';
    this.#isAlt = false;
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
      case 'ss3':
        return this.#inSequence(byte);
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
    while (at < chunk.length && isPlain(chunk[at] ?? 0)) at += 1;
    if (at > from) {
      this.#text(Buffer.from(chunk.buffer, chunk.byteOffset + from, at - from).toString('latin1'));
      return at;
    }
    const byte = chunk[at] ?? 0;
    if (byte === ESC) this.#state = 'escape';
    else if (byte < 0x20 || byte === DEL) this.#control(byte, false);
    else if (byte <= 0x9f) this.#c1(byte);
    else this.#begin(byte);
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
  #begin(byte: number): void {
    if (followers(byte) > 0) {
      this.#character.begin(byte);
      this.#state = 'utf8';
    } else this.#break();
  }

  #break(): void {
    this.#typed(REPLACEMENT);
    this.#clear();
    this.#state = 'broken';
  }

  #utf8(byte: number): boolean {
    const character = this.#character.take(byte);
    if (character === undefined) return true;
    if (character === null) {
      this.#break();
      return false;
    }
    const code = character.charCodeAt(0);
    if (code <= 0x9f) {
      this.#c1(code);
      return true;
    }
    this.#typed(character);
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
      this.#string.begin(string);
      this.#isAlt = false;
      this.#state = 'string';
    } else if (introducer === '[') this.#beginSequence('csi');
    else if (introducer === 'O') this.#beginSequence('ss3');
    else return false;
    return true;
  }

  #beginSequence(kind: 'csi' | 'ss3'): void {
    this.#sequence.begin(kind);
    this.#state = kind;
  }

  #escape(byte: number): boolean {
    if (byte === ESC) {
      this.#state = 'escape-escape';
      return true;
    }
    this.#state = 'ground';
    if (byte < 0x20 || byte === DEL) this.#control(byte, true);
    else if (byte >= 0x80) {
      this.#isAlt = true;
      if (byte <= 0x9f) this.#c1(byte);
      else this.#begin(byte);
    } else if (!this.#introduce(String.fromCharCode(byte))) {
      this.#tokens.push({ kind: 'alt', text: String.fromCharCode(byte) });
    }
    return true;
  }

  /** rxvt and iTerm2 put an ESC before the sequence of a key where Alt is held; anything else is the key Esc, and what follows. */
  #escapeEscape(byte: number): boolean {
    if (byte === 0x5b || byte === 0x4f) {
      this.#isAlt = true;
      this.#beginSequence(byte === 0x5b ? 'csi' : 'ss3');
      return true;
    }
    this.#tokens.push({ kind: 'escape' });
    this.#state = 'escape';
    return false;
  }

  /** What had begun is not what it seemed: with nothing behind its introducer it was Alt with that character. */
  #abandon(): void {
    const state = this.#state;
    const isBare = (state === 'csi' || state === 'ss3') && this.#sequence.isEmpty;
    if (
      state === 'escape' ||
      state === 'escape-escape' ||
      state === 'string-escape' ||
      (this.#isAlt && isBare)
    ) {
      this.#tokens.push({ kind: 'escape' });
    }
    if (state === 'escape-escape') this.#tokens.push({ kind: 'escape' });
    if (isBare) this.#tokens.push({ kind: 'alt', text: state === 'csi' ? '[' : 'O' });
    if (state === 'string' && this.#string.isEmpty) {
      this.#tokens.push({ kind: 'alt', text: introducerOf(this.#string.end().kind) });
    }
    this.#mouse.end();
    this.#clear();
  }

  /** What seemed a string was Alt with its introducer, and then was typed. */
  #typedAfterAlt(): void {
    const { kind, body } = this.#string.end();
    const typed = Buffer.from(body);
    this.#clear();
    this.#tokens.push({ kind: 'alt', text: introducerOf(kind) });
    for (let at = 0; at < typed.length; ) at = this.#take(typed, at);
  }

  #inSequence(byte: number): boolean {
    const { kind } = this.#sequence;
    if (kind === 'csi' && byte !== ESC && (byte < 0x20 || byte === DEL)) {
      this.#control(byte, false);
      return true;
    }
    const taken = byte < 0x20 || byte === DEL ? 'broken' : this.#sequence.take(byte);
    if (taken === 'more') return true;
    if (taken === 'broken') {
      this.#abandon();
      return false;
    }
    const body = this.#sequence.end();
    const isAlt = this.#isAlt;
    this.#clear();
    if (kind === 'csi' && body === 'M') this.#state = 'x10';
    else if (kind === 'csi' && body === '200~') this.#state = 'paste';
    else if (body !== undefined) this.#tokens.push({ kind, body, isAlt });
    return true;
  }

  #inString(byte: number): boolean {
    if (byte === ESC) this.#state = 'string-escape';
    else if (this.#string.take(byte)) this.#endString();
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
    this.#tokens.push(this.#string.end());
    this.#clear();
  }

  #x10(byte: number): boolean {
    const isTaken = this.#mouse.take(byte);
    if (!isTaken && !this.#mouse.isWhole) {
      this.#mouse.end();
      this.#clear();
    } else if (this.#mouse.isWhole) {
      this.#tokens.push({ kind: 'x10', codes: this.#mouse.end() });
      this.#clear();
      // Of a row that was sent as a character, the second half is still to come.
      this.#state = 'broken';
    }
    return isTaken;
  }

  #takePaste(chunk: Uint8Array, at: number): number {
    const next = this.#paste.take(chunk, at);
    if (this.#paste.hasEnded) this.#endPaste();
    return next;
  }

  #endPaste(): void {
    this.#tokens.push(...this.#paste.end());
    this.#clear();
  }
}

const isPlain = (byte: number): boolean => byte >= 0x20 && byte < DEL;

const introducerOf = (kind: StringKind): string =>
  Object.entries(STRINGS).find(([, named]) => named === kind)?.[0] ?? '';
