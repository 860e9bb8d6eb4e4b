import type { Archive } from '../archive/archive.js';
import { HitList, type HitOrder } from '../archive/search/hit-list.js';
import { litWords } from '../archive/search/hit-text.js';
import { isEmptyQuery, parseQuery, QueryError, type SearchQuery } from '../archive/search/query.js';
import { searchArchive } from '../archive/search/search.js';
import { exportedRecord, ndjsonLine } from '../jobs/export/exported-record.js';
import { countText } from '../text/count-text.js';
import { errorSentence } from '../text/error-sentence.js';
import { namedArchive, notAnArchive } from './archive-argument.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_NOT_SO, EXIT_UNUSABLE } from './exit-codes.js';
import { hitLine } from './hit-line.js';
import type { Locations } from './options.js';
import { openProgress } from './progress.js';
import { withArchives } from './with-archives.js';
import { complain, type OpenServices } from './without-screen.js';

/** Print the records of an archive that hold words. */
export interface GrepLine extends Locations {
  readonly kind: 'grep';
  /** As typed: words, and what else `parseQuery` reads. */
  readonly query: string;
  readonly address: string;
  readonly order: HitOrder;
  /** Hits at most. */
  readonly limit: number | undefined;
  readonly json: boolean;
}

/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;
/** Lines that are written at once. */
const BATCH_LINES = 100;

/**
 * Writes the records that hold all the words to stdout: on a terminal a line for each with the words lit, else NDJSON. Resolves to
 * the exit code: 3 where there is none, 2 where the words or the address cannot be read.
 */
export async function grep(line: GrepLine, open: OpenServices): Promise<number> {
  const named = namedArchive(line.address);
  if (named === undefined) return unusable(notAnArchive(line.address));
  const query = queryOf(line, named.collection);
  if (typeof query === 'string') return unusable(query);
  return await withArchives(line, open, async ({ signal, write, open: opened }) => {
    const { isTTY, columns } = process.stdout;
    const archive = await opened(named, !isTTY);
    const hits = await found(archive, query, line.order, signal);
    const isTable = isTTY && !line.json;
    const words = litWords(query);
    return await print(archive, hits, line.limit ?? hits.length, write, (record) =>
      isTable ? hitLine(record, words, columns || COLUMNS) : ndjsonLine(record),
    );
  });
}

/** Resolves to the exit code. A record that cannot be read is told of, and the rest is printed. */
async function print(
  archive: Archive,
  hits: HitList,
  limit: number,
  write: (text: string) => Promise<void>,
  lineOf: (record: ReturnType<typeof exportedRecord>) => string,
): Promise<number> {
  let text = '';
  let isWhole = true;
  const count = Math.min(limit, hits.length);
  for (let at = 0; at < count; at++) {
    const row = hits.row(at) ?? 0;
    try {
      text += lineOf(exportedRecord(archive, row));
    } catch (error) {
      isWhole = false;
      complain(`${archive.collectionOf(row).name}/${archive.rkey(row)}: ${errorSentence(error)}`);
    }
    if (at % BATCH_LINES < BATCH_LINES - 1 && at < count - 1) continue;
    await write(text);
    text = '';
  }
  if (!isWhole) return EXIT_FAILED;
  return hits.length === 0 ? EXIT_NOT_SO : EXIT_DONE;
}

async function found(
  archive: Archive,
  query: SearchQuery,
  order: HitOrder,
  signal: AbortSignal,
): Promise<HitList> {
  const hits = new HitList(order);
  const progress = openProgress(process.stderr, true);
  try {
    for await (const step of searchArchive(archive, query, { signal })) {
      hits.add(step.hits);
      progress.show(
        `${countText(step.done)} of ${countText(step.total)} records · ${countText(hits.length)} found`,
      );
    }
  } finally {
    progress.end();
  }
  return hits;
}

/** What is looked for, or why it cannot be. */
function queryOf({ query }: GrepLine, collection: string | undefined): SearchQuery | string {
  try {
    const read = parseQuery(query);
    if (isEmptyQuery(read)) return 'say which words to look for.';
    return collection === undefined ? read : { ...read, collections: [collection] };
  } catch (error) {
    if (error instanceof QueryError) return `${error.message}.`;
    throw error;
  }
}

function unusable(reason: string): number {
  complain(reason);
  return EXIT_UNUSABLE;
}
