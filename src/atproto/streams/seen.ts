/** Remembers what was seen lately, and forgets what lies further back. */
export interface Seen {
  /** Notes it, and tells whether it was not there before. */
  isNew(key: string): boolean;
}

/** Holds at least the last `atLeast` keys and at most twice as many: two sets in turn cost less than one with an order. */
export function createSeen(atLeast: number): Seen {
  let current = new Set<string>();
  let previous = new Set<string>();
  return {
    isNew(key) {
      if (current.has(key) || previous.has(key)) return false;
      if (current.size >= atLeast) {
        previous = current;
        current = new Set();
      }
      current.add(key);
      return true;
    },
  };
}
