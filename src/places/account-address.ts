import { isHandle } from '@atcute/lexicons/syntax';
import type { AccountAddress } from './repo-addresses.js';

/** An account by its handle where it has a valid one, else by its DID; undefined where there is neither. */
export function accountAddress({
  handle,
  did,
}: {
  readonly handle?: string | undefined;
  readonly did?: string | undefined;
}): AccountAddress | undefined {
  // `handle.invalid` stands for a handle that does not point back to the account.
  const repo = isHandle(handle) && handle.toLowerCase() !== 'handle.invalid' ? handle : did;
  return repo === undefined ? undefined : { kind: 'repo', repo };
}
