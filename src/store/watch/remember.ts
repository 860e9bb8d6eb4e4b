/** Of so many who came or went last, what was said is remembered against an AppView or a stream that lags behind. */
const REMEMBERED_MAX = 1_000;

/** Notes something about an account, and forgets the account that was noted longest ago: its DID, where there is one. */
export function remember<Value>(map: Map<string, Value>, did: string, value: Value): string | undefined {
  map.delete(did);
  map.set(did, value);
  if (map.size <= REMEMBERED_MAX) return undefined;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
  return oldest;
}

/** What was remembered in an earlier run, the oldest first. */
export const rememberAll = <Value>(entries: readonly (readonly [string, Value])[]): Map<string, Value> =>
  new Map(entries.slice(-REMEMBERED_MAX));
