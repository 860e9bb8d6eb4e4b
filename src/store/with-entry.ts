/** A map with one entry changed, and the oldest ones left out beyond `limit`. */
export function withEntry<V>(
  map: ReadonlyMap<string, V>,
  key: string,
  value: V,
  limit: number,
): ReadonlyMap<string, V> {
  const next = new Map(map);
  next.set(key, value);
  for (const oldest of next.keys()) {
    if (next.size <= limit) break;
    if (oldest !== key) next.delete(oldest);
  }
  return next;
}
