import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Archive, ArchiveCollection } from '../archive.js';

/** A million rows are put in order in pieces of the file, none of which takes long. */
const PIECE_BYTES = 2 ** 20;
/** Rows that are handled before others have their turn: some milliseconds. */
const ROWS_A_TURN = 50_000;

type Offsets = ReturnType<Archive['offsets']>;

/** Rows that stand near each other in the file. */
export interface Chunk {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** From where to where of the rows. */
  readonly first: number;
  readonly last: number;
}

/** Rows in the order in which their bodies stand in the file. */
export class FileRows {
  readonly length: number;
  readonly #archive: Archive;
  readonly #offsets: Offsets;
  /** Undefined where that is the order of the keys. */
  readonly #rows: Uint32Array | undefined;

  constructor(archive: Archive, count: number, rows?: Uint32Array) {
    this.#archive = archive;
    this.#offsets = archive.offsets();
    this.#rows = rows;
    this.length = count;
  }

  row(at: number): number {
    return this.#rows ? (this.#rows[at] ?? 0) : at;
  }

  /** Where the body of the row at a place stands. */
  offset(at: number): number {
    return this.#offsets[this.row(at)] ?? 0;
  }

  size(at: number): number {
    return this.#archive.size(this.row(at));
  }

  /** The last place from … on, below …, whose body begins at or before an offset. That of the first one does. */
  lastUpTo(offset: number, from: number, below: number): number {
    let low = from;
    let step = 1;
    while (low + step < below && this.offset(low + step) <= offset) {
      low += step;
      step *= 2;
    }
    let high = Math.min(low + step, below);
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.offset(middle) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Rows of the wanted collections in the order in which their bodies stand in the file. Lets others run every few milliseconds. */
export async function rowsInFile(
  archive: Archive,
  collections: readonly ArchiveCollection[],
): Promise<FileRows> {
  const offsets = archive.offsets();
  const isSorted = await isInOrder(offsets, collections);
  const count = collections.reduce((sum, collection) => sum + collection.count, 0);
  if (isSorted && count === archive.records) return new FileRows(archive, count);
  const rows = new Uint32Array(count);
  let at = 0;
  for (const { first, count: length } of collections) {
    for (let row = first; row < first + length; row++) rows[at++] = row;
  }
  return new FileRows(archive, count, isSorted ? rows : await sortByOffset(offsets, archive.bytes, rows));
}

async function isInOrder(offsets: Offsets, collections: readonly ArchiveCollection[]): Promise<boolean> {
  let before = -1;
  for (const { first, count } of collections) {
    for (let row = first; row < first + count; row++) {
      const offset = offsets[row] ?? 0;
      if (offset < before) return false;
      before = offset;
      if (row % ROWS_A_TURN === 0) await nextTurn();
    }
  }
  return true;
}

const pieceOf = (offset: number): number => Math.floor(offset / PIECE_BYTES);

/** First by pieces of the file, then within each. Two keys may have one record: in the order of the keys then. */
async function sortByOffset(offsets: Offsets, fileBytes: number, rows: Uint32Array): Promise<Uint32Array> {
  const ends = new Uint32Array(pieceOf(fileBytes) + 2);
  for (let at = 0; at < rows.length; at++) {
    const piece = pieceOf(offsets[rows[at] ?? 0] ?? 0);
    // Counted a place further on, so that adding them up says where each begins.
    ends[piece + 1] = (ends[piece + 1] ?? 0) + 1;
    if (at % ROWS_A_TURN === 0) await nextTurn();
  }
  for (let piece = 1; piece < ends.length; piece++) ends[piece] = (ends[piece] ?? 0) + (ends[piece - 1] ?? 0);
  const sorted = new Uint32Array(rows.length);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const piece = pieceOf(offsets[row] ?? 0);
    const to = ends[piece] ?? 0;
    ends[piece] = to + 1;
    sorted[to] = row;
    if (at % ROWS_A_TURN === 0) await nextTurn();
  }
  let first = 0;
  let done = 0;
  for (const last of ends) {
    sortPiece(offsets, sorted.subarray(first, last));
    done += last - first;
    first = last;
    if (done < ROWS_A_TURN) continue;
    done = 0;
    await nextTurn();
  }
  return sorted;
}

/** Offset and place in one number: sorting numbers is five times as quick as asking for each two. */
function sortPiece(offsets: Offsets, rows: Uint32Array): void {
  const places = Float64Array.from(
    rows,
    (row, place) => ((offsets[row] ?? 0) % PIECE_BYTES) * 2 ** 32 + place,
  ).sort();
  rows.set(Uint32Array.from(places, (place) => rows[place % 2 ** 32] ?? 0));
}

/**
 * Cuts the file into what is read at once, about `most` bytes where no single record is larger: whole records, with what stands between
 * them. Begins with a place of the rows.
 */
export function* chunksOf(rows: FileRows, from: number, most: number): Generator<Chunk> {
  for (let first = from; first < rows.length; ) {
    const start = rows.offset(first);
    let last = rows.lastUpTo(start + most, first, rows.length);
    const behind = rows.offset(last);
    if (start + most >= behind + rows.size(last) && last + 1 === rows.length) last = rows.length;
    // Two keys may have one record: it is in one chunk.
    else while (last > first && rows.offset(last - 1) === behind) last--;
    if (last === first) last = rows.lastUpTo(start, first, rows.length) + 1;
    const isWhole = last < rows.length && rows.offset(last) - start <= most;
    const end = isWhole ? rows.offset(last) : rows.offset(last - 1) + rows.size(last - 1);
    yield { start, end, first, last };
    first = last;
  }
}
