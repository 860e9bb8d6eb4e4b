import { followers, isContinuation } from './utf8.js';

const NUMBERS = 3;
/** Each number is sent as a printable character. */
const NUMBER_MIN = 0x20;

/**
 * The three numbers of a mouse report that begins with `CSI M`. Each is a byte, or with mode 1005 a character of UTF-8. Both can be meant
 * by two bytes; a report of bytes that reads as characters lacks its last number, and ends where a control follows.
 */
export class X10Collector {
  #numbers: number[] = [];
  #lead: number | undefined;

  get isWhole(): boolean {
    return this.#numbers.length === NUMBERS;
  }

  /** False where the byte is none of it. */
  take(byte: number): boolean {
    if (byte < NUMBER_MIN) return false;
    const lead = this.#lead;
    if (lead !== undefined) {
      this.#lead = undefined;
      if (isContinuation(byte)) {
        this.#numbers.push(((lead & 0x1f) << 6) | (byte & 0x3f));
        return true;
      }
      this.#numbers.push(lead);
    }
    if (followers(byte) === 1 && this.#numbers.length < NUMBERS - 1) this.#lead = byte;
    else this.#numbers.push(byte);
    return true;
  }

  /** What has come. Begins anew. */
  end(): readonly number[] {
    const numbers = this.#numbers;
    this.#numbers = [];
    this.#lead = undefined;
    return numbers;
  }
}
