/** Milliseconds. Waiting ends with what is waited for and not with the clock: this is a guard against hanging only. */
export const WAIT_GUARD_MS = 60_000;
/** Milliseconds after the guard's time in which what is there already is still read. */
const LAST_LOOK_MS = 500;

export interface Wait {
  /** What is waited for, as it stands in the message: `the text "12 followers"`. */
  readonly what: string;
  holds(): boolean;
  /** Has a check called whenever something may have changed; gives what ends that. */
  subscribe(check: () => void): () => void;
  /** What there is instead: the screen, the state. */
  found(): string;
  /** Why it cannot come any more; undefined while it can. */
  inVain?(): string | undefined;
  readonly guardMs?: number | undefined;
}

/** Resolves as soon as it holds. Rejects with what there is instead, when it cannot come any more or the guard's time is over. */
export function waitUntil(wait: Wait): Promise<void> {
  const { what, guardMs = WAIT_GUARD_MS } = wait;
  return new Promise((resolve, reject) => {
    let unsubscribe: (() => void) | undefined;
    function stop(): void {
      clearTimeout(guard);
      unsubscribe?.();
    }
    function fail(why: string): void {
      stop();
      reject(new Error(`${why} while waiting for ${what}. What was there:\n${wait.found()}`));
    }
    function check(): void {
      if (wait.holds()) {
        stop();
        resolve();
        return;
      }
      const why = wait.inVain?.();
      if (why !== undefined) fail(why);
    }
    // A machine that slept runs what is due before it reads what came meanwhile: one turn more, and a last look.
    let guard = setTimeout(() => {
      guard = setTimeout(() => {
        fail(`${guardMs} ms passed`);
      }, LAST_LOOK_MS);
    }, guardMs);
    unsubscribe = wait.subscribe(check);
    check();
  });
}

/** Tells all who wait that something changed. */
export class Changes {
  readonly #checks = new Set<() => void>();

  tell(): void {
    for (const check of this.#checks) check();
  }

  readonly subscribe = (check: () => void): (() => void) => {
    this.#checks.add(check);
    return () => this.#checks.delete(check);
  };
}
