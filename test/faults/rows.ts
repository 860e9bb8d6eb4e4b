import { blobRows } from './blob-rows.js';
import { errorBodyRows } from './error-bodies.js';
import { failingRows } from './failing-rows.js';
import { listingRows } from './listing-rows.js';
import { oddRows } from './odd-rows.js';
import type { FaultRow } from './row.js';

/**
 * Every way of misbehaving that is known, each a row. `rows.network.test.ts` tries them in the client, and
 * `test/e2e/fault-rows.test.ts` on the screen of the built program.
 */
export const rows: readonly FaultRow[] = [
  ...failingRows,
  ...errorBodyRows,
  ...oddRows,
  ...blobRows,
  ...listingRows,
];
