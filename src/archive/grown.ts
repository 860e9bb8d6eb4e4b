/** A copy of a typed array with room for so many, which has the same in its beginning. */
export function grown<Items extends Float64Array | Int32Array | Uint32Array | Uint8Array>(
  items: Items,
  room: number,
): Items {
  const larger = new (items.constructor as new (length: number) => Items)(room);
  larger.set(items);
  return larger;
}
