import type { Holder, TerminalHold } from './terminal-hold.js';

/**
 * Stopping and going on, as a shell has it. Whoever stops the program gets the terminal whole first, and it is taken back after it:
 *
 * | what comes | we have the terminal | a child has it |
 * |---|---|---|
 * | Ctrl-z (read as a key), SIGTSTP, SIGTTOU, SIGTTIN | given back, the group is stopped | we are stopped, the child as it likes |
 * | and nobody may stop us (an orphaned group) | the screen comes back at once | nothing |
 * | SIGCONT after it | the size is read, all is taken back and drawn | nothing: the child draws |
 * | SIGCONT after a SIGSTOP, or without a stop | all is set and drawn anew | nothing |
 *
 * The whole process group is stopped, as a terminal would: npm or npx around the program must not stay in the foreground. Where a child
 * has the terminal, Ctrl-z has gone to all of it already.
 */
export interface JobControl {
  /** Resolves when the terminal is ours again: to why nobody was stopped, in a sentence, or undefined. Does not reject. */
  stop(): Promise<string | undefined>;
  close(): void;
}

/** A stop comes before the call that asks for it returns; this is for a machine that is busy. */
const STOPS_WITHIN_MS = 100;

/** Nobody sees it when the screen comes back. */
const HEARS_OTHERS_MS = 25;

const STOPPING = ['SIGTSTP', 'SIGTTOU', 'SIGTTIN'] as const;
/** With a listener to these, whoever sets a terminal from the background is told so for ever, and not stopped until it may. */
const OF_THE_BACKGROUND: readonly NodeJS.Signals[] = ['SIGTTOU', 'SIGTTIN'];

export const NOBODY_STOPS =
  'Nobody here could let a stopped program go on: there is no shell with job control around it. So Ctrl-z does nothing.';
export const NOT_ON_WINDOWS =
  'Windows cannot stop a program and let it go on later, so Ctrl-z does nothing here.';

/** Listens from now on. On Windows there is nothing to listen to. */
export function createJobControl(
  hold: TerminalHold,
  platform: NodeJS.Platform = process.platform,
): JobControl {
  if (platform === 'win32') return { stop: async () => NOT_ON_WINDOWS, close() {} };
  let isStopping = false;
  /** How often we were let go on. */
  let continued = 0;
  let hearContinue: () => void = () => {};

  function onStop(): void {
    void stop();
  }
  function onContinue(): void {
    continued += 1;
    hearContinue();
    // What is drawn may break by then; that is told where it is drawn.
    if (!isStopping && hold.holder === 'us') void hold.retake();
  }
  function listen(holder: Holder): void {
    for (const signal of STOPPING) process.off(signal, onStop);
    for (const signal of STOPPING) {
      if (holder === 'us' || !OF_THE_BACKGROUND.includes(signal)) process.on(signal, onStop);
    }
  }

  /** Resolves to whether we were stopped. */
  async function stopGroup(before: number): Promise<boolean> {
    // What let us go on may be there and not be read yet: the terminal itself stops who gives it back from the background.
    await turn();
    await turn();
    if (continued !== before) return true;
    process.off('SIGTSTP', onStop);
    // A child that has the terminal stops itself, and who is told to stop twice does so twice.
    const whom = hold.holder === 'child' ? process.pid : 0;
    await new Promise<void>((resolve) => {
      // It keeps Node from ending, too: with the terminal lent there is nothing else to wait for.
      const timer = setTimeout(resolve, STOPS_WITHIN_MS);
      hearContinue = () => {
        clearTimeout(timer);
        resolve();
      };
      process.kill(whom, 'SIGTSTP');
    });
    // A signal that came before we were let go on may be the end (`kill %1` of a shell sends SIGTERM, then SIGCONT), and another thread
    // may bring it later. It is to be heard before the terminal is taken: in the background that stops us again.
    await new Promise((resolve) => setTimeout(resolve, HEARS_OTHERS_MS));
    process.on('SIGTSTP', onStop);
    return continued !== before;
  }

  async function stop(): Promise<string | undefined> {
    if (isStopping) return undefined;
    isStopping = true;
    const before = continued;
    try {
      const wasStopped =
        hold.holder === 'us' ? await hold.lend('shell', () => stopGroup(before)) : await stopGroup(before);
      return wasStopped ? undefined : NOBODY_STOPS;
    } catch {
      // The screen has ended by then, or the group is not ours to stop: both leave things as they are.
      return undefined;
    } finally {
      isStopping = false;
    }
  }

  const stopHearing = hold.onChange(listen);
  listen(hold.holder);
  process.on('SIGCONT', onContinue);
  return {
    stop,
    close() {
      stopHearing();
      for (const signal of STOPPING) process.off(signal, onStop);
      process.off('SIGCONT', onContinue);
    },
  };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
