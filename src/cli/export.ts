import { open as openFile } from 'node:fs/promises';
import type { Archive } from '../archive/archive.js';
import { csvLine, lensColumns, pathColumns } from '../jobs/export/csv.js';
import { type ExportedRecord, exportedRecord, ndjsonLine } from '../jobs/export/exported-record.js';
import { wholeFile } from '../keep/whole-file.js';
import { countText } from '../text/count-text.js';
import { errorSentence } from '../text/error-sentence.js';
import { type CarPart, namedArchive, namedCollections, namedRows, notAnArchive } from './archive-argument.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_NOT_SO, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { openProgress } from './progress.js';
import { withArchives } from './with-archives.js';
import { complain, type OpenServices } from './without-screen.js';

/** Write the records of an archive for other programs. */
export interface ExportLine extends Locations {
  readonly kind: 'export';
  /** As typed. */
  readonly address: string;
  readonly format: 'ndjson' | 'csv' | 'sqlite';
  /** A file in place of stdout. */
  readonly to: string | undefined;
  /** Paths in the JSON, for CSV; undefined: what the lenses read. */
  readonly columns: readonly string[] | undefined;
}

const BATCH_CHARACTERS = 64 * 1024;

/** Exported so far, and what could not be. */
interface Told {
  done: number;
  failed: number;
}

/**
 * Writes the records of an archive, to stdout or into a file that takes its place once it is whole. Resolves to the exit code: 1 where
 * not every record could be read, 3 where there are none of that name, 2 where the address is no archive.
 */
export async function exportRecords(line: ExportLine, open: OpenServices): Promise<number> {
  const named = namedArchive(line.address);
  if (named === undefined) {
    complain(notAnArchive(line.address));
    return EXIT_UNUSABLE;
  }
  return await withArchives(line, open, async ({ signal, write, open: opened }) => {
    const { to } = line;
    const isPiped = to !== undefined || !process.stdout.isTTY;
    const archive = await opened(named, isPiped);
    const told: Told = { done: 0, failed: 0 };
    const progress = openProgress(process.stderr, isPiped);
    function onProgress(done: number): void {
      progress.show(`${countText(done)} of ${countText(archive.records)} records`);
    }
    async function writeOut(text: string): Promise<void> {
      await write(text);
      onProgress(told.done);
    }
    try {
      if (to === undefined) await writeText(archive, named, line, told, writeOut);
      else
        await wholeFile(to, (draft) => writeFile(archive, named, line, told, { draft, signal, onProgress }));
    } finally {
      progress.end();
    }
    if (told.failed > 0 || archive.problems.length > 0) return EXIT_FAILED;
    return told.done === 0 && named.collection !== undefined ? EXIT_NOT_SO : EXIT_DONE;
  });
}

interface FileOptions {
  /** Is not there yet. */
  readonly draft: string;
  readonly signal: AbortSignal;
  onProgress(done: number): void;
}

async function writeFile(
  archive: Archive,
  named: CarPart,
  line: ExportLine,
  told: Told,
  { draft, signal, onProgress }: FileOptions,
): Promise<void> {
  if (line.format === 'sqlite') {
    const { writeSqlite } = await import('../jobs/export/sqlite.js');
    await writeSqlite(draft, readRecords(archive, named, told), { signal, onProgress });
    return;
  }
  const file = await openFile(draft, 'wx');
  try {
    await writeText(archive, named, line, told, async (text) => {
      await file.writeFile(text);
      signal.throwIfAborted();
      onProgress(told.done);
    });
  } finally {
    await file.close();
  }
}

/** Writes piece by piece, each once the one before was taken. */
async function writeText(
  archive: Archive,
  named: CarPart,
  { format, columns: paths }: ExportLine,
  told: Told,
  write: (text: string) => Promise<void>,
): Promise<void> {
  const columns = paths
    ? pathColumns(paths)
    : lensColumns(namedCollections(archive, named).map(({ name }) => name));
  let text = format === 'csv' ? csvLine(columns.map(({ title }) => title)) : '';
  for (const record of readRecords(archive, named, told)) {
    text += format === 'csv' ? csvLine(columns.map((column) => column.of(record))) : ndjsonLine(record);
    if (text.length < BATCH_CHARACTERS) continue;
    await write(text);
    text = '';
  }
  await write(text);
}

/** One that cannot be read is told of, and the rest is written. */
function* readRecords(archive: Archive, named: CarPart, told: Told): Generator<ExportedRecord> {
  for (const row of namedRows(archive, named)) {
    let record: ExportedRecord;
    try {
      record = exportedRecord(archive, row);
    } catch (error) {
      told.failed++;
      complain(`${archive.collectionOf(row).name}/${archive.rkey(row)}: ${errorSentence(error)}`);
      continue;
    }
    yield record;
    told.done++;
  }
}
