/** One line that says how far something has come. */
export interface Progress {
  show(text: string): void;
  /** Takes the line away again. */
  end(): void;
}

/** Milliseconds between two showings: more often nobody reads. */
const SHOW_EVERY_MS = 100;

/** Milliseconds that something takes before anything is said: what is done soon leaves no trace between other programs' lines. */
const SHOW_AFTER_MS = 1_000;

const NO_PROGRESS: Progress = { show() {}, end() {} };

/**
 * Shows progress on standard error where that is a terminal that can take a line back, and `wanted`: not where the same terminal shows
 * what comes of it.
 */
export function openProgress(stderr: NodeJS.WriteStream, wanted: boolean): Progress {
  if (!stderr.isTTY || !wanted || process.env.TERM === 'dumb') return NO_PROGRESS;
  const beganAtTicks = performance.now();
  let shownAtTicks: number | undefined;
  return {
    show(text) {
      const ticks = performance.now();
      if (ticks - beganAtTicks < SHOW_AFTER_MS) return;
      if (shownAtTicks !== undefined && ticks - shownAtTicks < SHOW_EVERY_MS) return;
      shownAtTicks = ticks;
      stderr.write(`\r\x1B[K${text}`);
    },
    end() {
      if (shownAtTicks !== undefined) stderr.write('\r\x1B[K');
    },
  };
}
