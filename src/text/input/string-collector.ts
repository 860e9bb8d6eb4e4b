import type { StringKind } from './token.js';
import { followers, isContinuation } from './utf8.js';

/** Bytes of one OSC, DCS … that are kept; what follows belongs to it all the same, and is dropped. */
export const STRING_MAX_BYTES = 65_536;

const BEL = 0x07;
const C1_END = 0x9c;

/** How answers begin: colours, clipboards and titles; versions, settings and kitty's commands; kitty's pictures. */
const ANSWERS: Readonly<Record<StringKind, RegExp>> = {
  osc: /^[\dlLI]/,
  dcs: /^[^a-zA-Z]/,
  apc: /^G/,
  pm: /^$/,
  sos: /^$/,
};

/** The body of an OSC, DCS, APC, PM or SOS, up to where it ends. An end of two bytes (ESC \) is seen by who feeds it. */
export class StringCollector {
  #kind: StringKind = 'osc';
  /** A character for each byte. */
  #body = '';
  /** Of an unfinished character: 0x9C ends a string, but it stands inside characters, too (✜ is E2 9C 9C). */
  #character: number[] = [];

  get isEmpty(): boolean {
    return this.#body === '';
  }

  /** Begins as what terminals answer. Anything else may be Alt with the introducer, and then text, typed by hand. */
  get looksSent(): boolean {
    return ANSWERS[this.#kind].test(this.#body);
  }

  begin(kind: StringKind): void {
    this.#kind = kind;
    this.#body = '';
    this.#character = [];
  }

  /** True where the byte ends it. */
  take(byte: number): boolean {
    const [lead] = this.#character;
    const isWithin = lead !== undefined && isContinuation(byte);
    if (byte === BEL || (byte === C1_END && (!isWithin || lead === 0xc2))) return true;
    if (isWithin) this.#character.push(byte);
    else this.#character = [byte];
    if (this.#character.length > followers(this.#character[0] ?? 0)) this.#character = [];
    if (this.#body.length < STRING_MAX_BYTES) this.#body += String.fromCharCode(byte);
    return false;
  }

  /** What has come. The next one begins with `begin`. */
  end(): { readonly kind: StringKind; readonly body: string } {
    const bytes = Buffer.from(this.#body, 'latin1');
    // The first byte of an end that was sent as a character.
    const isEncodedEnd = this.#character.length === 1 && this.#character[0] === 0xc2;
    return { kind: this.#kind, body: bytes.toString('utf8', 0, bytes.length - (isEncodedEnd ? 1 : 0)) };
  }
}
