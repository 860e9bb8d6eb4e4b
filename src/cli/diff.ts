import { diffArchives, type RecordChange } from '../archive/diff.js';
import { sanitise } from '../text/sanitise.js';
import { type CarPart, type NamedArchive, namedArchive, notAnArchive } from './archive-argument.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_NOT_SO, EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import { withArchives } from './with-archives.js';
import { complain, type OpenServices } from './without-screen.js';

/** Print what changed from one archive to another, or to the account as it is today. */
export interface DiffLine extends Locations {
  readonly kind: 'diff';
  /** As typed. */
  readonly before: string;
  /** Undefined: from the copy before to the one that `before` names. */
  readonly after: string | undefined;
  readonly json: boolean;
}

const SIGNS = { create: '+', update: '~', delete: '−' } as const;
/** Lines that are written at once. */
const BATCH_LINES = 500;

/**
 * Writes the records that were created, updated and deleted to stdout: on a terminal a line for each with its sign, else NDJSON.
 * Resolves to the exit code: 0 where nothing differs, 3 where something does, 2 where an
 * address is no archive, or they are of two accounts.
 */
export async function diff(line: DiffLine, open: OpenServices): Promise<number> {
  const first = namedArchive(line.before);
  const [before, after] = line.after === undefined ? sinceBefore(first) : [first, namedArchive(line.after)];
  if (before === undefined || after === undefined) {
    const isAlone = line.after === undefined && first !== undefined;
    const unread = before === undefined ? line.before : (line.after ?? line.before);
    complain(
      isAlone ? 'one archive alone is compared where it is archive: and an account.' : notAnArchive(unread),
    );
    return EXIT_UNUSABLE;
  }
  return await withArchives(line, open, async ({ write, open: opened }) => {
    const { isTTY } = process.stdout;
    const old = await opened(before, !isTTY);
    const now = await opened(after, !isTTY);
    if (old.did !== now.did) {
      complain(sanitise(`these are of two accounts: ${old.did} and ${now.did}.`));
      return EXIT_UNUSABLE;
    }
    const isTable = isTTY && !line.json;
    let text = '';
    let count = 0;
    for (const change of diffArchives(old, now)) {
      if (!isNamed(change, before) || !isNamed(change, after)) continue;
      text += isTable ? changeLine(change) : changeJson(change, now.did);
      count++;
      if (count % BATCH_LINES > 0) continue;
      await write(text);
      text = '';
    }
    await write(text);
    if (old.problems.length + now.problems.length > 0) return EXIT_FAILED;
    return count === 0 ? EXIT_DONE : EXIT_NOT_SO;
  });
}

/** A copy that is kept, and the one before it; nothing for a file. */
function sinceBefore(address: NamedArchive | undefined): readonly [NamedArchive?, NamedArchive?] {
  return address !== undefined && 'repo' in address ? [{ ...address, copy: address.copy + 1 }, address] : [];
}

const isNamed = (change: RecordChange, { collection, rkey }: CarPart): boolean =>
  (collection === undefined || change.collection === collection) &&
  (rkey === undefined || change.rkey === rkey);

const changeLine = ({ op, collection, rkey }: RecordChange): string =>
  `${SIGNS[op]} ${sanitise(collection)}/${sanitise(rkey)}\n`;

const changeJson = ({ op, collection, rkey, cid, prev }: RecordChange, did: string): string =>
  `${JSON.stringify({ op, uri: `at://${did}/${collection}/${rkey}`, cid, prev })}\n`;
