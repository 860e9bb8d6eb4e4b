import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder, removed when the run of the tests is over: for what tests of a file share, or make before the first of them. */
export function scratchFolder(): string {
  return mkdtempSync(join(process.env.ATSCOPE_TESTS_FOLDER ?? tmpdir(), 'scratch-'));
}
