import { openIndexed } from '../../src/archive/index/open-indexed.js';
import type { IndexedOpening, IndexTask } from './figures/archives.js';
import { peakMemory, processorSeconds } from './own-use.js';

/** Rows that a screen shows. */
const FIRST_ROWS = 100;

/** Opens a CAR by its index, and says when the first rows were there, and when all places and keys were. */
const { file, index } = JSON.parse(process.argv[2] ?? '') as IndexTask;
const start = performance.now();
const before = processorSeconds();
const archive = await openIndexed(file, { index });
const { first = 0, count = 0 } = archive.collections.at(-1) ?? {};
let bytes = 0;
for (let row = first + count - 1; row >= first && row > first + count - 1 - FIRST_ROWS; row--) {
  bytes += archive.rkey(row).length + archive.read(row).length;
}
const firstRows = performance.now() - start;
const processor = (processorSeconds() - before) * 1000;
for (let row = 0; row < archive.records; row++) bytes += archive.offset(row) + archive.size(row);
// Keys are read in pages of so many.
for (let row = 0; row < archive.records; row += 1000) bytes += archive.rkey(row).length;
const whole = performance.now() - start;
const opening: IndexedOpening = { firstRows, processor, whole, peak: peakMemory() };
if (bytes === 0) throw new Error(`${file} has no rows`);
process.stdout.write(JSON.stringify(opening));
