/** Tells an operation from all others: a commit has one `rev`, and at most one operation on a record. The same from every source. */
export function commitKey(
  did: string,
  rev: string,
  operation: string,
  collection: string,
  rkey: string,
): string {
  return `${did} ${rev} ${operation} ${collection}/${rkey}`;
}

/** `time` is that of the event in the firehose, which every source passes on; else the source's own cursor. */
export function identityKey(did: string, time: string | number): string {
  return `${did} identity ${time}`;
}

export function accountKey(
  did: string,
  time: string | number,
  isActive: boolean,
  status: string | undefined,
): string {
  return `${did} account ${time} ${isActive} ${status ?? ''}`;
}
