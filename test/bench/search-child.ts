import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openIndexed } from '../../src/archive/index/open-indexed.js';
import { HitList } from '../../src/archive/search/hit-list.js';
import { parseQuery } from '../../src/archive/search/query.js';
import { searchArchive } from '../../src/archive/search/search.js';
import type { Searching, SearchTask } from './figures/search.js';
import { peakMemory, processorSeconds } from './own-use.js';

/** Searches an archive whose index is kept, its hits put in order, and says how long that took, and how long others waited for their turn. */
const { file, index, query } = JSON.parse(process.argv[2] ?? '') as SearchTask;
const { signal } = new AbortController();
const archive = await openIndexed(file, { index });
const delay = monitorEventLoopDelay({ resolution: 1 });
const hits = new HitList('newest');
const before = processorSeconds();
const start = performance.now();
delay.enable();
for await (const step of searchArchive(archive, parseQuery(query), { signal })) hits.add(step.hits);
delay.disable();
// Asking for one has all of them in their order.
hits.row(0);
const searching: Searching = {
  hits: hits.length,
  seconds: (performance.now() - start) / 1000,
  processor: processorSeconds() - before,
  held: delay.max / 1e6,
  bytes: archive.bytes,
  peak: peakMemory(),
};
process.stdout.write(JSON.stringify(searching));
