import { accountOf, parseAddress } from '../places/address.js';
import { historyNdjson, withReturns } from '../places/history.js';
import { loadWatch } from '../store/watch/stored-watch.js';
import { sanitise } from '../text/sanitise.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_UNUSABLE } from './exit-codes.js';
import { historyTable } from './history-table.js';
import type { Locations } from './options.js';
import { openOutput } from './output.js';
import { complain, type OpenServices, withoutScreen } from './without-screen.js';

/** Print what is kept of the watch of an account. `address` is as typed; `json`: as NDJSON on a terminal, too. */
export interface HistoryLine extends Locations {
  readonly kind: 'history';
  readonly address: string;
  readonly json: boolean;
}

/** Of a terminal that does not say how wide it is. */
const COLUMNS = 80;

/**
 * Writes what was kept of the watch of an account to stdout, newest first: on a terminal as a table, else as NDJSON. Resolves to the
 * exit code: 1 where the account cannot be resolved, was never watched, or what was kept cannot be read, said on stderr.
 */
export async function history(line: HistoryLine, open: OpenServices): Promise<number> {
  const parsed = parseAddress(line.address);
  if (!parsed.ok) {
    complain(sanitise(parsed.reason));
    return EXIT_UNUSABLE;
  }
  const repo = accountOf(parsed.address);
  if (repo === undefined) {
    complain('this address is about no account, and only accounts are watched.');
    return EXIT_UNUSABLE;
  }
  return await withoutScreen(line, open, async (client, config) => {
    // A DID needs nobody to say what it stands for.
    const did = repo.startsWith('did:') ? repo : (await client.resolve(repo)).did;
    const stored = await loadWatch(config.watches, did);
    if (!stored) {
      const unread = config.watches.unread(did);
      const why =
        unread === undefined
          ? 'atscope has never watched it with these settings.'
          : `what was kept cannot be read, and is in ${unread}.`;
      complain(sanitise(`there is no history of ${repo}: ${why}`));
      return EXIT_FAILED;
    }
    const { isTTY, columns } = process.stdout;
    const table = { watched: repo, now: Date.now(), columns: columns || COLUMNS };
    await openOutput(process.stdout).write(
      isTTY && !line.json ? historyTable(withReturns(stored.lines), table) : historyNdjson(stored.lines, did),
    );
    return EXIT_DONE;
  });
}
