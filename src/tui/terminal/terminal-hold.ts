import type { InputStage } from './input/stage.js';

/** Who has the terminal: we, a program that was started on it, or the shell that we were stopped for. */
export type Holder = 'us' | 'child' | 'shell';

/** What draws: it leaves the alternate screen at once, and draws all anew on it when it resumes. */
export type SuspendDrawing = () => Promise<{ resume(): Promise<void> }>;

/**
 * Whose the terminal is. It is lent whole, and taken back whole: what is drawn, the alternate screen and the cursor (`drawnBy`), the
 * modes and raw mode (the stage), what is read (the stage). In between nothing of ours reaches it, whoever draws or ends.
 */
export interface TerminalHold {
  readonly holder: Holder;
  /** Standard output for all who draw: nothing is written by it while the terminal is somebody else's, nor after that for who has ended. */
  readonly stdout: NodeJS.WriteStream;
  /** Names what draws; there is one. Gives back what ends this: from then on the terminal is taken back by nobody. */
  drawnBy(suspend: SuspendDrawing): () => void;
  /** Hears of every change; of `us` when the terminal is in raw mode again, before anything is drawn. */
  onChange(listener: (holder: Holder) => void): () => void;
  /**
   * Lends the terminal for as long as `use` takes, and takes it back whatever came of it. Resolves and rejects as `use` does. Where
   * the terminal is not ours to lend, `use` is not called, and it rejects. `end` is aborted, with the name of a signal, when the
   * program has to end meanwhile: then `use` has to end, too.
   */
  lend<T>(to: Exclude<Holder, 'us'>, use: (end: AbortSignal) => Promise<T>): Promise<T>;
  /** The program ends: from now on the terminal is taken back by nobody. What draws may hear of it later. */
  leave(): void;
  /** Has who has the terminal end, where it is lent. Resolves when that is done; does not reject. */
  recall(signal: NodeJS.Signals): Promise<void>;
  /** Sets all anew in a terminal that somebody else had without being lent it: raw mode, modes, the screen. Does not reject. */
  retake(): Promise<void>;
}

export function createTerminalHold(
  stage: Pick<InputStage, 'pause' | 'resume'>,
  stdout: NodeJS.WriteStream,
): TerminalHold {
  let holder: Holder = 'us';
  let drawing: SuspendDrawing | undefined;
  let hasEnded = false;
  let loan: { readonly end: AbortController; readonly used: Promise<unknown> } | undefined;
  const listeners = new Set<(holder: Holder) => void>();

  function change(next: Holder): void {
    holder = next;
    for (const hear of listeners) hear(next);
  }

  async function lend<T>(to: Exclude<Holder, 'us'>, use: (end: AbortSignal) => Promise<T>): Promise<T> {
    if (holder !== 'us' || hasEnded) throw new Error('The terminal is somebody else’s.');
    // What draws writes its last before it gives the next promise; nobody may come in between.
    const suspended = drawing?.();
    change(to);
    const end = new AbortController();
    const used = stage.pause().then(() => use(end.signal));
    loan = { end, used };
    try {
      return await used;
    } finally {
      loan = undefined;
      const suspension = await suspended?.catch(() => undefined);
      if (!hasEnded) {
        // First raw mode: where another job is in the foreground, the kernel stops us here until we are.
        stage.resume();
        readSize();
        change('us');
        // The other screen begins where the cursor stands on this one, and the first line of a frame is to begin at the left.
        stdout.write('\r');
        await suspension?.resume();
      }
    }
  }

  return {
    get holder() {
      return holder;
    },
    stdout: silentUnless(stdout, () => holder === 'us'),
    drawnBy(suspend) {
      drawing = suspend;
      hasEnded = false;
      return () => {
        drawing = undefined;
        hasEnded = true;
      };
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    lend,
    leave() {
      hasEnded = true;
    },
    async recall(signal) {
      loan?.end.abort(signal);
      await loan?.used.catch(() => undefined);
    },
    async retake() {
      if (holder !== 'us' || hasEnded) return;
      // Nothing of the screen before the terminal is ours: it may be the shell's still.
      change('shell');
      await stage.pause();
      stage.resume();
      change('us');
      await lend('shell', async () => {});
    },
  };
}

/** Has Node look at the size of the terminal: a job in the background is told of no change. */
function readSize(): void {
  process.emit('SIGWINCH', 'SIGWINCH');
}

function silentUnless(stdout: NodeJS.WriteStream, mayWrite: () => boolean): NodeJS.WriteStream {
  function write(...args: Parameters<NodeJS.WriteStream['write']>): boolean {
    if (mayWrite()) return stdout.write(...args);
    const done = args.findLast((arg): arg is () => void => typeof arg === 'function');
    if (done) setImmediate(done);
    return true;
  }
  return new Proxy(stdout, {
    get(target, property) {
      if (property === 'write') return write;
      const value: unknown = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
