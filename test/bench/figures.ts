import type { Figure } from './figure.js';
import { archives } from './figures/archives.js';
import { exporting } from './figures/export.js';
import { farAway } from './figures/far-away.js';
import { filter } from './figures/filter.js';
import { firstRow } from './figures/first-row.js';
import { hostRepos } from './figures/host-repos.js';
import { idle } from './figures/idle.js';
import { keyLatency } from './figures/key-latency.js';
import { keysUnderStream } from './figures/keys-under-stream.js';
import { launch } from './figures/launch.js';
import { launchMemory } from './figures/launch-memory.js';
import { memory } from './figures/memory.js';
import { opening } from './figures/opening.js';
import { paging } from './figures/paging.js';
import { pictures } from './figures/pictures.js';
import { pulling } from './figures/pulling.js';
import { search } from './figures/search.js';
import { soundness } from './figures/soundness.js';
import { streamFrames } from './figures/stream-frames.js';
import { streamMemory } from './figures/stream-memory.js';
import { verbs } from './figures/verbs.js';
import { watches } from './figures/watches.js';

/** All figures, in the order of the table. */
export const figures: readonly Figure[] = [
  launch,
  launchMemory,
  verbs,
  firstRow,
  keyLatency,
  filter,
  memory,
  paging,
  hostRepos,
  idle,
  streamFrames,
  keysUnderStream,
  farAway,
  streamMemory,
  watches,
  soundness,
  opening,
  archives,
  pulling,
  exporting,
  search,
  pictures,
];
