/** Of so many who came or went last, what was said is remembered against an AppView or a stream that lags behind. */
const REMEMBERED_MAX = 1_000;

/** Notes something about an account, and forgets the account that was noted longest ago. */
export function remember<Value>(map: Map<string, Value>, did: string, value: Value): void {
  map.delete(did);
  map.set(did, value);
  if (map.size <= REMEMBERED_MAX) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
