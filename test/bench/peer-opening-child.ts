import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { fromStream } from '@atcute/repo';
import type { Opening, OpeningTask } from './figures/opening.js';
import { peakMemory, processorSeconds } from './own-use.js';

/** Walks through a CAR with the best library there is, which checks no hash, and says how many rows it has and what that took. */
const { file, pieceBytes } = JSON.parse(process.argv[2] ?? '') as OpeningTask;
let rows = 0;
const bytes = createReadStream(file, { highWaterMark: pieceBytes });
const stream = Readable.toWeb(bytes) as ReadableStream<Uint8Array<ArrayBuffer>>;
await using repo = fromStream(stream);
for await (const _entry of repo) rows++;
const opening: Opening = { rows, peak: peakMemory(), processor: processorSeconds() };
process.stdout.write(JSON.stringify(opening));
