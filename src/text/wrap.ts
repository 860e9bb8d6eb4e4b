import { isNarrow } from './character-classes.js';
import { eachGrapheme } from './graphemes.js';

/**
 * Where the rows of a wrapped text start, the first one at 0. `first` is the room of the first row and `rest` that of the others, in cells,
 * each at least 1. A row breaks behind a space when there is one in its last half, else where it is full; nothing is left out, so
 * the rows joined are the text. A grapheme wider than the room has a row to itself. Linear in the length of the text.
 */
export function wrapOffsets(text: string, first: number, rest: number = first): readonly number[] {
  return isNarrow(text) ? narrowOffsets(text, first, rest) : graphemeOffsets(text, first, rest);
}

/** The rows of a sanitised text, each at most `cells` wide and not padded. At least one. */
export function wrap(text: string, cells: number): string[] {
  const offsets = wrapOffsets(text, cells);
  return offsets.map((start, row) => text.slice(start, offsets[row + 1]));
}

function narrowOffsets(text: string, first: number, rest: number): number[] {
  const offsets = [0];
  let start = 0;
  let room = Math.max(1, first);
  while (text.length - start > room) {
    const full = start + room;
    const earliest = full - Math.floor(room / 2);
    let end = full;
    while (end > earliest && text.charCodeAt(end - 1) !== 0x20) end--;
    start = end > earliest ? end : full;
    offsets.push(start);
    room = Math.max(1, rest);
  }
  return offsets;
}

function graphemeOffsets(text: string, first: number, rest: number): number[] {
  const offsets = [0];
  let room = Math.max(1, first);
  let taken = 0;
  // Behind the last space of this row, and what the row takes up to there.
  let breakAt = 0;
  let takenAtBreak = 0;
  eachGrapheme(text, (start, end, width) => {
    if (taken > 0 && taken + width > room) {
      if (breakAt > 0 && takenAtBreak > room - Math.floor(room / 2)) {
        offsets.push(breakAt);
        taken -= takenAtBreak;
      } else {
        offsets.push(start);
        taken = 0;
      }
      breakAt = 0;
      room = Math.max(1, rest);
      // What moved down with the word may fill a narrower row already.
      if (taken > 0 && taken + width > room) {
        offsets.push(start);
        taken = 0;
      }
    }
    taken += width;
    if (text.charCodeAt(start) === 0x20 && end - start === 1) {
      breakAt = end;
      takenAtBreak = taken;
    }
    return true;
  });
  return offsets;
}
