import { readSync } from 'node:fs';

const WINDOW_BYTES = 256 * 1024;

/** Reads parts of a file that mostly follow one another: a few at a time come with one read. */
export class FileWindow {
  readonly #fd: number;
  readonly #fileBytes: number;
  readonly #bytes: Buffer;
  #start = 0;
  #end = 0;

  constructor(fd: number, fileBytes: number) {
    this.#fd = fd;
    this.#fileBytes = fileBytes;
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(WINDOW_BYTES, fileBytes));
  }

  /** Fills the beginning of `into` from an offset. Throws a RangeError where the file is shorter by now. */
  read(into: Buffer, offset: number, size = into.length): void {
    const end = offset + size;
    if (offset < this.#start || end > this.#end) {
      const isNear = offset >= this.#end && offset < this.#end + WINDOW_BYTES;
      if (!isNear || size > WINDOW_BYTES) {
        if (readSync(this.#fd, into, 0, size, offset) < size) throw new RangeError('the file is shorter');
        // What follows is probably near to it.
        this.#start = end;
        this.#end = end;
        return;
      }
      const wanted = Math.min(WINDOW_BYTES, this.#fileBytes - offset);
      this.#start = offset;
      this.#end = offset + readSync(this.#fd, this.#bytes, 0, wanted, offset);
      if (end > this.#end) throw new RangeError('the file is shorter');
    }
    this.#bytes.copy(into, 0, offset - this.#start, end - this.#start);
  }
}
