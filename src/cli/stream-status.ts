import type { StreamStatus } from '../atproto/streams/event-stream.js';
import { sanitise } from '../text/sanitise.js';

/** Says once that no live events come, and once that they come again. */
export function statusTeller(say: (sentence: string) => void): (status: StreamStatus) => void {
  let isOut = false;
  return ({ state, source, reason }) => {
    if (state === 'unreachable' && !isOut) {
      isOut = true;
      const why = reason === undefined ? '' : `: ${reason}`;
      say(sanitise(`no live events come, and ${source} is tried again${why}.`));
    } else if (state === 'connected' && isOut) {
      isOut = false;
      say(sanitise(`live events come again, from ${source}.`));
    }
  };
}
