import { useEffect, useState } from 'react';
import { steadyClock } from '../../atproto/steady-clock.js';

/** Milliseconds since 1970, by the second while `active`, of a clock that goes on evenly when the machine's is set: what is left of a wait is told by it. */
export function useNow(active: boolean): number {
  const [now, setNow] = useState(() => steadyClock.now());
  const [wasActive, setWasActive] = useState(active);
  if (active !== wasActive) {
    // Before the first frame with it is drawn: the time of the last one would make the wait look longer.
    setWasActive(active);
    setNow(steadyClock.now());
  }
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(steadyClock.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}
