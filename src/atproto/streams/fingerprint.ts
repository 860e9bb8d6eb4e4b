import type { RepoEvent } from './repo-event.js';

/**
 * A number that tells an event from all others, whichever source it comes from. It costs a fraction of a string to make and
 * to remember; that two of the events remembered at a time have the same one is a matter of 1 in 10¹¹.
 *
 * @param mark What the sources have in common beside the event itself: the `rev` of a commit (at most one operation on a
 * record has it), the time of an identity or account event in the firehose.
 */
export function fingerprint(event: RepoEvent, mark: string): number {
  reset();
  add(event.did);
  add(mark);
  if (event.kind === 'commit') {
    add(event.operation);
    add(event.collection);
    add(event.rkey);
  } else {
    add(event.kind);
    if (event.kind === 'account') add(`${event.active} ${event.status ?? ''}`);
  }
  return finish();
}

let low = 0;
let high = 0;

function reset(): void {
  low = 0x9e3779b9;
  high = 0x85ebca6b;
}

function add(text: string): void {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    low = Math.imul(low ^ code, 0x9e3779b1);
    high = Math.imul(high ^ code, 0x5f356495);
  }
  // A space between, so that no two lists of words make the same text.
  low = Math.imul(low ^ 32, 0x9e3779b1);
  high = Math.imul(high ^ 32, 0x5f356495);
}

/** 53 bits, not all 0, each of which depends on all that was added. */
function finish(): number {
  const mixedLow = mix(low ^ (high >>> 13));
  const mixedHigh = mix(high ^ (low >>> 15));
  return (mixedHigh & 0x1fffff) * 2 ** 32 + (mixedLow >>> 0) || 1;
}

function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
