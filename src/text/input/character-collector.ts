import { followers, isContinuation, maySecond } from './utf8.js';

/** A character of UTF-8 that is more than a byte long. */
export class CharacterCollector {
  #bytes: number[] = [];

  begin(lead: number): void {
    this.#bytes = [lead];
  }

  /** Undefined where more is to come, null where the byte is none of it, and else the character. */
  take(byte: number): string | null | undefined {
    const [lead = 0] = this.#bytes;
    if (!(this.#bytes.length === 1 ? maySecond(lead, byte) : isContinuation(byte))) return null;
    this.#bytes.push(byte);
    return this.#bytes.length > followers(lead) ? Buffer.from(this.#bytes).toString('utf8') : undefined;
  }
}
