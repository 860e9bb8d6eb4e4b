type Numbers =
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** A copy of a typed array with room for so many, which has the same in its beginning. */
export function grown<Items extends Numbers>(items: Items, room: number): Items {
  const larger = new (items.constructor as new (length: number) => Items)(room);
  larger.set(items);
  return larger;
}
