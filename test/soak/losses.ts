import { setTimeout as pause } from 'node:timers/promises';
import { SETTLED_MS } from '../../src/store/watch/list-comparison.js';
import type { randomFrom } from '../support/random.js';
import type { Services } from './services.js';
import type { Stream } from './stream.js';
import { each, type Mischief } from './stream-mischief.js';
import type { Traffic } from './traffic.js';
import type { World } from './world.js';

/** What loses events: only the list of followers tells then of what happened. Of a Jetstream v2, which says so. */
export const LOSSES: readonly Mischief[] = [
  { name: 'sequences begun anew', run: each(({ faults }) => faults.beginAnew()) },
  { name: 'cursors that are too old', run: each(({ faults }) => faults.tooOld()) },
];

export interface LossSettings {
  readonly stream: Stream;
  readonly world: World;
  readonly traffic: Traffic;
  readonly services: Services;
  readonly random: ReturnType<typeof randomFrom>;
  /** Milliseconds by which the AppView is behind. */
  readonly lagMs: number;
  readonly signal: AbortSignal;
}

/** Milliseconds in which nobody is connected, and followers come and go. */
const LOST_MS = 3_000;
/** A stalled connection is given up late. */
const READ_MAX_MS = 60_000;
const ASK_EVERY_MS = 100;

/**
 * Events are lost while nobody is connected. Each follower does one thing at most meanwhile, and until the list has told of that: of
 * two nobody could tell.
 */
export async function loseEvents({ run }: Mischief, settings: LossSettings): Promise<void> {
  const { stream, world, traffic, services, random, lagMs } = settings;
  traffic.isHeld = true;
  services.isCalm = true;
  await untilRead(settings);
  // What is on its way would be lost with the rest, of those who are slow.
  await Promise.race([stream.read(), pause(READ_MAX_MS)]);
  // The list is read after this, and has to have what the stream told of before.
  await pause(lagMs * 2);
  if (stream.isRead) {
    const { open } = stream;
    stream.shut();
    traffic.onceSince = Date.now();
    traffic.isHeld = false;
    await pause(LOST_MS);
    run(stream, world, random);
    stream.open = open;
    await untilRead(settings);
    // The list is behind, and tells of the last moment when it is read once more.
    await pause(SETTLED_MS + lagMs * 4);
    traffic.onceSince = undefined;
  }
  traffic.isHeld = false;
  services.isCalm = false;
}

/** Waits until the program has what the stream has, but not for ever. */
async function untilRead({ stream, signal }: LossSettings): Promise<void> {
  const until = performance.now() + READ_MAX_MS;
  while (!stream.isRead && performance.now() < until && !signal.aborted) await pause(ASK_EVERY_MS);
}
