/** Blobs whose bytes were held against their CID since the program began, by account and CID. */
const checked = new Set<string>();
const CHECKED_MAX = 100_000;

export function noteChecked(did: string, cid: string): void {
  if (checked.size >= CHECKED_MAX) checked.clear();
  checked.add(`${did} ${cid}`);
}

export const isChecked = (did: string, cid: string): boolean => checked.has(`${did} ${cid}`);
