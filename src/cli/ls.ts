import { formatAddress } from '../places/address.js';
import { readArgument } from '../places/address-argument.js';
import type { Address } from '../places/addresses.js';
import { kindOf } from '../places/kind-of.js';
import { type Listing, OLDEST_FIRST } from '../places/listing.js';
import { countText } from '../text/count-text.js';
import { INVALID_WORD, readRowFilter } from '../text/row-filter.js';
import { safeJson } from '../text/safe-json.js';
import { sanitise } from '../text/sanitise.js';
import { spell } from '../text/sentence.js';
import { accountNames } from './account-names.js';
import { contentsListing } from './contents-listing.js';
import { EXIT_DONE, EXIT_UNUSABLE } from './exit-codes.js';
import { listTable } from './list-table.js';
import { type ListedRow, listedRows } from './listed-rows.js';
import { openPlace } from './open-place.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { openProgress } from './progress.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Print the rows of a list. `address` is as typed. */
export interface LsLine extends Locations {
  readonly kind: 'ls';
  readonly address: string;
  /** As NDJSON on a terminal, too. */
  readonly json: boolean;
  /** All rows on a terminal, too. */
  readonly all: boolean;
  /** Rows at most; undefined: the first of a table, all on a pipe. */
  readonly limit: number | undefined;
  /** Oldest first. */
  readonly reverse: boolean;
  /** Words that a row has to have. */
  readonly filter: string | undefined;
  /** Titles of columns; undefined: those that there is room for, or the JSON of the service. */
  readonly columns: readonly string[] | undefined;
  readonly as: string | undefined;
}

/** Rows of a table where nobody says how many. */
const TABLE_ROWS = 100;
/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;

/**
 * Writes the rows of a list to stdout: on a terminal as a table, else one JSON object a line. Resolves to the exit code: 1 where they
 * cannot be asked for, or not all of them; 2 where the address lists nothing, or has no such column or order.
 */
export async function ls(line: LsLine, open: OpenServices): Promise<number> {
  const parsed = readArgument(line.address);
  if (!parsed.ok) return unusable(parsed.reason);
  const { address } = parsed;
  const { shows } = kindOf(address);
  if (shows === 'record') {
    return unusable(`there is no list there: atscope cat ${formatAddress(address)} prints what is.`);
  }
  return await withoutScreen(line, open, async (client, config) => {
    const output = openOutput(process.stdout);
    const { signal } = output;
    const place = await openPlace(address, { client, config, as: line.as, signal });
    const listing = address.kind === 'repo' ? contentsListing(address, place.context) : place.listing;
    if (listing === undefined) return unusable('nothing is listed there.');
    const problem = whyUnusable(line, listing);
    if (problem !== undefined) return unusable(problem);

    listing.folds?.unfoldAll();

    const { isTTY, columns } = process.stdout;
    const isTable = isTTY === true && !line.json;
    const rows = listedRows(listing, {
      order: line.reverse ? OLDEST_FIRST.id : undefined,
      filter: line.filter,
      limit: line.limit ?? (isTable && !line.all ? TABLE_ROWS : Number.POSITIVE_INFINITY),
      names: isTable || line.columns || line.filter ? accountNames(client) : undefined,
      validate: client.validate,
      signal,
    });
    const print = isTable ? tablePrinter(listing, line, columns || COLUMNS) : jsonPrinter(listing, line);
    const progress = openProgress(process.stderr, isTTY !== true);
    let count = 0;
    let hasMore = false;
    let unknown = 0;
    try {
      for await (const page of rows) {
        count += page.rows.length;
        hasMore = page.hasMore;
        unknown += page.unknown;
        progress.show(`${countText(count)} rows`);
        await output.write(print(page.rows));
        if (signal.aborted) return EXIT_DONE;
      }
    } finally {
      progress.end();
    }
    if (unknown > 0) complain(unknownWords(unknown));
    if (isTable && count === 0) complain(noRows(listing));
    if (isTable && hasMore) complain(moreWords(count, address));
    return EXIT_DONE;
  });
}

const unknownWords = (count: number): string =>
  `${countText(count)} ${count === 1 ? 'row is' : 'rows are'} of no lexicon that is known here, and may be valid or not: atscope verify --resolve asks for it.`;

/** A list without rows may say why. */
const noRows = ({ empty }: Listing): string =>
  empty === undefined ? 'no rows.' : sanitise(spell(empty, (id) => `:${id}`));

const moreWords = (count: number, address: Address): string =>
  sanitise(
    `the first ${countText(count)} rows: --limit and a number asks for more, --all for all of them; atscope ${formatAddress(address)} shows them on a screen.`,
  );

function unusable(reason: string): number {
  complain(sanitise(reason));
  return EXIT_UNUSABLE;
}

/** What was asked for and the list does not have, as a clause. */
function whyUnusable({ reverse, filter, columns = [] }: LsLine, listing: Listing): string | undefined {
  if (listing.record === undefined && readRowFilter(filter ?? '', true).isInvalid) {
    return `only records are valid or not, and these are none: leave out ${INVALID_WORD}.`;
  }
  if (reverse && !listing.orders.some(({ id }) => id === OLDEST_FIRST.id)) {
    return 'this list comes in the order of its service only, without --reverse.';
  }
  const titles = listing.columns.map(({ title }) => title);
  const unknown = columns.find((title) => !titles.includes(title));
  return unknown === undefined
    ? undefined
    : `this list has no column ${JSON.stringify(unknown)}: its columns are ${titles.join(', ')}.`;
}

type Print = (rows: readonly ListedRow[]) => string;

/** Where columns of the listing stand, in the order in which they were asked for. */
const indexesOf = (listing: Listing, titles: readonly string[]): readonly number[] =>
  titles.map((title) => listing.columns.findIndex((column) => column.title === title));

function tablePrinter(listing: Listing, { columns }: LsLine, cells: number): Print {
  const indexes = columns && indexesOf(listing, columns);
  const all = listing.columns;
  // Those that were asked for stay, however little room there is.
  const wanted = indexes?.flatMap((index) => {
    const column = all[index];
    return column ? [{ ...column, drop: 0, spare: undefined }] : [];
  });
  const table = listTable(wanted ?? all, cells);
  return (rows) =>
    table.lines(
      rows.flatMap(({ row }) =>
        row ? [indexes ? { ...row, cells: indexes.map((index) => row.cells[index] ?? '') } : row] : [],
      ),
    );
}

/** Nothing that a terminal obeys is in the JSON, and it is on one line, however the service wrote it. */
function jsonPrinter(listing: Listing, { columns }: LsLine): Print {
  if (columns === undefined) {
    return (rows) =>
      rows.map(({ item }) => `${safeJson(listing.whole?.(item) ?? listing.json(item), 0)}\n`).join('');
  }
  const indexes = indexesOf(listing, columns);
  return (rows) =>
    rows
      .map(({ row }) => {
        const cells = columns.map((title, at) => [title, row?.cells[indexes[at] ?? -1] ?? '']);
        return `${safeJson(JSON.stringify(Object.fromEntries(cells)), 0)}\n`;
      })
      .join('');
}
