import { isAhead } from '../../atproto/streams/clock-limits.js';

/** Waits until a stream that goes on from an earlier run has brought what happened since. */
export interface CatchUp {
  /** Resolves when it has, or when there is nothing to wait for. */
  readonly promise: Promise<void>;
  readonly isDone: boolean;
  connected(): void;
  /** Something came of a time in milliseconds since 1970. */
  heard(time: number): void;
  /** There is nothing to wait for. */
  done(): void;
}

/**
 * Whether an event of that time says that all up to `until` has come; all in milliseconds since 1970. One from the future says
 * nothing: its clock is wrong.
 */
export function saysCaughtUp(time: number, until: number, now: number): boolean {
  return time >= until && !isAhead(time, now);
}

/**
 * `until` is the time up to which it has to come, in milliseconds since 1970. Where nothing happens nothing comes that would
 * show it: so many milliseconds without an event on a connection count as well. `now` is the clock that `until` is of.
 */
export function createCatchUp(until: number, silenceMs: number, now: () => number): CatchUp {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;

  function done(): void {
    isDone = true;
    clearTimeout(timer);
    resolve();
  }

  function wait(): void {
    if (isDone) return;
    clearTimeout(timer);
    timer = setTimeout(done, silenceMs);
  }

  return {
    promise,
    get isDone() {
      return isDone;
    },
    done,
    connected: wait,
    heard(time) {
      if (saysCaughtUp(time, until, now())) done();
      else wait();
    },
  };
}
