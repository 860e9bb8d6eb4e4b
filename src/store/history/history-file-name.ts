import { localMinute } from '../../text/date-time.js';

/** No file system takes more than 255 bytes, and a handle may have that many by itself. */
const NAME_MAX_CHARACTERS = 120;

/**
 * What the exported history of an account is called: `atscope-history-alice.test-2026-11-24.ndjson`. `name` is its handle or
 * DID, whose colons (and whatever else a file's name may not have everywhere) become underscores.
 */
export function historyFileName(name: string, time: number): string {
  const plain = name.replace(/[^A-Za-z0-9.-]/g, '_').slice(0, NAME_MAX_CHARACTERS);
  return `atscope-history-${plain}-${localMinute(time).slice(0, 10)}.ndjson`;
}
