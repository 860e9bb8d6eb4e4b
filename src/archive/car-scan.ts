import { hash } from 'node:crypto';
import { closeSync, fstatSync, readSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CidLink, decode, isCidLink } from '@atcute/cbor';
import {
  bytesOfCid,
  CID_BYTES,
  cidTextAt,
  DAG_CBOR_PREFIX,
  DIGEST_BYTES,
  RAW_PREFIX,
} from '../atproto/proof/cid-bytes.js';
import { isObject } from '../text/json-fields.js';
import { ArchiveError, Problems } from './archive-error.js';
import { BlockTable } from './block-table.js';
import { openToRead } from './open-to-read.js';

const CHUNK_BYTES = 2 ** 20;
/** No PDS takes records of more than 1 MB (atproto.com/specs/data-model), and no block is larger. */
export const BLOCK_MAX_BYTES = 2 * 2 ** 20;
const BUFFER_BYTES = 4 * 2 ** 20;
/** Five groups of seven bits would be more than any length here. */
const VARINT_MAX_BYTES = 4;

export interface ScanOptions {
  /** False where the blocks are hashed later, all that count: each is taken for what it says it is. */
  readonly isHashed?: boolean;
  readonly signal?: AbortSignal | undefined;
  onProgress?(bytes: number, total: number): void;
}

/** What one pass over a CAR has found. */
export interface Scan {
  /** CID of the first root. */
  readonly root: string;
  /** Its bytes. */
  readonly rootBytes: Uint8Array<ArrayBuffer>;
  readonly blocks: BlockTable;
}

/**
 * Reads a CAR from its beginning to its end, hashes every block and keeps where it stands (ipld.io, “CAR v1”). What is wrong is added
 * to `problems`, and the scan goes on where the next frame can be found. Lets others run after each megabyte.
 *
 * @throws ArchiveError `car-shape`, `truncated` or `no-commit` where the header cannot be read; the reason of the signal
 */
export async function scanCar(
  fd: number,
  fileBytes: number,
  problems: Problems,
  options: ScanOptions,
): Promise<Scan> {
  const scanner = new Scanner(fd, fileBytes, problems, options.isHashed);
  const root = scanner.header();
  while (scanner.chunk()) {
    options.onProgress?.(scanner.done, fileBytes);
    await nextTurn();
    options.signal?.throwIfAborted();
  }
  options.onProgress?.(scanner.done, fileBytes);
  return { root: root.$link, rootBytes: bytesOfCid(root), blocks: scanner.blocks };
}

/**
 * The CID of the first root that a CAR names, and no more of it.
 *
 * @throws ArchiveError as `scanCar`; an error of the file system
 */
export function rootOf(file: string): string {
  const fd = openToRead(file);
  try {
    return new Scanner(fd, fstatSync(fd).size, new Problems()).header().$link;
  } finally {
    closeSync(fd);
  }
}

class Scanner {
  readonly blocks: BlockTable;
  readonly #fd: number;
  readonly #fileBytes: number;
  readonly #problems: Problems;
  readonly #isHashed: boolean;
  readonly #buffer: Buffer<ArrayBuffer>;
  readonly #view: DataView;
  /** Of the buffer, what is read and not yet used. */
  #at = 0;
  #end = 0;
  /** Where the buffer begins in the file. */
  #base = 0;
  #isOver = false;

  constructor(fd: number, fileBytes: number, problems: Problems, isHashed = true) {
    this.#isHashed = isHashed;
    this.#buffer = Buffer.allocUnsafeSlow(Math.min(BUFFER_BYTES, fileBytes));
    this.#view = new DataView(this.#buffer.buffer);
    this.#fd = fd;
    this.#fileBytes = fileBytes;
    this.#problems = problems;
    this.blocks = new BlockTable(fileBytes);
  }

  get done(): number {
    return this.#base + this.#at;
  }

  header(): CidLink {
    while (this.#end < BLOCK_MAX_BYTES + CID_BYTES && this.#read());
    const length = this.#varint();
    if (length === undefined || length === 0 || length > BLOCK_MAX_BYTES) {
      throw new ArchiveError({
        kind: this.#end === 0 ? 'truncated' : 'car-shape',
        message: 'It does not begin as a CAR file does.',
      });
    }
    if (this.#at + length > this.#end) {
      throw new ArchiveError({ kind: 'truncated', message: 'It ends within the header of the CAR.' });
    }
    const header = headerOf(this.#buffer.subarray(this.#at, this.#at + length));
    this.#at += length;
    return header;
  }

  /** Reads and takes all whole frames of one chunk. False where the file has ended. */
  chunk(): boolean {
    const isMore = this.#read();
    this.#frames();
    if (isMore && !this.#isOver) return true;
    if (!this.#isOver && this.#at < this.#end) this.#truncated();
    return false;
  }

  #truncated(): void {
    this.#isOver = true;
    this.#problems.add({
      kind: 'truncated',
      message: `The file ends within a block, which begins at byte ${this.done}.`,
    });
  }

  #read(): boolean {
    const wanted = Math.min(CHUNK_BYTES, this.#fileBytes - this.#base - this.#end);
    if (wanted <= 0) return false;
    if (this.#end + wanted > this.#buffer.length) {
      this.#buffer.copyWithin(0, this.#at, this.#end);
      this.#base += this.#at;
      this.#end -= this.#at;
      this.#at = 0;
    }
    const position = this.#base + this.#end;
    const read = readSync(this.#fd, this.#buffer, this.#end, wanted, position);
    this.#end += read;
    return read > 0;
  }

  /** A function of its own, so that it is compiled as a whole and not left in the middle of its loop. */
  #frames(): void {
    const { blocks } = this;
    const view = this.#view;
    const end = this.#end;
    let start = this.#at;
    while (start < end) {
      this.#at = start;
      const length = this.#varint();
      if (length === undefined) {
        this.#at = start;
        if (end - start >= VARINT_MAX_BYTES) this.#lost(start);
        return;
      }
      const cidAt = this.#at;
      this.#at = start;
      if (length > BLOCK_MAX_BYTES + CID_BYTES || length === 0) {
        this.#lost(start);
        return;
      }
      if (cidAt + length > end) return;
      if (length <= CID_BYTES) {
        // Without a body, or with a shorter CID: none of a repository, and the next one is known to begin behind it.
        this.#odd(start);
        start = cidAt + length;
        continue;
      }
      const prefix = view.getInt32(cidAt);
      const bodyAt = cidAt + CID_BYTES;
      const size = length - CID_BYTES;
      if (prefix === DAG_CBOR_PREFIX || prefix === RAW_PREFIX) {
        const isGood = !this.#isHashed || this.#isWhatItSays(cidAt, size);
        if (!isGood) this.#changed(cidAt);
        blocks.add(view, cidAt, this.#base + bodyAt, size, isGood);
      } else this.#odd(start);
      start = cidAt + length;
    }
    this.#at = start;
  }

  /** Whether a body hashes to its CID. The text of a digest is the cheapest form of it, and a plain view the cheapest of a part. */
  #isWhatItSays(cidAt: number, size: number): boolean {
    const bodyAt = cidAt + CID_BYTES;
    const digest = hash('sha256', new Uint8Array(this.#buffer.buffer, bodyAt, size), 'binary');
    return isDigestAt(digest, this.#buffer, bodyAt - DIGEST_BYTES);
  }

  #odd(start: number): void {
    this.#problems.add({
      kind: 'car-shape',
      message: `The block at byte ${this.#base + start} has a CID of a kind that repositories do not use.`,
    });
  }

  #changed(cidAt: number): void {
    const cid = cidTextAt(this.#buffer, cidAt);
    this.#problems.add({
      kind: 'block-hash',
      cid,
      message: `The block ${cid} does not hash to its CID.`,
    });
  }

  #lost(start: number): void {
    this.#isOver = true;
    this.#problems.add({
      kind: 'car-shape',
      message: `At byte ${this.#base + start} no block begins, and what follows cannot be read.`,
    });
  }

  /** Undefined where it is longer than it may be, or padded, or does not end. */
  #varint(): number | undefined {
    let value = 0;
    for (let index = 0; index < VARINT_MAX_BYTES; index++) {
      if (this.#at === this.#end) return undefined;
      const byte = this.#buffer[this.#at++] ?? 0;
      value += (byte & 0x7f) * 2 ** (7 * index);
      if (byte < 0x80) return byte === 0 && index > 0 ? undefined : value;
    }
    return undefined;
  }
}

/** Whether a digest, a character for each byte, is what stands at an offset. */
function isDigestAt(digest: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < DIGEST_BYTES; index++) {
    if (digest.charCodeAt(index) !== bytes[at + index]) return false;
  }
  return true;
}

/** The first root of a header. Further roots are allowed. */
function headerOf(bytes: Uint8Array): CidLink {
  let header: unknown;
  try {
    header = decode(bytes);
  } catch {
    // Said below, as any other header that is none.
  }
  if (!isObject(header) || header.version !== 1 || !Array.isArray(header.roots)) {
    throw new ArchiveError({ kind: 'car-shape', message: 'It does not begin as a CAR file does.' });
  }
  const root: unknown = header.roots[0];
  if (!isCidLink(root)) throw new ArchiveError({ kind: 'no-commit', message: 'The CAR names no commit.' });
  if (bytesOfCid(root).length !== CID_BYTES) {
    throw new ArchiveError({ kind: 'no-commit', message: 'The root of the CAR is not the CID of a commit.' });
  }
  return root;
}
