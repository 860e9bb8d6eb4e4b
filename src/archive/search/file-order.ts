import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Archive, ArchiveCollection } from '../archive.js';

/** Up to here it is quicker to read what nobody wants than to begin again. */
const GAP_MAX_BYTES = 64 * 1024;
/** A million rows are put in order in pieces of the file, none of which takes long. */
const PIECE_BYTES = 2 ** 20;
/** Rows that are handled before others have their turn: some milliseconds. */
const ROWS_A_TURN = 100_000;

/** Rows that stand near each other in the file. */
export interface Chunk {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** From where to where of `rows`. */
  readonly first: number;
  readonly last: number;
}

/** Rows of the wanted collections in the order in which their bodies stand in the file. Lets others run every few milliseconds. */
export async function rowsInFile(
  archive: Archive,
  collections: readonly ArchiveCollection[],
): Promise<Uint32Array> {
  const rows = new Uint32Array(collections.reduce((sum, { count }) => sum + count, 0));
  const perPiece = new Uint32Array(Math.ceil(archive.bytes / PIECE_BYTES) + 1);
  let at = 0;
  let isSorted = true;
  let before = -1;
  for (const { first, count } of collections) {
    for (let row = first; row < first + count; row++) {
      const offset = archive.offset(row);
      if (offset < before) isSorted = false;
      before = offset;
      const piece = pieceOf(offset);
      perPiece[piece] = (perPiece[piece] ?? 0) + 1;
      rows[at++] = row;
      if (at % ROWS_A_TURN === 0) await nextTurn();
    }
  }
  return isSorted ? rows : await sortByOffset(archive, rows, perPiece);
}

const pieceOf = (offset: number): number => Math.floor(offset / PIECE_BYTES);

/** First by pieces of the file, then within each. Two keys may have one record: in the order of the keys then. */
async function sortByOffset(
  archive: Archive,
  rows: Uint32Array,
  perPiece: Uint32Array,
): Promise<Uint32Array> {
  const sorted = new Uint32Array(rows.length);
  const ends = new Uint32Array(perPiece.length);
  for (let piece = 1; piece < ends.length; piece++) {
    ends[piece] = (ends[piece - 1] ?? 0) + (perPiece[piece - 1] ?? 0);
  }
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const piece = pieceOf(archive.offset(row));
    const to = ends[piece] ?? 0;
    ends[piece] = to + 1;
    sorted[to] = row;
    if (at % ROWS_A_TURN === 0) await nextTurn();
  }
  let first = 0;
  let done = 0;
  for (const last of ends) {
    sortPiece(archive, sorted.subarray(first, last));
    done += last - first;
    first = last;
    if (done < ROWS_A_TURN) continue;
    done = 0;
    await nextTurn();
  }
  return sorted;
}

/** Offset and place in one number: sorting numbers is five times as quick as asking for each two. */
function sortPiece(archive: Archive, rows: Uint32Array): void {
  const places = Float64Array.from(
    rows,
    (row, place) => (archive.offset(row) % PIECE_BYTES) * 2 ** 32 + place,
  ).sort();
  rows.set(Uint32Array.from(places, (place) => rows[place % 2 ** 32] ?? 0));
}

/**
 * Cuts the file into what is read at once, `most` bytes where no single record is larger: whole records, and no long stretch without
 * one. Begins with a place of the rows.
 */
export function* chunksOf(archive: Archive, rows: Uint32Array, from: number, most: number): Generator<Chunk> {
  let first = from;
  let start = 0;
  let end = 0;
  for (let at = from; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const offset = archive.offset(row);
    const behind = offset + archive.size(row);
    if (at > first && (behind - start > most || offset - end > GAP_MAX_BYTES)) {
      yield { start, end, first, last: at };
      first = at;
    }
    if (at === first) {
      start = offset;
      end = offset;
    }
    end = Math.max(end, behind);
  }
  if (rows.length > first) yield { start, end, first, last: rows.length };
}
