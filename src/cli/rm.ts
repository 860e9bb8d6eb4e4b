import { copyText } from '../places/archives/archive-label.js';
import { findArchive } from '../places/archives/find-archive.js';
import { byteSize } from '../text/byte-size.js';
import { sanitise } from '../text/sanitise.js';
import { carAddress } from './archive-argument.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './exit-codes.js';
import { openQuestions } from './questions.js';
import type { RmLine } from './rm-line.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Deletes what its addresses name. Resolves to the exit code; see {@link removeCopy} and `removeRecords`. */
export async function remove(line: RmLine, open: OpenServices): Promise<number> {
  const [first = '', ...more] = line.addresses;
  if (!line.addresses.some(isOfArchive)) {
    const { removeRecords } = await import('./rm-records.js');
    return await removeRecords(line, open);
  }
  if (more.length > 0 || line.swap !== undefined || line.dryRun) {
    complain('a copy that is kept is deleted by itself, without --swap and --dry-run.');
    return EXIT_UNUSABLE;
  }
  return await removeCopy(first, line, open);
}

/** Whether an address is one of an archive, or meant as one. */
const isOfArchive = (address: string): boolean =>
  /^archives?:/i.test(address) || carAddress(address) !== undefined;

/**
 * Deletes a copy of a repository that is kept, once who sits there has said so. Resolves to the exit code: 1 where there is no such copy,
 * or it stays; 2 where the address is of none.
 */
async function removeCopy(address: string, line: RmLine, open: OpenServices): Promise<number> {
  const named = carAddress(address);
  if (named === undefined || 'file' in named || named.collection !== undefined) {
    complain('what is deleted of archives is a copy that is kept: archive:alice.test, archive:alice.test~1.');
    return EXIT_UNUSABLE;
  }
  const { stdin, stderr, env } = process;
  if (!line.yes && !stdin.isTTY) {
    complain('nobody can be asked here: --yes deletes without asking.');
    return EXIT_UNUSABLE;
  }
  return await withoutScreen(line, open, async (client, { archives }) => {
    const { kept } = await findArchive(named, { client, archives }, new AbortController().signal);
    if (kept === undefined) throw new TypeError('A copy that is kept is named by its account.');
    const { did, bytes, note } = kept;
    const what = sanitise(`${note?.handle ?? did}, ${copyText(kept)}, ${byteSize(bytes)}`);
    if (!line.yes) {
      const questions = openQuestions({ stdin, stderr, env });
      try {
        const answer = await questions.ask(`Delete ${what}? [y/N] `);
        if (!/^y(?:es)?$/i.test(answer?.trim() ?? '')) {
          complain('nothing was deleted.');
          return EXIT_FAILED;
        }
      } finally {
        questions.close();
      }
    }
    await archives.remove(kept);
    process.stdout.write(`Deleted ${what}.\n`);
    return EXIT_DONE;
  });
}
