import { formatAddress, parseAddress, recordOf } from '../places/address.js';
import { sanitise } from '../text/sanitise.js';
import { carAddress, fileOf, notAnArchive } from './archive-argument.js';
import { EXIT_UNUSABLE } from './exit-codes.js';
import type { Locations } from './options.js';
import type { Verified, VerifyOptions } from './verified.js';
import { verifyAccount } from './verify-account.js';
import { verifyFile } from './verify-file.js';
import { verifyRecord } from './verify-record.js';
import { withArchives } from './with-archives.js';
import { complain, type OpenServices } from './without-screen.js';

/** Check an archive, a record, or the repository of an account. */
export interface VerifyLine extends Locations {
  readonly kind: 'verify';
  /** As typed. */
  readonly address: string;
  readonly json: boolean;
  /** Hold records against their lexicons, too. */
  readonly lexicons: boolean;
  /** Ask the authorities of lexicons that are not known here. */
  readonly resolve: boolean;
}

/**
 * Checks what an address names, and writes to stdout what was checked and what is wrong: on a terminal in lines, else as one JSON object.
 * Resolves to the exit code: 0 where all holds, 3 where something does not, 1 where it could not be checked, 2 where the address is
 * neither an archive, nor a record, nor an account.
 */
export async function verify(line: VerifyLine, open: OpenServices): Promise<number> {
  const check = checkFor(line.address);
  if (typeof check === 'string') {
    complain(sanitise(check));
    return EXIT_UNUSABLE;
  }
  return await withArchives(line, open, async ({ write, ...desk }) => {
    const isJson = line.json || !process.stdout.isTTY;
    const lexicons = line.resolve ? 'resolve' : line.lexicons ? 'known' : undefined;
    const { text, exitCode } = await check({ ...desk, isJson, lexicons });
    await write(text);
    return exitCode;
  });
}

/** What checks an address; a sentence where nothing can. */
export function checkFor(text: string): ((options: VerifyOptions) => Promise<Verified>) | string {
  const car = carAddress(text);
  if (car?.collection !== undefined) {
    return 'an archive is checked as a whole: leave out what is behind the #.';
  }
  if (car !== undefined) {
    return async (options) => verifyFile(await fileOf(car, options, options.signal), options);
  }
  // With the sign of a handle it is one, whatever its end.
  if (text.endsWith('.car') && !text.startsWith('@')) return notAnArchive(text);
  const parsed = parseAddress(text);
  if (!parsed.ok) return parsed.reason;
  const { address } = parsed;
  const record = recordOf(address);
  const isRecord = address.kind === 'record' || address.kind === 'proof';
  if (record !== undefined && isRecord) return (options) => verifyRecord(record, options);
  if (address.kind === 'repo') return (options) => verifyAccount(address.repo, options);
  return `${formatAddress(address)} is neither an account, nor a record, nor a CAR file.`;
}
