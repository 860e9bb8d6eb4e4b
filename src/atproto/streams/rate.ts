/** Events a second over the last few seconds, in milliseconds of a clock that is never set. */
export interface Rate {
  add(now: number): void;
  /** To one decimal below ten, else whole. */
  perSecond(now: number): number;
}

/** Seconds that the figure is a mean of. */
const WINDOW_SECONDS = 5;

export function createRate(): Rate {
  const counts = new Array<number>(WINDOW_SECONDS).fill(0);
  let newest = 0;

  function advance(now: number): number {
    const second = Math.floor(now / 1000);
    for (let next = Math.max(newest + 1, second - WINDOW_SECONDS + 1); next <= second; next++)
      counts[next % WINDOW_SECONDS] = 0;
    newest = Math.max(newest, second);
    return second;
  }

  return {
    add(now) {
      const slot = advance(now) % WINDOW_SECONDS;
      counts[slot] = (counts[slot] ?? 0) + 1;
    },
    perSecond(now) {
      advance(now);
      const rate = counts.reduce((sum, count) => sum + count, 0) / WINDOW_SECONDS;
      return rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate);
    },
  };
}
