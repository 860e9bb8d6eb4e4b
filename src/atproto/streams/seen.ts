/** Remembers what was seen lately, and forgets what lies further back. */
export interface Seen {
  /** Notes it, and tells whether it was not there before. Fingerprints are whole numbers, and not 0. */
  isNew(fingerprint: number): boolean;
}

/**
 * Holds at least the last `atLeast` and at most twice as many, in memory that does not grow: two tables in turn. A Set of
 * such numbers, each of which is an object to V8, takes five times as long and keeps the garbage collector busy.
 */
export function createSeen(atLeast: number): Seen {
  // At most half full, so that a place is found within a step or two.
  const size = 2 ** Math.ceil(Math.log2(atLeast * 2));
  let current = new Float64Array(size);
  let previous = new Float64Array(size);
  let count = 0;

  /** Where the fingerprint is, or the empty place where it would be. */
  function placeOf(table: Float64Array, fingerprint: number): number {
    let place = fingerprint % size;
    while (table[place] !== 0 && table[place] !== fingerprint) place = place + 1 === size ? 0 : place + 1;
    return place;
  }

  return {
    isNew(fingerprint) {
      let place = placeOf(current, fingerprint);
      if (current[place] !== 0 || previous[placeOf(previous, fingerprint)] !== 0) return false;
      if (count === atLeast) {
        [previous, current] = [current, previous];
        current.fill(0);
        count = 0;
        place = placeOf(current, fingerprint);
      }
      current[place] = fingerprint;
      count++;
      return true;
    },
  };
}
