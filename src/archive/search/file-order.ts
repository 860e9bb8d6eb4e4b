import type { Archive, ArchiveCollection } from '../archive.js';

/** The most that is read at once, where no single record is larger. */
const CHUNK_BYTES = 1024 * 1024;
/** Up to here it is quicker to read what nobody wants than to begin again. */
const GAP_MAX_BYTES = 64 * 1024;

/** Up to these an offset and a row are one whole number below 2^53. */
const ROWS_MAX = 2 ** 21;
const BYTES_MAX = 2 ** 32;

/** Rows that stand near each other in the file. */
export interface Chunk {
  /** Offsets in the file. */
  readonly start: number;
  readonly end: number;
  /** From where to where of `rows`. */
  readonly first: number;
  readonly last: number;
}

/** Rows of the wanted collections in the order in which their bodies stand in the file. */
export function rowsInFile(archive: Archive, collections: readonly ArchiveCollection[]): Uint32Array {
  const rows = new Uint32Array(collections.reduce((sum, { count }) => sum + count, 0));
  let at = 0;
  let isSorted = true;
  let before = -1;
  for (const { first, count } of collections) {
    for (let row = first; row < first + count; row++) {
      const offset = archive.offset(row);
      if (offset < before) isSorted = false;
      before = offset;
      rows[at++] = row;
    }
  }
  return isSorted ? rows : sortByOffset(archive, rows);
}

/** Two keys may have one record: in the order of the keys then. */
function sortByOffset(archive: Archive, rows: Uint32Array): Uint32Array {
  if (archive.records > ROWS_MAX || archive.bytes > BYTES_MAX) {
    return rows.sort((a, b) => archive.offset(a) - archive.offset(b) || a - b);
  }
  // Offset and row in one number: sorting numbers is five times as quick as asking for each two.
  const places = Float64Array.from(rows, (row) => archive.offset(row) * ROWS_MAX + row).sort();
  return Uint32Array.from(places, (place) => place % ROWS_MAX);
}

/** Cuts the file into what is read at once: whole records, and no long stretch without one. */
export function* chunksOf(archive: Archive, rows: Uint32Array): Generator<Chunk> {
  let first = 0;
  let start = 0;
  let end = 0;
  for (const [at, row] of rows.entries()) {
    const offset = archive.offset(row);
    const behind = offset + archive.size(row);
    if (at > first && (behind - start > CHUNK_BYTES || offset - end > GAP_MAX_BYTES)) {
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
