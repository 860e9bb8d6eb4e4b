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

export interface CatchUpClocks {
  /** The clock that `until` is of, in milliseconds since 1970. */
  readonly now: () => number;
  /** How far the connection has come, in milliseconds since 1970, also with what is for others only who began further back. */
  readonly reached: () => number | undefined;
}

/**
 * `until` is the time up to which it has to come, in milliseconds since 1970. Where nothing happens nothing comes that would
 * show it: so many milliseconds without an event on a connection count as well.
 */
export function createCatchUp(until: number, silenceMs: number, { now, reached }: CatchUpClocks): CatchUp {
  let resolve = (): void => {};
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  let timer: NodeJS.Timeout | undefined;
  let isDone = false;
  let lastReached: number | undefined;

  function done(): void {
    isDone = true;
    clearTimeout(timer);
    resolve();
  }

  function wait(): void {
    if (isDone) return;
    clearTimeout(timer);
    timer = setTimeout(unlessOnTheWay, silenceMs);
  }

  /** The silence may be that of a stretch which is for others. */
  function unlessOnTheWay(): void {
    const time = reached();
    const isOnTheWay = time !== undefined && time !== lastReached && !saysCaughtUp(time, until, now());
    lastReached = time;
    if (isOnTheWay) wait();
    else done();
  }

  return {
    promise,
    get isDone() {
      return isDone;
    },
    done,
    connected() {
      lastReached = reached();
      wait();
    },
    heard(time) {
      lastReached = reached();
      if (saysCaughtUp(time, until, now())) done();
      else wait();
    },
  };
}
