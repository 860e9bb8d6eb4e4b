import { readSync } from 'node:fs';
import type { RowArrays, RowColumns } from '../rows.js';
import { columnBytes } from './index-layout.js';

const PAGE_BITS = 16;
const PAGE_BYTES = 2 ** PAGE_BITS;

/** Bytes of a file that are read a page at a time, once they are asked for. */
class LazyBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #fd: number;
  readonly #offset: number;
  /** Of each page, whether it is there. */
  readonly #has: Uint8Array;

  constructor(fd: number, offset: number, bytes: Uint8Array<ArrayBuffer>) {
    this.#fd = fd;
    this.#offset = offset;
    this.bytes = bytes;
    this.#has = new Uint8Array((bytes.length >> PAGE_BITS) + 1);
  }

  /** Has the bytes from … to … be there. Throws a RangeError where the file is shorter by now, and the error of the file system. */
  need(from: number, to: number): void {
    for (let page = from >> PAGE_BITS; page <= (to - 1) >> PAGE_BITS; page++) {
      if (this.#has[page] === 0) this.#read(page);
    }
  }

  #read(page: number): void {
    const start = page << PAGE_BITS;
    const wanted = Math.min(PAGE_BYTES, this.bytes.length - start);
    if (readSync(this.#fd, this.bytes, start, wanted, this.#offset + start) < wanted) {
      throw new RangeError('the index is shorter');
    }
    this.#has[page] = 1;
  }
}

/** Rows that are read from an index as they are asked for. */
export function lazyColumns(fd: number, offset: number, rows: RowArrays): RowColumns {
  let at = offset;
  const [offsets, sizes, keyEnds, keyBytes] = columnBytes(rows).map((bytes) => {
    const lazy = new LazyBytes(fd, at, bytes);
    at += bytes.length;
    return lazy;
  });
  const keys = Buffer.from(rows.keys.buffer);
  const offsetBytes = rows.offsets.BYTES_PER_ELEMENT;
  return {
    offset(row) {
      offsets?.need(row * offsetBytes, (row + 1) * offsetBytes);
      return rows.offsets[row] ?? 0;
    },
    size(row) {
      sizes?.need(row * 4, (row + 1) * 4);
      return rows.sizes[row] ?? 0;
    },
    offsets() {
      offsets?.need(0, rows.offsets.byteLength);
      return rows.offsets;
    },
    keyEnd(row) {
      keyEnds?.need(row * 4, (row + 1) * 4);
      return rows.keyEnds[row] ?? 0;
    },
    keys(from, to) {
      keyBytes?.need(from, to);
      return keys;
    },
  };
}
