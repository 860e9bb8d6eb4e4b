import type { Locations } from './options.js';

/** Delete records, or a copy that is kept. */
export interface RmLine extends Locations {
  readonly kind: 'rm';
  /** As typed; `-`: those that standard input names. */
  readonly addresses: readonly string[];
  /** Nobody is asked. */
  readonly yes: boolean;
  /** CID of the record that may be deleted. */
  readonly swap: string | undefined;
  readonly dryRun: boolean;
  /** NDJSON on a terminal, too. */
  readonly json: boolean;
}
