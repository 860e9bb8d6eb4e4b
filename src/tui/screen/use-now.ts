import { useEffect, useState } from 'react';

/** Milliseconds since 1970, by the second while `active`. */
export function useNow(active: boolean): number {
  const [now, setNow] = useState(Date.now);
  const [wasActive, setWasActive] = useState(active);
  if (active !== wasActive) {
    // Before the first frame with it is drawn: the time of the last one would make the wait look longer.
    setWasActive(active);
    setNow(Date.now());
  }
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [active]);
  return now;
}
