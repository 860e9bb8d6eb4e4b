import { ARRAY, BYTES, MAP, SIMPLE, TAG, TEXT } from '../../atproto/cbor-major.js';

/** What stands for "a list" where a map has the name of its member. */
const NO_NAME = -1;
const LEVELS_AT_FIRST = 64;
/** `$type`, which every record has and nobody reads. */
const TYPE = Buffer.from('$type');

/**
 * Walks through the texts of a record in DAG-CBOR, where they stand in its bytes: no object is made for them. Names of members,
 * `$type`, links and bytes are no texts. What is no CBOR ends the walk; it throws for nothing, and depth costs twelve bytes a level.
 */
export class TextWalk {
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #end = 0;
  #depth = 0;
  /** How many values are to come at each level; in a map names and values come in turns. */
  #left = new Float64Array(LEVELS_AT_FIRST);
  #isMap = new Uint8Array(LEVELS_AT_FIRST);
  #nameStart = new Int32Array(LEVELS_AT_FIRST);
  #nameEnd = new Int32Array(LEVELS_AT_FIRST);

  /** Where the text stands that `next` came to. */
  start = 0;
  end = 0;

  /** Begins with the record that stands at `start` of the bytes, up to `end`. */
  begin(bytes: Buffer, start: number, end: number): void {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
    this.#depth = 0;
    this.#left[0] = 1;
    this.#isMap[0] = 0;
    this.#nameStart[0] = NO_NAME;
  }

  /** Goes to the next text; false where there is none. */
  next(): boolean {
    const bytes = this.#bytes;
    for (;;) {
      let depth = this.#depth;
      while (this.#left[depth] === 0) {
        if (depth === 0) return false;
        depth--;
      }
      this.#depth = depth;
      if (this.#at >= this.#end) return false;
      const left = this.#left[depth] ?? 0;
      this.#left[depth] = left - 1;
      const first = bytes[this.#at++] ?? 0;
      const type = first >> 5;
      const argument = this.#argument(first & 0x1f);
      if (argument === undefined) return false;
      if (type === TEXT || type === BYTES) {
        const start = this.#at;
        if (argument > this.#end - start) return false;
        this.#at = start + argument;
        if (type === BYTES) continue;
        if (this.#isMap[depth] === 1 && left % 2 === 0) {
          this.#nameStart[depth] = start;
          this.#nameEnd[depth] = this.#at;
          continue;
        }
        if (this.#isType(depth)) continue;
        this.start = start;
        this.end = this.#at;
        return true;
      }
      if (type === ARRAY || type === MAP) this.#enter(argument, type === MAP);
      else if (type === TAG) this.#left[depth] = left;
      else if (type === SIMPLE && (first & 0x1f) > 27) return false;
    }
  }

  /** Whether the way to the text ends with members of these names; lists on it are passed over. */
  isIn(field: readonly Uint8Array[]): boolean {
    let depth = this.#depth;
    for (let at = field.length - 1; at >= 0; at--) {
      while (depth >= 0 && this.#isMap[depth] !== 1) depth--;
      const name = field[at];
      if (depth < 0 || name === undefined || !this.#isNamed(depth, name)) return false;
      depth--;
    }
    return true;
  }

  #isType(depth: number): boolean {
    return this.#isMap[depth] === 1 && this.#isNamed(depth, TYPE);
  }

  #isNamed(depth: number, name: Uint8Array): boolean {
    const start = this.#nameStart[depth] ?? 0;
    if ((this.#nameEnd[depth] ?? 0) - start !== name.length) return false;
    for (let at = 0; at < name.length; at++) if (this.#bytes[start + at] !== name[at]) return false;
    return true;
  }

  #enter(count: number, isMap: boolean): void {
    const depth = ++this.#depth;
    if (depth === this.#left.length) this.#grow();
    this.#left[depth] = isMap ? count * 2 : count;
    this.#isMap[depth] = isMap ? 1 : 0;
    this.#nameStart[depth] = NO_NAME;
    this.#nameEnd[depth] = NO_NAME;
  }

  #grow(): void {
    const { length } = this.#left;
    function twice<Numbers extends Float64Array | Uint8Array | Int32Array>(
      from: Numbers,
      to: Numbers,
    ): Numbers {
      to.set(from);
      return to;
    }
    this.#left = twice(this.#left, new Float64Array(length * 2));
    this.#isMap = twice(this.#isMap, new Uint8Array(length * 2));
    this.#nameStart = twice(this.#nameStart, new Int32Array(length * 2));
    this.#nameEnd = twice(this.#nameEnd, new Int32Array(length * 2));
  }

  /** What stands behind the first byte of a value: a length or a number. Undefined for what DAG-CBOR does not have. */
  #argument(info: number): number | undefined {
    if (info < 24) return info;
    if (info > 27) return undefined;
    const size = 1 << (info - 24);
    const start = this.#at;
    if (size > this.#end - start) return undefined;
    this.#at = start + size;
    let argument = 0;
    for (let at = start; at < start + size; at++) argument = argument * 256 + (this.#bytes[at] ?? 0);
    return argument;
  }
}
