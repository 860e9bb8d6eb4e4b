import { readSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 2 ** 20;

/** Writes parts of other files to the end of one: parts that follow one another there are read at once. */
export class PartWriter {
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  #held = 0;
  /** The part that is to be copied next. */
  #from = -1;
  #start = 0;
  #end = 0;
  /** Of what was given so far. */
  bytes = 0;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /** Puts bytes to the end. Throws the error of the file system, as the others do. */
  put(bytes: Uint8Array): void {
    this.#take();
    if (this.#held + bytes.length > BUFFER_BYTES) this.#write();
    this.#buffer.set(bytes, this.#held);
    this.#held += bytes.length;
    this.bytes += bytes.length;
  }

  /** Puts the bytes from `start` to `end` of an open file to the end. Throws a RangeError where it is shorter by now. */
  copy(from: number, start: number, end: number): void {
    this.bytes += end - start;
    const goesOn = from === this.#from && start === this.#end && start - this.#start < BUFFER_BYTES;
    if (!goesOn) {
      this.#take();
      this.#from = from;
      this.#start = start;
    }
    this.#end = end;
  }

  /** Has everything written. */
  flush(): void {
    this.#take();
    this.#write();
  }

  #take(): void {
    while (this.#start < this.#end) {
      if (this.#held === BUFFER_BYTES) this.#write();
      const wanted = Math.min(BUFFER_BYTES - this.#held, this.#end - this.#start);
      const read = readSync(this.#from, this.#buffer, this.#held, wanted, this.#start);
      if (read === 0) throw new RangeError('the file is shorter');
      this.#held += read;
      this.#start += read;
    }
  }

  #write(): void {
    for (let done = 0; done < this.#held; ) {
      done += writeSync(this.#fd, this.#buffer, done, this.#held - done);
    }
    this.#held = 0;
  }
}
