import { open } from 'node:fs/promises';
import { readRecord } from '../../atproto/streams/record-reader.js';
import { dateTime } from '../../text/date-time.js';
import { textField } from '../../text/json-fields.js';
import type { Archive } from '../archive.js';
import { BLOCK_MAX_BYTES } from '../car-scan.js';
import { type Driver, driverFor } from './driver.js';
import { type Chunk, chunksOf, type FileRows, rowsInFile } from './file-order.js';
import { HitColumns, type Hits } from './hits.js';
import { Matcher } from './matcher.js';
import { isWantedCollection, type SearchQuery } from './query.js';
import { READ_AHEAD_ROOMS, readAhead } from './read-ahead.js';

/** What is read and looked through at once: one to three milliseconds. Reading each record takes ten times as long as finding where to. */
const CHUNK_BYTES = 1024 * 1024;
const CHUNK_BYTES_WITHOUT_DRIVER = 128 * 1024;

/** What one step of a search has come to. */
export interface SearchStep {
  /** In the order of the file. They hold until the next step. */
  readonly hits: Hits;
  /** Records looked at so far, of how many. */
  readonly done: number;
  readonly total: number;
}

export interface SearchOptions {
  readonly signal: AbortSignal;
  /** So many records were looked at before, by a search for the same that was stopped. */
  readonly from?: number;
}

/**
 * Looks through an archive, a step for each piece of the file that is read, so that others go on meanwhile. The bytes are those of
 * the file as it is now; who shows a hit reads it with `archive.read`, which holds it against its CID. The time of a record is
 * that of its key, where it is a TID, else what it says itself (`createdAt`).
 * @throws the reason of the signal, and the error of the file system
 */
export async function* searchArchive(
  archive: Archive,
  query: SearchQuery,
  { signal, from = 0 }: SearchOptions,
): AsyncGenerator<SearchStep, void, undefined> {
  signal.throwIfAborted();
  const collections = archive.collections.filter(({ name }) => isWantedCollection(name, query.collections));
  const rows = await rowsInFile(archive, collections);
  const driver = driverFor(query.terms, READ_AHEAD_ROOMS, Math.max(CHUNK_BYTES, BLOCK_MAX_BYTES));
  const scan = new Scan(archive, query, rows, driver);
  const chunks = chunksOf(rows, from, driver ? CHUNK_BYTES : CHUNK_BYTES_WITHOUT_DRIVER);
  const file = await open(archive.file, 'r');
  try {
    for await (const { chunk, bytes } of readAhead(file, chunks, driver?.rooms)) {
      signal.throwIfAborted();
      yield { hits: scan.chunk(bytes, chunk), done: chunk.last, total: rows.length };
    }
  } finally {
    await file.close();
  }
}

class Scan {
  readonly #archive: Archive;
  readonly #query: SearchQuery;
  readonly #rows: FileRows;
  readonly #driver: Driver | undefined;
  readonly #matcher: Matcher;
  readonly #hits = new HitColumns();

  constructor(archive: Archive, query: SearchQuery, rows: FileRows, driver: Driver | undefined) {
    this.#archive = archive;
    this.#query = query;
    this.#rows = rows;
    this.#driver = driver;
    this.#matcher = new Matcher(query.terms);
  }

  chunk(bytes: Buffer, chunk: Chunk): Hits {
    this.#hits.length = 0;
    if (this.#driver) this.#driven(this.#driver, bytes, chunk);
    else for (let at = chunk.first; at < chunk.last; at++) this.#look(at, at + 1, bytes, chunk.start);
    return this.#hits.slice();
  }

  /** From place to place that the driver names: what stands between is not looked at. */
  #driven(driver: Driver, bytes: Buffer, { start, end, ...chunk }: Chunk): void {
    const rows = this.#rows;
    driver.load(bytes, end - start);
    let at = chunk.first;
    for (let place = driver.next(0); place !== -1; ) {
      at = rows.lastUpTo(start + place, at, chunk.last);
      const offset = rows.offset(at);
      let behind = offset + rows.size(at);
      if (start + place < behind) {
        const told = this.#matcher.atPlace(bytes, offset - start, behind - start, place);
        if (told === 'no') {
          place = driver.next(place + 1);
          continue;
        }
        // Two keys may have one record.
        let first = at;
        while (first > chunk.first && rows.offset(first - 1) === offset) first--;
        this.#look(first, at + 1, bytes, start, told === 'yes');
      } else if (at + 1 < chunk.last) behind = rows.offset(at + 1);
      else return;
      place = driver.next(behind - start);
    }
  }

  /** Holds the record of these places of the rows against all that is asked for. */
  #look(first: number, last: number, bytes: Buffer, chunkStart: number, isFound = false): void {
    const start = this.#rows.offset(first) - chunkStart;
    const end = start + this.#rows.size(first);
    if (!isFound && !this.#matcher.matches(bytes, start, end)) return;
    for (let at = first; at < last; at++) {
      const row = this.#rows.row(at);
      const time = this.#timeOf(row, bytes, start, end);
      if (time !== undefined) this.#hits.push(row, time);
    }
  }

  get #isTimed(): boolean {
    return this.#query.since !== undefined || this.#query.until !== undefined;
  }

  /** Undefined where it is not of the time that is asked for. */
  #timeOf(row: number, bytes: Buffer, start: number, end: number): number | undefined {
    const { since, until } = this.#query;
    const time = this.#archive.keyTime(row) ?? createdTime(bytes.subarray(start, end));
    if (time === undefined) return this.#isTimed ? undefined : Number.NEGATIVE_INFINITY;
    return time < (since ?? time) || time >= (until ?? Number.POSITIVE_INFINITY) ? undefined : time;
  }
}

function createdTime(body: Buffer): number | undefined {
  try {
    return dateTime(textField(readRecord(body), 'createdAt'));
  } catch {
    // Not CBOR: it says nothing of its time.
    return undefined;
  }
}
